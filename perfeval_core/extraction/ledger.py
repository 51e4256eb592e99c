"""The cell ledger's sum (单元格去向): how much of the text inside tables reached a field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from perfeval_core.domain.filing import Filing, WithPlaces
from perfeval_core.domain.place import Place, places
from perfeval_core.reading.pagedoc import PageDoc


@dataclass(frozen=True)
class TableText:
    """Characters inside the tables of a document: those of cells that reached a field, of labels and other cells that
    are known by name, and unclaimed ones."""

    reached: int
    named: int
    unclaimed: int

    @property
    def share(self) -> Fraction | None:
        """The share of the text that reached a field; ``None`` for a document without tables."""
        total = self.reached + self.named + self.unclaimed
        return Fraction(self.reached, total) if total else None


def table_text(doc: PageDoc, reports: Iterable[Filing]) -> TableText:
    """Where the text in the tables of ``doc`` went. A cell that went to several rows counts once."""
    reports = tuple(reports)
    fields = {place.location for report in reports for place in _field_places(report)}
    unclaimed = sum(len(text.text) for report in reports for text in report.unclaimed)
    cells = [cell for page in doc.pages for grid in page.grids for cell in grid.cells]
    stray = sum(len(line.text) for page in doc.pages for grid in page.grids for line in grid.stray)
    reached = sum(len(cell.text) for cell in cells if cell.place.location in fields)
    total = sum(len(cell.text) for cell in cells) + stray
    return TableText(reached, total - reached - unclaimed, unclaimed)


def _field_places(report: Filing) -> Iterator[Place]:
    placed: tuple[WithPlaces, ...] = (report, report.stated, *report.budget, *report.indicators, *report.goals)
    for item in placed:
        for at in item.at.values():
            yield from places(at)
