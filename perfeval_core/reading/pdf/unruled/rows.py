"""Rows of an unruled table: between level rules, or where the gaps between lines of text are wide."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfeval_core.reading.pdf.unruled.pieces import Piece

_CLEARLY = 0.15
"""In em: by so much the least gap between rows must exceed the widest gap inside one."""
_LEVEL = 0.3
"""In em: base lines no further apart are one."""
_LINE = (0.9, 1.1, 1.2)
"""How many times the leading is from line to line in a cell (at least, at most), and at least from cell to cell."""
_PITCH = 0.3
"""The share of the lowest row by which a merged cell's middle may miss the middle of its rows."""


@dataclass(frozen=True)
class RowBands:
    """The borders between rows, from top to bottom with the two ends, and whether they are beyond doubt."""

    levels: tuple[float, ...]
    sure: bool


def bands(columns: Sequence[Sequence[Piece]], keys: Sequence[Piece], top: float, bottom: float, em: float) -> RowBands:
    """The rows that the text of ``columns`` (none of them merged over rows) forms between ``top`` and ``bottom``.

    ``keys`` are the lines of a column with one line in every row: between two of them lies a border, the widest gap.
    """
    blocks = _merged(sorted((piece.top, piece.bottom) for column in columns for piece in column))
    gaps = [(low + high) / 2 for (_, low), (high, _) in pairwise(blocks)]
    widths = [high - low for (_, low), (high, _) in pairwise(blocks)]
    borders = _between_keys(gaps, widths, keys)
    if borders is None:
        return RowBands((top, bottom), False)
    least = min((widths[index] for index in borders), default=None)
    if least is None:
        return RowBands((top, bottom), not widths)
    chosen = {index for index, width in enumerate(widths) if width > least - _CLEARLY * em / 2} | borders
    inside = [width for index, width in enumerate(widths) if index not in chosen]
    sure = all(width < least - _CLEARLY * em for width in inside)
    return RowBands((top, *(gaps[index] for index in sorted(chosen)), bottom), sure)


def _between_keys(gaps: Sequence[float], widths: Sequence[float], keys: Sequence[Piece]) -> set[int] | None:
    """For each two neighbouring keys the widest gap between them; ``None`` if there is no gap between two."""
    found: set[int] = set()
    middles = [(key.top + key.bottom) / 2 for key in sorted(keys, key=lambda key: key.base)]
    for above, below in pairwise(middles):
        between = [index for index, gap in enumerate(gaps) if above < gap < below]
        if not between:
            return None
        found.add(max(between, key=lambda index: widths[index]))
    return found


def _merged(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for top, bottom in spans:
        if found and top <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
        else:
            found.append((top, bottom))
    return found


@dataclass(frozen=True)
class Merged:
    """The rows at which the cells of a column of merged cells begin, and whether that is beyond doubt."""

    starts: tuple[int, ...]
    sure: bool


def merged_cells(
    pieces: Sequence[Piece], levels: Sequence[float], firsts: Sequence[float | None], em: float, leading: float
) -> Merged:
    """Which rows the texts of a column span, if its texts stand in the middle of their rows, or at their top.

    ``firsts`` are the first base lines of the other columns in each row.
    """
    pitch = min(low - high for high, low in pairwise(levels))
    texts, clear = _texts(sorted(pieces, key=lambda piece: piece.base), leading)
    if not texts:
        return Merged((0,), True)
    centred = _centred(texts, levels, _PITCH * pitch)
    flush = _flush(texts, levels, firsts, _LEVEL * em)
    fits = [fit for fit in (centred, flush) if fit is not None]
    if not fits:
        return Merged(tuple(_row_of(levels, (text[0].top + text[-1].bottom) / 2) for text in texts), False)
    return Merged(fits[0], clear and all(fit == fits[0] for fit in fits))


def _texts(pieces: Sequence[Piece], leading: float) -> tuple[list[list[Piece]], bool]:
    """The texts that ``pieces`` form, line by line, and whether no distance is between a line's and a gap's."""
    found: list[list[Piece]] = []
    clear = True
    for piece in pieces:
        apart = (piece.base - found[-1][-1].base) / leading if found else float("inf")
        clear = clear and (_LINE[0] <= apart <= _LINE[1] or apart > _LINE[2])
        if apart <= _LINE[1]:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found, clear


def _centred(texts: Sequence[Sequence[Piece]], levels: Sequence[float], slack: float) -> tuple[int, ...] | None:
    """Each text in the middle of its rows, one after the other from the first row to the last."""
    starts, start, last = [], 0, len(levels) - 1
    for text in texts:
        middle = (text[0].top + text[-1].bottom) / 2
        stops = [
            stop for stop in range(start + 1, last + 1) if abs((levels[start] + levels[stop]) / 2 - middle) <= slack
        ]
        if len(stops) != 1:
            return None
        starts.append(start)
        start = stops[0]
    return tuple(starts) if start == last else None


def _flush(
    texts: Sequence[Sequence[Piece]], levels: Sequence[float], firsts: Sequence[float | None], slack: float
) -> tuple[int, ...] | None:
    """Each text on the first line of its first row, the first of all in the first row."""
    starts = [_row_of(levels, text[0].base) for text in texts]
    bases = ((text[0].base, firsts[start]) for text, start in zip(texts, starts, strict=True))
    at_top = all(first is not None and abs(base - first) <= slack for base, first in bases)
    in_order = starts[0] == 0 and all(above < below for above, below in pairwise(starts))
    return tuple(starts) if at_top and in_order else None


def _row_of(levels: Sequence[float], y: float) -> int:
    return max((row for row, level in enumerate(levels[:-1]) if level <= y), default=0)
