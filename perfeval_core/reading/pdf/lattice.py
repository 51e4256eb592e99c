"""Cells from rules: the method of pdfplumber's table finder (after Nurminen), on sorted numbers in place of objects.

Rules that lie within a few points of each other are one; where they cross are points; the smallest rectangle whose
corners are points and whose sides are drawn is a cell; cells that share a corner are a table.
"""

from collections.abc import Iterator, Sequence
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


class _Lattice(NamedTuple):
    """Where bars cross. A point is a number: its column times ``height`` plus its row, so that points add up."""

    xs: list[float]
    ys: list[float]
    height: int
    crossings: dict[int, tuple[int, int]]
    """At each point a bit for each level bar that runs through it, and one for each upright bar."""


def tables(drawn: Bars) -> list[list[Box]]:
    """Cells between ``drawn`` that share a corner, cell after cell; a cell alone is a frame, no table."""
    lattice = _lattice(drawn)
    table_at: dict[int, list[tuple[int, ...]]] = {}
    for corners in _cells(lattice):
        table: list[tuple[int, ...]] = []
        for corner in corners:
            other = table_at.get(corner, table)
            if other is not table:
                small, table = (table, other) if len(table) < len(other) else (other, table)
                table += small
                table_at.update((moved, table) for cell in small for moved in cell)
        table.append(corners)
        for corner in corners:
            table_at[corner] = table
    together = {id(table): table for table in table_at.values()}.values()
    return [[_box(lattice, cell) for cell in table] for table in together if len(table) > 1]


def _box(lattice: _Lattice, corners: tuple[int, ...]) -> Box:
    (left, top), (right, bottom) = divmod(corners[0], lattice.height), divmod(corners[-1], lattice.height)
    return (lattice.xs[left], lattice.ys[top], lattice.xs[right], lattice.ys[bottom])


def _cells(lattice: _Lattice) -> Iterator[tuple[int, ...]]:
    """The corners of each cell: from each point the smallest rectangle to the right and down."""
    right: dict[int, int] = {}
    below: dict[int, int] = {}
    last_in_row: dict[int, int] = {}
    last = -1
    for point in sorted(lattice.crossings):
        column, row = divmod(point, lattice.height)
        if last // lattice.height == column:
            below[last] = point
        if row in last_in_row:
            right[last_in_row[row]] = point
        last = last_in_row[row] = point
    for start in below:
        corners = _corners(lattice.crossings, start, right, below)
        if corners:
            yield corners


def _corners(
    crossings: dict[int, tuple[int, int]], start: int, right: dict[int, int], below: dict[int, int]
) -> tuple[int, ...]:
    """The first point that is drawn together with a point right of ``start`` and with one below it, after those.

    Point 0 is right of and below no other.
    """
    along, down = crossings[start]
    lower = start
    while lower := below.get(lower, 0):
        along_lower, down_lower = crossings[lower]
        if not down & down_lower:
            continue
        beside = start
        while beside := right.get(beside, 0):
            along_beside, down_beside = crossings[beside]
            corner = beside + lower - start
            if along & along_beside and corner in crossings:
                level, upright = crossings[corner]
                if along_lower & level and down_beside & upright:
                    return (start, beside, lower, corner)
    return ()


def _lattice(drawn: Bars) -> _Lattice:
    xs, ys = sorted({bar.at for bar in drawn.upright}), sorted({bar.at for bar in drawn.level})
    found = _Lattice(xs, ys, len(ys), {})
    if not xs or not ys:
        return found
    column_of, row_of = {x: number * len(ys) for number, x in enumerate(xs)}, {y: number for number, y in enumerate(ys)}
    columns, rows = [column_of[bar.at] for bar in drawn.upright], [row_of[bar.at] for bar in drawn.level]
    y, left, right = np.array(drawn.level).T
    x, top, bottom = np.array(drawn.upright).T
    meet = (left - _NEAR <= x[:, None]) & (x[:, None] <= right + _NEAR)
    meet &= (top[:, None] - _NEAR <= y) & (y <= bottom[:, None] + _NEAR)
    for one, other in zip(*(numbers.tolist() for numbers in np.nonzero(meet)), strict=True):
        point = columns[one] + rows[other]
        level, upright = found.crossings.get(point, (0, 0))
        found.crossings[point] = (level | 1 << other, upright | 1 << one)
    return found
