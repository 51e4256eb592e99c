"""Lines of text as pieces with boxes: what stands between two gaps."""

import itertools
from dataclasses import dataclass
from statistics import median

from perfeval_core.reading.pdf.lines import Rows

_GAP = 0.2
"""In em: a wider gap starts a new piece. A cell may hold several; two cells are never one unless their texts touch."""
_ASCENT, _DESCENT = 0.88, 0.12
"""In em: the square that a Chinese character fills above and below its base line."""


@dataclass(frozen=True)
class Piece:
    """Some characters of one line with no gap between them."""

    text: str
    x0: float
    x1: float
    base: float
    em: float

    @property
    def x(self) -> float:
        """The middle, across."""
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        """The upper end of the characters' squares."""
        return self.base - _ASCENT * self.em

    @property
    def bottom(self) -> float:
        """The lower end of the characters' squares."""
        return self.base + _DESCENT * self.em


@dataclass(frozen=True)
class Line:
    """One line of text across the page."""

    pieces: tuple[Piece, ...]
    sure: bool
    """Whether every character is trusted and stands where text stands."""

    @property
    def text(self) -> str:
        """Its text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def base(self) -> float:
        """Its base line: that of most of its pieces."""
        return median(piece.base for piece in self.pieces)

    @property
    def em(self) -> float:
        """Its size."""
        return median(piece.em for piece in self.pieces)


def lines_of(rows: Rows, which: range) -> list[Line]:
    """Rows ``which`` as lines, from top to bottom."""
    return [_line(rows, row) for row in which]


def _line(rows: Rows, row: int) -> Line:
    chars, start, stop = rows.chars, rows.bounds[row], rows.bounds[row + 1]
    x0, x1, base, em = (column[start:stop].tolist() for column in (chars.x0, chars.x1, chars.base, chars.em))
    cuts = [0, *(i for i in range(1, stop - start) if x0[i] - x1[i - 1] > _GAP * max(em[i], em[i - 1])), stop - start]
    pieces = [
        Piece(rows.folded(start + a, start + b), x0[a], max(x1[a:b]), max(base[a:b]), max(em[a:b]))
        for a, b in itertools.pairwise(cuts)
    ]
    return Line(tuple(piece for piece in pieces if piece.text), bool(rows.sure[row] == 1))
