"""Rules to tables, their cells laid on a grid of rows and columns; tables cut by the page's end are closed there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf.ink import Indices, PageInk
from perfeval_core.reading.pdf.lattice import Bar, Bars, bars, tables

_TOUCH = 3.0
"""Points within which two rules are taken to meet (the table finder's own tolerance)."""
_FEW_THROUGH = 2
_DOUBT = 0.5
_RUNS_ON = 9.0
"""Points: no column is narrower."""


class BareCell(NamedTuple):
    """One cell of a table before its text: its box, its span on the grid, and the sides where no rule was drawn."""

    bbox: Box
    row: int
    column: int
    row_span: int
    column_span: int
    open_top: bool = False
    open_bottom: bool = False
    sure: float = 1.0
    """How sure its borders are."""


@dataclass(frozen=True)
class BareGrid:
    """One table before its text: the x positions of its column borders, the y positions of its row borders."""

    edges: tuple[float, ...]
    levels: tuple[float, ...]
    cells: tuple[BareCell, ...]

    @property
    def bbox(self) -> Box:
        """The box around it."""
        return (self.edges[0], self.levels[0], self.edges[-1], self.levels[-1])

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return len(self.levels) - 1

    def cell_numbers(self) -> Indices:
        """For each row and column the number of the cell there; after the last where there is none."""
        wide = len(self.edges) - 1
        found = [len(self.cells)] * (self.row_count * wide)
        for number, (_, row, column, row_span, column_span, *_) in enumerate(self.cells):
            for first in range(row * wide + column, (row + row_span) * wide + column, wide):
                found[first : first + column_span] = [number] * column_span
        return np.array(found).reshape(-1, wide)


def find_grids(ink: PageInk) -> tuple[BareGrid, ...]:
    """The tables of a page from top to bottom."""
    if not len(ink.rules):
        return ()
    drawn = bars(ink.rules)
    if len(drawn.upright) < 2:
        return ()
    groups = _connected(drawn)
    sides = [bar for group in groups for bar in _sides(group)]
    if sides:
        drawn = Bars(drawn.level, (*drawn.upright, *sides))
        groups = _connected(drawn)
    closing = [bar for group in groups for bar in _closing_bars(group)]
    whole = Bars((*drawn.level, *closing), drawn.upright)
    grids = [grid_of(table, closing) for table in tables(whole)]
    return tuple(sorted(grids, key=lambda grid: (grid.bbox[1], grid.bbox[0])))


def _connected(drawn: Bars) -> list[Bars]:
    """Bars in groups that touch each other, found by their vertical extents."""
    spans = [(bar.at, bar.at, bar, False) for bar in drawn.level]
    spans += [(bar.start, bar.stop, bar, True) for bar in drawn.upright]
    groups: list[tuple[list[Bar], list[Bar]]] = []
    reach = float("-inf")
    for top, bottom, bar, upright in sorted(spans):
        if top > reach + _TOUCH or not groups:
            groups.append(([], []))
        groups[-1][upright].append(bar)
        reach = max(reach, bottom)
    return [Bars(tuple(level), tuple(upright)) for level, upright in groups]


def _sides(group: Bars) -> Iterable[Bar]:
    """The bars that close a table at its left and right (开口表): its level bars run on there to one end."""
    if len(group.upright) < 2 or not group.level:
        return
    first, last = min(bar.at for bar in group.upright), max(bar.at for bar in group.upright)
    left, right = min(bar.start for bar in group.level), max(bar.stop for bar in group.level)
    if left < first - _RUNS_ON:
        yield from _side(left, [bar.at for bar in group.level if bar.start <= left + _TOUCH])
    if right > last + _RUNS_ON:
        yield from _side(right, [bar.at for bar in group.level if bar.stop >= right - _TOUCH])


def _side(at: float, levels: Sequence[float]) -> Iterable[Bar]:
    if max(levels) - min(levels) > _RUNS_ON:
        yield Bar(at, min(levels), max(levels))


def _closing_bars(group: Bars) -> Iterable[Bar]:
    """The bars that close a table at its upper and lower end where a page break left it open."""
    if len(group.upright) < 2:
        return
    top, bottom = min(bar.start for bar in group.upright), max(bar.stop for bar in group.upright)
    for level, ends in (
        (top, [bar.at for bar in group.upright if bar.start <= top + _TOUCH]),
        (bottom, [bar.at for bar in group.upright if bar.stop >= bottom - _TOUCH]),
    ):
        drawn = [bar for bar in group.level if abs(bar.at - level) <= _TOUCH]
        for left, right in zip(sorted(ends), sorted(ends)[1:], strict=False):
            middle = (left + right) / 2
            if right - left > _TOUCH and not any(bar.start <= middle <= bar.stop for bar in drawn):
                yield Bar(drawn[0].at if drawn else level, left, right)


def grid_of(boxes: Sequence[Box], closing: Sequence[Bar]) -> BareGrid:
    """``boxes`` laid on a grid; ``closing`` are the bars that only the page's end put there."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    column, row = ({value: index for index, value in enumerate(values)} for values in (xs, ys))
    closed = {y for y in ys if any(abs(bar.at - y) <= _TOUCH for bar in closing)}
    found = []
    for box in boxes:
        x0, top, x1, bottom = box
        left, upper = column[x0], row[top]
        open_top = top in closed and _is_open(closing, box, top)
        open_bottom = bottom in closed and _is_open(closing, box, bottom)
        found.append(BareCell(box, upper, left, row[bottom] - upper, column[x1] - left, open_top, open_bottom))
    return BareGrid(tuple(xs), tuple(ys), _with_doubtful_borders(sorted(found, key=itemgetter(1, 2))))


def _with_doubtful_borders(cells: Sequence[BareCell]) -> tuple[BareCell, ...]:
    """``cells``, of which two are unsure where a rule parts only them while the others of their row run on through it:
    it may be a line under their text."""
    above: dict[int, list[int]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for number, (_, row, _, row_span, *_) in enumerate(cells):
        below[row].append(number)
        above[row + row_span].append(number)
    doubted = set[int]()
    for level, (upper, *others) in above.items():
        own = below.get(level, [])
        if others or len(own) != 1 or cells[own[0]][2:5:2] != cells[upper][2:5:2]:
            continue
        through = sum(cell.row < level < cell.row + cell.row_span for cell in cells)
        if through >= _FEW_THROUGH:
            doubted |= {upper, own[0]}
    if not doubted:
        return tuple(cells)
    return tuple(cell._replace(sure=_DOUBT) if number in doubted else cell for number, cell in enumerate(cells))


def _is_open(closing: Sequence[Bar], box: Box, level: float) -> bool:
    middle = (box[0] + box[2]) / 2
    return any(abs(bar.at - level) <= _TOUCH and bar.start <= middle <= bar.stop for bar in closing)
