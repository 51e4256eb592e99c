"""Cells from rules: the method of pdfplumber's table finder (after Nurminen), on sorted numbers in place of objects.

Rules that lie within a few points of each other are one; where they cross are points; the smallest rectangle whose
corners are points and whose sides are drawn is a cell; cells that share a corner are a table.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
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
    cluster = np.zeros(len(table), np.intp)
    np.cumsum(table[1:, 0] - table[:-1, 0] > _NEAR, out=cluster[1:])
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


_Crossings = dict[Point, tuple[int, int]]
"""Where bars cross: a bit for each level bar that runs through the point, and one for each upright bar."""


def cells(drawn: Bars) -> list[Box]:
    """The cells between ``drawn``: from each point the smallest rectangle to the right and down."""
    crossings = _crossings(drawn)
    by_column, by_row = sorted(crossings), sorted(crossings, key=itemgetter(1, 0))
    below = {one: other for one, other in pairwise(by_column) if one[0] == other[0]}
    right = {one: other for one, other in pairwise(by_row) if one[1] == other[1]}
    found = []
    for point in crossings:
        corner = _corner(crossings, point, right, below)
        if corner is not None:
            found.append((*point, *corner))
    return found


def _corner(crossings: _Crossings, start: Point, right: dict[Point, Point], below: dict[Point, Point]) -> Point | None:
    """The first point that is drawn together with a point right of ``start`` and with one below it."""
    along, down = crossings[start]
    for lower in _after(start, below):
        along_lower, down_lower = crossings[lower]
        if not down & down_lower:
            continue
        for beside in _after(start, right):
            along_beside, down_beside = crossings[beside]
            corner = (beside[0], lower[1])
            if along & along_beside and corner in crossings:
                level, upright = crossings[corner]
                if along_lower & level and down_beside & upright:
                    return corner
    return None


def _after(point: Point, following: dict[Point, Point]) -> Iterator[Point]:
    """The points that follow on ``point``."""
    while point in following:
        point = following[point]
        yield point


def _crossings(drawn: Bars) -> _Crossings:
    found: _Crossings = {}
    if not drawn.level or not drawn.upright:
        return found
    y, left, right = np.array(drawn.level).T
    x, top, bottom = np.array(drawn.upright).T
    meet = (left - _NEAR <= x[:, None]) & (x[:, None] <= right + _NEAR)
    meet &= (top[:, None] - _NEAR <= y) & (y <= bottom[:, None] + _NEAR)
    for one, other in zip(*(numbers.tolist() for numbers in np.nonzero(meet)), strict=True):
        point = (drawn.upright[one].at, drawn.level[other].at)
        level, upright = found.get(point, (0, 0))
        found[point] = (level | 1 << other, upright | 1 << one)
    return found


def tables(boxes: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner; a cell alone is a frame, no table."""
    table_at: dict[Point, list[Box]] = {}
    for box in boxes:
        corners, table = _corners(box), list[Box]()
        for corner in corners:
            other = table_at.get(corner, table)
            if other is not table:
                small, table = (table, other) if len(table) < len(other) else (other, table)
                table += small
                table_at.update((moved, table) for one in small for moved in _corners(one))
        table.append(box)
        for corner in corners:
            table_at[corner] = table
    return [table for table in {id(table): table for table in table_at.values()}.values() if len(table) > 1]


def _corners(box: Box) -> tuple[Point, ...]:
    x0, top, x1, bottom = box
    return (x0, top), (x1, top), (x0, bottom), (x1, bottom)
