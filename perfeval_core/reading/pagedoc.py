"""What a reader gives: pages with lines of text and tables of cells, as plain data with boxes."""

from dataclasses import dataclass
from typing import NamedTuple

from perfeval_core.domain.place import Box, Place, Route


class TextLine(NamedTuple):
    """One line of text outside tables, white space removed; ``pieces`` are the runs that a wide gap separates.

    ``place`` is where it stands in a document without pages.
    """

    text: str
    bbox: Box
    pieces: tuple[str, ...] = ()
    confidence: float = 1.0
    place: Place | None = None


class Spot(NamedTuple):
    """A box on a page, and how sure its text is: what a place is made of once somebody asks for it."""

    page: int
    bbox: Box
    route: Route
    confidence: float


class GridCell(NamedTuple):
    """One cell of a table. Rows and columns count from 0; a merged cell has spans above 1.

    ``open_top`` and ``open_bottom`` say that no rule was drawn there: the cell goes on over a page break.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    spot: Spot | Place
    """Where it stands; a place in a document without pages."""
    open_top: bool = False
    open_bottom: bool = False
    room: float = 0.0
    """Free width beside the last line of text, in em: a line that wrapped leaves next to none."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.spot if isinstance(self.spot, Place) else Place(**self.spot._asdict())

    @property
    def rows(self) -> range:
        """The rows that the cell spans."""
        return range(self.row, self.row + self.row_span)

    @property
    def columns(self) -> range:
        """The columns that the cell spans."""
        return range(self.column, self.column + self.column_span)


@dataclass(frozen=True)
class Grid:
    """One table on one page. ``edges`` are the x positions of its column borders, left to right."""

    bbox: Box
    edges: tuple[float, ...]
    row_count: int
    cells: tuple[GridCell, ...]
    stray: tuple[TextLine, ...] = ()
    """Text inside the table's box that lies in none of its cells."""


@dataclass(frozen=True)
class Page:
    """One page as displayed; ``lines`` and ``grids`` are in reading order, ``lines`` without the text of tables.

    Word and Excel have no pages: a document's body and each sheet stand for one, their boxes only give the order.
    """

    number: int
    width: float
    height: float
    route: Route
    lines: tuple[TextLine, ...]
    grids: tuple[Grid, ...]
    unread: bool = False
    """Whether it is a picture of which nothing could be read: whose report it belongs to is not read in full."""

    def at(self, bbox: Box, confidence: float = 1.0) -> Place:
        """A place on this page, read by the page's route."""
        return Place(page=self.number, bbox=bbox, route=self.route, confidence=confidence)


@dataclass(frozen=True)
class PageDoc:
    """One document."""

    media_type: str
    pages: tuple[Page, ...]

    @property
    def page_count(self) -> int | None:
        """How many pages it has; ``None`` for Word and Excel."""
        return None if any(page.route == "native" for page in self.pages) else len(self.pages)


class Unreadable(Exception):
    """A document that cannot be read: ``reason`` is one of the contract's words, the message says more."""

    def __init__(self, reason: str, detail: str, pages: int | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.pages = pages
