"""Columns of an unruled table: the stripes that hold text, with a corridor between each and the next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfeval_core.reading.pdf.lattice import Bar
from perfeval_core.reading.pdf.unruled.header import Header
from perfeval_core.reading.pdf.unruled.pieces import Line

_CORRIDOR = 0.08
"""In em: no corridor is narrower. In one line a comma and the next character may be as near."""
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[((][一二三四五六七八九十\d]{1,3}[))]|\d{1,2}[、.])[\u4e00-\u9fff]"
)
_OTHER_SIZE = 0.06
_FAR = 2.5
"""In em: empty space between two lines that no table has inside."""


@dataclass(frozen=True)
class Stripe:
    """From where to where the text of a column goes."""

    x0: float
    x1: float


@dataclass(frozen=True)
class Body:
    """The lines below a header that are its table's, its columns, and whether the table ends with them."""

    lines: range
    stripes: tuple[Stripe, ...]
    ended: bool


def body_of(lines: Sequence[Line], header: Header, stop: int, bars: Sequence[Bar]) -> Body | None:
    """The body below ``header``, no further than line ``stop``; ``None`` if its columns cannot be told apart."""
    stripes = [Stripe(leaf.x0, leaf.x1) for leaf in header.leaves]
    return grown(lines, range(header.lines.stop, stop), stripes, header.em, bars)


def grown(
    lines: Sequence[Line], within: range, stripes: Sequence[Stripe], em: float, bars: Sequence[Bar]
) -> Body | None:
    """The lines from the first of ``within`` on that fit in ``stripes``, which they may widen but not join."""
    last = within.start
    for index in within:
        line = lines[index]
        if index > 0 and index > within.start and _ends_before(line, lines[index - 1], em, bars):
            return _body(lines, range(within.start, index), stripes, em, ended=True)
        if index == within.start and is_other(line, em):
            return None
        last = index + 1
    return _body(lines, range(within.start, last), stripes, em, ended=last < len(lines))


def _ends_before(line: Line, above: Line, em: float, bars: Sequence[Bar]) -> bool:
    """Whether the table ends above ``line``: it is a heading, of another size, or far off."""
    if is_other(line, em):
        return True
    ruled = any(above.base - em < bar.at < line.base for bar in bars) and any(bar.at > line.base for bar in bars)
    top, bottom = min(piece.top for piece in line.pieces), max(piece.bottom for piece in above.pieces)
    return not ruled and top - bottom > _FAR * em


def is_other(line: Line, em: float) -> bool:
    """Whether ``line`` is none of a table's whose text has the size ``em``: a heading, or of another size."""
    heading = _HEADING.match(line.text) is not None and len(line.pieces) <= 2
    return heading or abs(line.em - em) > _OTHER_SIZE * em


def _body(lines: Sequence[Line], which: range, stripes: Sequence[Stripe], em: float, *, ended: bool) -> Body | None:
    """The body with the stripes that all its text leaves open; ``None`` if two columns run into each other, or if
    text stands in a stripe of its own."""
    spans = [(piece.x0, piece.x1) for index in which for piece in lines[index].pieces]
    islands = _islands([*spans, *((stripe.x0, stripe.x1) for stripe in stripes)], _CORRIDOR * em)
    heads = [[stripe for stripe in stripes if x0 <= (stripe.x0 + stripe.x1) / 2 <= x1] for x0, x1 in islands]
    if any(len(own) != 1 for own in heads):
        return None
    return Body(which, tuple(Stripe(x0, x1) for x0, x1 in islands), ended)


def _islands(spans: Sequence[tuple[float, float]], corridor: float) -> list[tuple[float, float]]:
    """The stretches that ``spans`` cover, apart from each other by more than ``corridor``."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if found and x0 - found[-1][1] <= corridor:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def edges_of(stripes: Sequence[Stripe], bars: Sequence[Bar], width: float) -> tuple[float, ...]:
    """The borders of the columns: where a level rule begins or ends in a corridor, else its middle.

    Without rules nothing tells how far the outer columns go, and on the next page they may go further: they reach to
    the ends of the page, whose width is ``width``.
    """
    ends = sorted(end for bar in bars for end in (bar.start, bar.stop))
    inner = [_border(left.x1, right.x0, ends) for left, right in pairwise(stripes)]
    first, last = (min(ends), max(ends)) if ends else (0.0, width)
    return (min(first, stripes[0].x0), *inner, max(last, stripes[-1].x1))


def _border(low: float, high: float, ends: Sequence[float]) -> float:
    inside = [end for end in ends if low - 0.5 <= end <= high + 0.5]
    return sum(inside) / len(inside) if inside else (low + high) / 2
