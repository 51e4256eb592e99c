"""A document as one stream of lines and tables, page numbers left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.domain.place import Box, Place
from perfeval_core.reading.pagedoc import Grid, Page, PageDoc, TextLine

_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_PAGE_NUMBER = re.compile(
    rf"[-—–~·\[(【<]*(?:\d{{1,4}}|[IVXivx]{{1,6}})[-—–~·\])】>]*|[-—–~·]+{_NUMBER}[-—–~·]+"
    rf"|第{_NUMBER}页(?:[,/]?\(?共{_NUMBER}页\)?)?|共{_NUMBER}页[,/]?第{_NUMBER}页|\d{{1,4}}/\d{{1,4}}"
    r"|[Pp](?:age|AGE|\.)?\d{1,4}(?:(?:of|OF|/)\d{1,4})?"
)
_MARGIN = 0.12
"""Page numbers and running heads stand in this share of the page's height at its ends."""


@dataclass(frozen=True)
class LineBlock:
    """One line of text; ``outer`` says that it stands where running heads do."""

    line: TextLine
    place: Place
    page: int
    outer: bool = False

    @property
    def text(self) -> str:
        """The line's folded text."""
        return self.line.text

    @property
    def bbox(self) -> Box:
        """Its box; in a document without pages it only gives the order."""
        return self.line.bbox


@dataclass(frozen=True)
class GridBlock:
    """One table on one page."""

    grid: Grid
    page: int

    @property
    def bbox(self) -> Box:
        """Its box; in a document without pages it only gives the order."""
        return self.grid.bbox


Block = LineBlock | GridBlock


def blocks(doc: PageDoc) -> tuple[Block, ...]:
    """Lines and tables of all pages in reading order, without page numbers."""
    found: list[Block] = []
    for page in doc.pages:
        outer = _outer_lines(page)
        on_page: list[Block] = [GridBlock(grid, page.number) for grid in page.grids]
        for line in page.lines:
            if line not in outer or not _PAGE_NUMBER.fullmatch(line.text):
                place = line.place or page.at(line.bbox, line.confidence)
                on_page.append(LineBlock(line, place, page.number, line in outer))
        found += sorted(on_page, key=lambda block: (block.bbox[1], block.bbox[0]))
    return tuple(found)


def lines_beside(found: Sequence[Block]) -> set[LineBlock]:
    """The lines among ``found`` that stand beside a table: text of a column that was left open at the table's side."""
    grids = [block for block in found if isinstance(block, GridBlock)]
    lines = (block for block in found if isinstance(block, LineBlock) and block.place.route != "native")
    return {line for line in lines if any(line.page == grid.page and _beside(line.bbox, grid.bbox) for grid in grids)}


def _beside(line: Box, grid: Box) -> bool:
    return grid[1] < (line[1] + line[3]) / 2 < grid[3]


def _outer_lines(page: Page) -> list[TextLine]:
    """The outermost lines in the page's margins; Word and Excel keep theirs apart from the text."""
    if page.route == "native":
        return []
    margin = _MARGIN * page.height
    above = [line for line in page.lines if line.bbox[3] < margin]
    below = [line for line in page.lines if line.bbox[1] > page.height - margin]
    first = min((line.bbox[1] for line in page.lines), default=0.0)
    last = max((line.bbox[1] for line in page.lines), default=0.0)
    return [line for line in above if line.bbox[1] - first < 30] + [line for line in below if last - line.bbox[1] < 30]
