"""Cells from rules: the method of pdfplumber's table finder (after Nurminen), on sorted numbers in place of objects.

Rules that lie within a few points of each other are one; where they cross are points; the smallest rectangle whose
corners are points and whose sides are drawn is a cell; cells that share a corner are a table.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf.ink import Floats, Rule

_NEAR = 3.0
"""Points: rules no further apart are one, a gap no longer is none, and so near a rule's end it is met."""
_SHORTEST = 3.0


class Bar(NamedTuple):
    """A rule without its direction: where it lies across, and from where to where it runs."""

    at: float
    start: float
    stop: float


class Bars(NamedTuple):
    """The level and the upright bars of a page, each from top to bottom and from left to right."""

    level: tuple[Bar, ...]
    upright: tuple[Bar, ...]


def bars(rules: Sequence[Rule] | Floats) -> Bars:
    """``rules`` snapped to common positions and joined."""
    table = np.asarray(rules, float).reshape(-1, 4)
    upright = table[:, 0] == table[:, 2]
    level = table[~upright & (table[:, 2] - table[:, 0] > 0)][:, (1, 0, 2)]
    return Bars(tuple(_joined(level)), tuple(_joined(table[upright][:, (0, 1, 3)])))


def _joined(table: Floats) -> Iterator[Bar]:
    """``table`` has a row for each rule: where it lies, where it starts, where it stops."""
    if not len(table):
        return
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    cluster = np.cumsum(np.diff(table[:, 0], prepend=table[0, 0]) > _NEAR)
    means = np.bincount(cluster, table[:, 0]) / np.bincount(cluster)
    table[:, 0] = means[cluster]
    rows = table[np.lexsort((table[:, 1], table[:, 0]))].tolist()
    at, start, stop = rows[0]
    for other, begin, end in rows[1:]:
        if other == at and begin <= stop + _NEAR:
            stop = max(stop, end)
            continue
        if stop - start >= _SHORTEST:
            yield Bar(at, start, stop)
        at, start, stop = other, begin, end
    if stop - start >= _SHORTEST:
        yield Bar(at, start, stop)


Point = tuple[float, float]


class _Crossings(NamedTuple):
    """Where bars cross: at each point a bit for each level, and one for each upright bar that runs through it."""

    level: dict[Point, int]
    upright: dict[Point, int]


def cells(drawn: Bars) -> list[Box]:
    """The cells between ``drawn``: from each point the smallest rectangle to the right and down."""
    level, upright = _crossings(drawn)
    rows: dict[float, list[float]] = defaultdict(list)
    columns: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(level):
        rows[y].append(x)
        columns[x].append(y)
    found = []
    for (x, y), along in level.items():
        down = upright[x, y]
        rights = [right for right in rows[y] if right > x and level[right, y] & along]
        below = (lower for lower in columns[x] if lower > y and upright[x, lower] & down) if rights else ()
        corner = _corner(level, upright, rights, below, (x, y))
        if corner is not None:
            found.append((x, y, *corner))
    return found


def _corner(
    level: dict[Point, int], upright: dict[Point, int], rights: list[float], below: Iterable[float], start: Point
) -> Point | None:
    """The first point that is drawn together with a point right of ``start`` and with one below it."""
    x, y = start
    for lower in below:
        along = level[x, lower]
        for right in rights:
            corner = (right, lower)
            if level.get(corner, 0) & along and upright[corner] & upright[right, y]:
                return corner
    return None


def _crossings(drawn: Bars) -> _Crossings:
    found = _Crossings({}, {})
    if not drawn.level or not drawn.upright:
        return found
    y, left, right = np.array(drawn.level).T
    x, top, bottom = np.array(drawn.upright).T
    meet = (left - _NEAR <= x[:, None]) & (x[:, None] <= right + _NEAR)
    meet &= (top[:, None] - _NEAR <= y) & (y <= bottom[:, None] + _NEAR)
    for one, other in zip(*(numbers.tolist() for numbers in np.nonzero(meet)), strict=True):
        point = (drawn.upright[one].at, drawn.level[other].at)
        found.level[point] = found.level.get(point, 0) | 1 << other
        found.upright[point] = found.upright.get(point, 0) | 1 << one
    return found


def tables(boxes: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner, cell after cell; a cell alone is a frame, no table."""
    groups: list[tuple[set[Point], list[Box]]] = []
    for box in boxes:
        x0, top, x1, bottom = box
        corners, together = {(x0, top), (x1, top), (x0, bottom), (x1, bottom)}, [box]
        apart = []
        for group in groups:
            if group[0].isdisjoint(corners):
                apart.append(group)
            else:
                corners, together = corners | group[0], together + group[1]
        groups = [*apart, (corners, together)]
    return [together for _, together in groups if len(together) > 1]
