"""The header of an unruled table: its lines, and which column each of its cells heads."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from perfeval_core.reading.pdf.unruled.pieces import Line, Piece
from perfeval_core.reading.pdf.unruled.words import vocabulary

_ONE_CELL = 1.9
"""In em: base lines of one header cell are no further apart."""
_CENTRED, _FLUSH = 0.6, 0.25
"""In em: how far the middles, or the left ends, of the lines of one cell may be apart."""
_ROW_BELOW = 1.2
"""In em: base lines of a header's two rows are further apart."""
_ONE_ROW = 0.3
_FEWEST = 4


@dataclass(frozen=True)
class HeadCell:
    """One cell of a header, of one or more lines."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its text, line after line."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def x0(self) -> float:
        """Its text's left end."""
        return min(piece.x0 for piece in self.pieces)

    @cached_property
    def x1(self) -> float:
        """Its text's right end."""
        return max(piece.x1 for piece in self.pieces)

    @cached_property
    def x(self) -> float:
        """Its text's middle, across."""
        return (self.x0 + self.x1) / 2

    @property
    def first(self) -> float:
        """The first base line."""
        return self.pieces[0].base

    @property
    def last(self) -> float:
        """The last base line."""
        return self.pieces[-1].base


@dataclass(frozen=True)
class Header:
    """The header's lines (positions among the page's), its cells from left to right, and those over two of them."""

    lines: range
    leaves: tuple[HeadCell, ...]
    groups: tuple[HeadCell, ...]
    em: float


def headers(lines: Sequence[Line]) -> list[Header]:
    """The headers among ``lines``, from top to bottom; what is not wholly understood is none."""
    found: list[Header] = []
    for index, line in enumerate(lines):
        if (not found or index >= found[-1].lines.stop) and vocabulary().heads(line.text):
            header = _header(lines, index)
            if header is not None:
                found.append(header)
    return found


def _header(lines: Sequence[Line], index: int) -> Header | None:
    start, stop = index, index + 1
    while start > 0 and _belongs(lines[start - 1], lines[start]):
        start -= 1
    while stop < len(lines) and _belongs(lines[stop], lines[stop - 1]):
        stop += 1
    cells = _cells([piece for line in lines[start:stop] for piece in line.pieces])
    groups = [cell for cell in cells if _is_group(cell, cells)]
    leaves = sorted((cell for cell in cells if cell not in groups), key=lambda cell: cell.x)
    apart = all(left.x1 < right.x0 for left, right in itertools.pairwise(leaves))
    if len(leaves) < _FEWEST or not apart or not all(vocabulary().names(cell.text) for cell in cells):
        return None
    return Header(range(start, stop), tuple(leaves), tuple(groups), lines[index].em)


def _belongs(line: Line, neighbour: Line) -> bool:
    """Whether ``line`` is of the header that ``neighbour`` is of."""
    near = abs(line.base - neighbour.base) <= 3 * neighbour.em
    same = abs(line.em - neighbour.em) <= 0.1 * neighbour.em
    return near and same and all(piece.text in vocabulary().fragments for piece in line.pieces)


def _cells(pieces: Sequence[Piece]) -> list[HeadCell]:
    """``pieces`` put together to cells: those below each other that are centred on, or flush with, each other."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.x0)):
        own = [cell for cell in found if _goes_on(cell[-1], piece)]
        if own:
            own[-1].append(piece)
        else:
            found.append([piece])
    return [HeadCell(tuple(cell)) for cell in found]


def _goes_on(above: Piece, piece: Piece) -> bool:
    apart = piece.base - above.base
    if not 0.5 * piece.em < apart <= _ONE_CELL * piece.em:
        return False
    return abs(piece.x - above.x) <= _CENTRED * piece.em or abs(piece.x0 - above.x0) <= _FLUSH * piece.em


def _is_group(cell: HeadCell, cells: Sequence[HeadCell]) -> bool:
    """Whether ``cell`` stands over two others: its neighbours to the left and to the right are below it."""
    left = max((other for other in cells if other.x < cell.x), key=lambda other: other.x, default=None)
    right = min((other for other in cells if other.x > cell.x), key=lambda other: other.x, default=None)
    if left is None or right is None:
        return False
    return _below(left, cell) and _below(right, cell) and _side_by_side(left, right)


def _side_by_side(one: HeadCell, other: HeadCell) -> bool:
    """Whether two cells are of one row: their texts are centred on each other, or begin on one line."""
    near = _ONE_ROW * one.pieces[0].em
    return abs(one.first - other.first) <= near or abs(one.first + one.last - other.first - other.last) <= 2 * near


def _below(cell: HeadCell, other: HeadCell) -> bool:
    """Whether ``cell`` stands in the row below ``other``; a cell of two rows stands between them."""
    return cell.first - other.last > _ROW_BELOW * other.pieces[0].em


def children(group: HeadCell, leaves: Sequence[HeadCell]) -> range:
    """The columns that ``group`` stands over: its two neighbours, and what is of one row with them."""
    start = stop = sum(leaf.x < group.x for leaf in leaves)
    start, stop = start - 1, stop + 1
    while start > 0 and _side_by_side(leaves[start - 1], leaves[start]) and _below(leaves[start - 1], group):
        start -= 1
    while stop < len(leaves) and _side_by_side(leaves[stop], leaves[stop - 1]) and _below(leaves[stop], group):
        stop += 1
    return range(start, stop)
