"""Where in a document a value stands."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator

from perfeval_core.domain.base import Frozen

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the top left corner of the page as displayed."""

Route = Literal["text", "fallback", "ocr", "native", "person"]
"""How a value was read: the fast text route, plain pdfplumber, recognition, natively from Word or Excel, or by a person
who corrected what a machine had read (更正; in stored reports only)."""

CERTAIN = 0.9
"""Below this confidence a cell is for a person to read, and its report is ``partial``."""

_SHAPES = ({"page", "bbox"}, {"paragraph"}, {"table", "row", "column"}, {"sheet", "cell"})


def _absent(value: object) -> bool:
    return value is None


def _unless_absent() -> Any:
    """A field that is left out of the JSON of a place that has another shape."""
    return Field(default=None, exclude_if=_absent)


class Address(Frozen):
    """A place in a document without pages: a paragraph or a table's cell in Word, a sheet's cell in Excel.

    Paragraphs, tables, rows and columns count from 1; a merged cell has the address of its first.
    """

    paragraph: int | None = _unless_absent()
    table: int | None = _unless_absent()
    row: int | None = _unless_absent()
    column: int | None = _unless_absent()
    sheet: str | None = _unless_absent()
    cell: str | None = _unless_absent()

    @property
    def address(self) -> dict[str, Any]:
        """The fields of the address that are there; none for a box on a page."""
        return {name: value for name in Address.model_fields if (value := getattr(self, name)) is not None}


class Location(Address):
    """A box on a page (PDF), or an address (Word, Excel). Pages are physical and start at 1."""

    page: int | None = _unless_absent()
    bbox: Box | None = _unless_absent()

    @model_validator(mode="after")
    def _has_one_shape(self) -> Self:
        given = {name for shape in _SHAPES for name in shape if getattr(self, name) is not None}
        if given not in _SHAPES:
            raise ValueError(f"a place is one of {_SHAPES}, not {given}")
        return self

    @property
    def words(self) -> str:
        """The place as a person would name it, without its box."""
        if self.sheet is not None:
            return f"工作表“{self.sheet}”{self.cell}"
        if self.table is not None:
            return f"表{self.table}第{self.row}行第{self.column}列"
        return f"第{self.page}页" if self.page is not None else f"第{self.paragraph}段"


class Place(Location):
    """Where a value stands, with how it was read and how sure the reader is (0 to 1)."""

    route: Route = "text"
    confidence: float = 1.0

    @property
    def location(self) -> Location:
        """Where it stands, alone."""
        return Location(**{name: getattr(self, name) for name in Location.model_fields})


class LinePlace(Place):
    """One line of narrative: ``length`` counts the characters of the section's text that stand on it."""

    length: int


At = Place | tuple[Place, ...]
"""One place, or several where a cell goes on over a page break."""


def places(at: At | None) -> tuple[Place, ...]:
    """``at`` as a tuple, empty if there is none."""
    if at is None:
        return ()
    return at if isinstance(at, tuple) else (at,)
