"""The cell ledger: each piece of text inside a table is used, ignored by name, or unclaimed."""

from collections.abc import Iterable

from perfeval_core.domain.filing import Unclaimed
from perfeval_core.domain.place import At, Location
from perfeval_core.extraction.tables import Cell, Table


class Claims:
    """Which cells of a report's tables have reached a field or are known not to be one."""

    def __init__(self) -> None:
        self._claimed: set[int] = set()

    def take(self, cells: Iterable[Cell]) -> None:
        """``cells`` reached a field, or are labels that say what their neighbours are."""
        self._claimed.update(id(cell) for cell in cells)

    def unclaimed(self, tables: Iterable[Table]) -> tuple[Unclaimed, ...]:
        """All text in ``tables`` that nothing claimed, stray text between the cells included."""
        found = []
        for table in tables:
            found += [
                _unclaimed(cell.text, cell.places[0].location)
                for cell in table.cells
                if cell.text and id(cell) not in self._claimed
            ]
            found += [_unclaimed(text, location) for text, location in table.stray]
        return tuple(found)


def _unclaimed(text: str, location: Location) -> Unclaimed:
    return Unclaimed(text=text, **location.model_dump())


def place_of(cells: Iterable[Cell]) -> At | None:
    """Where ``cells`` stand: one place, or all of them if a page break lies between."""
    found = tuple(place for cell in cells for place in cell.places)
    return found[0] if len(found) == 1 else found or None
