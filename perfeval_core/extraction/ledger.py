"""The cell ledger's sum (单元格去向): how much of the text inside tables reached a field."""

from collections.abc import Iterable, Iterator

from perfeval_core.domain.filing import Filing, TableText, WithPlaces
from perfeval_core.domain.place import Place, places
from perfeval_core.reading.pagedoc import PageDoc


def table_text(doc: PageDoc, reports: Iterable[Filing]) -> TableText:
    """Where the text in the tables of ``doc`` went. A cell that went to several rows counts once."""
    reports = tuple(reports)
    fields = {place.location for report in reports for place in _field_places(report)}
    unclaimed = sum(len(text.text) for report in reports for text in report.unclaimed)
    cells = [cell for page in doc.pages for grid in page.grids for cell in grid.cells]
    stray = sum(len(line.text) for page in doc.pages for grid in page.grids for line in grid.stray)
    reached = sum(len(cell.text) for cell in cells if cell.place.location in fields)
    total = sum(len(cell.text) for cell in cells) + stray
    return TableText(reached=reached, named=total - reached - unclaimed, unclaimed=unclaimed)


def _field_places(report: Filing) -> Iterator[Place]:
    placed: tuple[WithPlaces, ...] = (report, report.stated, *report.budget, *report.indicators, *report.goals)
    for item in placed:
        for at in item.at.values():
            yield from places(at)
