"""The fallback route (备用路线): plain pdfplumber, for pages whose lines stand like a table's and show no sure table.

It is slower by far and sees other borders: the sides of filled rectangles of any size, which a person takes for cells.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf.grids import BareGrid, grid_of
from perfeval_core.reading.pdf.ink import Chars, PageInk
from perfeval_core.reading.text import fold

if TYPE_CHECKING:
    from pdfplumber.page import Page

SECONDS_PER_PAGE = 1.0
_SAME = 0.5
"""Points by which the two readers may differ in the size of a page, where they mean the same coordinates."""
_DOUBT = 0.5


class Plain:
    """The tables of single pages of one PDF by plain pdfplumber."""

    def __init__(self, data: bytes, more_time: Callable[[float], None]) -> None:
        self._data, self._more_time = data, more_time
        self.going_on = False
        """Whether the page before was read this way: its table may go on."""

    def grids(self, page: PageInk, chars: Chars) -> tuple[BareGrid, ...]:
        """The tables of ``page`` from top to bottom; ``chars`` are those that the fast route read there. A cell in
        which the two read different characters is unsure. None where pdfplumber cannot read the page."""
        import pdfplumber  # takes longer to load than most files to read, and few need it
        from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

        self._more_time(SECONDS_PER_PAGE)
        try:
            with pdfplumber.open(io.BytesIO(self._data), pages=[page.number], password="") as document:
                found = [grid for plain in document.pages for grid in _grids(plain, page, chars)]
        except (PdfminerException, MalformedPDFException):
            return ()
        return tuple(sorted(found, key=lambda grid: grid.levels[0]))


def _grids(plain: "Page", page: PageInk, chars: Chars) -> Iterator[BareGrid]:
    if abs(plain.width - page.width) > _SAME or abs(plain.height - page.height) > _SAME:
        return
    for table in plain.find_tables():
        boxes = [tuple(map(float, box)) for box in table.cells]
        grid = grid_of([(x0, top, x1, bottom) for x0, top, x1, bottom in boxes], ())
        cells = (cell._replace(sure=1.0 if _agree(plain, chars, cell.bbox) else _DOUBT) for cell in grid.cells)
        yield replace(grid, cells=tuple(cells))


def _agree(plain: "Page", chars: Chars, box: Box) -> bool:
    """Whether both readers see the same characters in ``box``."""
    x0, top, x1, bottom = box
    theirs = [one["text"] for one in plain.chars if _within(one, box)]
    inside = (chars.x >= x0) & (chars.x < x1) & (chars.y >= top) & (chars.y < bottom)
    return _count(chars.text[inside].tolist()) == _count(theirs)


def _within(char: dict[str, float], box: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _count(texts: Sequence[str]) -> Counter[str]:
    return Counter(fold("".join(texts)))
