"""Tables as layouts see them: one logical grid, however many pages it went over."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfeval_core.domain.place import CERTAIN, Location, Place

DOUBT = 0.5
"""The confidence of a cell whose text is read, but may not be all of it or not all its own."""


def doubted(place: Place) -> Place:
    """``place``, for a person to read."""
    return place.model_copy(update={"confidence": min(place.confidence, DOUBT)})


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell, merged ones with all rows and columns they span. Compared by identity: equal cells are two cells."""

    rows: range
    columns: range
    text: str
    places: tuple[Place, ...]
    room: float = 0.0

    @property
    def doubted(self) -> bool:
        """Whether the reader is not sure of it."""
        return any(place.confidence < CERTAIN for place in self.places)

    def doubt(self) -> "Cell":
        """The same cell, for a person to read."""
        return replace(self, places=tuple(doubted(place) for place in self.places))


@dataclass(frozen=True)
class Table:
    """A logical table. ``edges`` are its column borders (points), ``stray`` is text in none of its cells."""

    edges: tuple[float, ...]
    height: int
    cells: tuple[Cell, ...]
    stray: tuple[tuple[str, Location], ...]

    def row(self, index: int) -> list[Cell]:
        """The cells that cover row ``index``, from left to right."""
        return sorted((cell for cell in self.cells if index in cell.rows), key=lambda cell: cell.columns.start)

    def starting(self, index: int) -> list[Cell]:
        """The cells whose first row is ``index``, from left to right."""
        return [cell for cell in self.row(index) if cell.rows.start == index]

    def covering(self, row: int, columns: range) -> list[Cell]:
        """The cells of ``row`` that share a column with ``columns``."""
        return [cell for cell in self.row(row) if overlap(cell.columns, columns)]

    def texts(self, index: int) -> Iterator[str]:
        """The non-blank texts of row ``index``."""
        return (cell.text for cell in self.row(index) if cell.text)


def overlap(first: range, second: range) -> int:
    """How many numbers two ranges share."""
    return max(0, min(first.stop, second.stop) - max(first.start, second.start))
