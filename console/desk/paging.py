"""Long lists, page by page (分页)."""

from dataclasses import dataclass
from urllib.parse import urlencode

SIZE = 50


@dataclass(frozen=True)
class Paging:
    """Where one stands in a list: page ``number`` (from 1) of ``total`` entries, at an address with its filters."""

    number: int
    total: int
    path: str
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // SIZE))

    def to(self, number: int) -> str:
        """The address of another page."""
        return f"{self.path}?{urlencode([*self.filters, ('page', str(number))])}"


def offset(number: int) -> int:
    """Before which entry page ``number`` begins."""
    return (number - 1) * SIZE
