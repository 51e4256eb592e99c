"""Where in a document a value stands."""

from typing import Literal

from perfeval_core.domain.base import Frozen

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the top left corner of the page as displayed."""

Route = Literal["text", "fallback", "ocr", "native"]
"""How a value was read: the fast text route, plain pdfplumber, recognition, or natively from Word or Excel."""

CERTAIN = 0.9
"""Below this confidence a cell is for a person to read, and its report is ``partial``."""


class Location(Frozen):
    """A box on a page. Pages are physical and start at 1."""

    page: int
    bbox: Box


class Place(Location):
    """A box on a page, with how the value in it was read and how sure the reader is (0 to 1)."""

    route: Route = "text"
    confidence: float = 1.0

    @property
    def location(self) -> Location:
        """The box alone."""
        return Location(page=self.page, bbox=self.bbox)


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
