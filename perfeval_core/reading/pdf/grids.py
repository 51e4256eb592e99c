"""Rules to tables: pdfplumber's table finder over the page's rules, its cells laid on a grid of rows and columns."""

from dataclasses import dataclass
from typing import Any

from pdfplumber.table import TableFinder

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf.ink import Char, PageInk, Rule

_TOUCH = 3.0
"""Points within which two rules are taken to meet (the table finder's own tolerance)."""


@dataclass(frozen=True)
class BareCell:
    """One cell of a table before its text: its box, its span on the grid, and the sides where no rule was drawn."""

    bbox: Box
    row: int
    column: int
    row_span: int
    column_span: int
    open_top: bool
    open_bottom: bool


@dataclass(frozen=True)
class BareGrid:
    """One table before its text."""

    bbox: Box
    edges: tuple[float, ...]
    row_count: int
    cells: tuple[BareCell, ...]


@dataclass
class _FinderPage:
    """What the table finder asks of a page."""

    edges: list[dict[str, Any]]
    chars: list[dict[str, Any]]
    bbox: Box


def find_grids(ink: PageInk) -> tuple[BareGrid, ...]:
    """The tables of a page from top to bottom; tables cut by the page's end are closed there."""
    groups = _connected(ink.rules)
    closing = [rule for group in groups for rule in _closing_rules(group)]
    edges = [_edge(rule) for rule in (*ink.rules, *closing)]
    finder = TableFinder(_FinderPage(edges, [], ink.bbox))
    grids = [_grid(table.cells, closing) for table in finder.tables]
    return tuple(sorted(grids, key=lambda grid: (grid.bbox[1], grid.bbox[0])))


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "v" if rule.vertical else "h",
        "object_type": "line",
    }


def _connected(rules: tuple[Rule, ...]) -> list[list[Rule]]:
    """Rules in groups that touch each other, found by their vertical extents and then their horizontal ones."""
    groups: list[list[Rule]] = []
    reach = float("-inf")
    for rule in sorted(rules, key=lambda rule: rule.top):
        if rule.top > reach + _TOUCH or not groups:
            groups.append([])
        groups[-1].append(rule)
        reach = max(reach, rule.bottom)
    return groups


def _closing_rules(group: list[Rule]) -> list[Rule]:
    """The rules that close a table at its upper and lower end where a page break left it open."""
    upright = [rule for rule in group if rule.vertical]
    if len(upright) < 2:
        return []
    top, bottom = min(rule.top for rule in upright), max(rule.bottom for rule in upright)
    found = []
    for level, ends in (
        (top, [rule.x0 for rule in upright if rule.top <= top + _TOUCH]),
        (bottom, [rule.x0 for rule in upright if rule.bottom >= bottom - _TOUCH]),
    ):
        drawn = [rule for rule in group if not rule.vertical and abs(rule.top - level) <= _TOUCH]
        found += [
            Rule(left, level, right, level)
            for left, right in zip(sorted(ends), sorted(ends)[1:], strict=False)
            if right - left > _TOUCH and not _covered(drawn, (left + right) / 2)
        ]
    return found


def _covered(drawn: list[Rule], x: float) -> bool:
    return any(rule.x0 <= x <= rule.x1 for rule in drawn)


def _grid(boxes: list[Box], closing: list[Rule]) -> BareGrid:
    xs = _levels([x for box in boxes for x in (box[0], box[2])])
    ys = _levels([y for box in boxes for y in (box[1], box[3])])
    cells = tuple(sorted((_cell(box, xs, ys, closing) for box in boxes), key=lambda cell: (cell.row, cell.column)))
    return BareGrid((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), len(ys) - 1, cells)


def _cell(box: Box, xs: list[float], ys: list[float], closing: list[Rule]) -> BareCell:
    left, top, right, bottom = (_nearest(xs, box[0]), _nearest(ys, box[1]), _nearest(xs, box[2]), _nearest(ys, box[3]))
    return BareCell(
        bbox=box,
        row=top,
        column=left,
        row_span=bottom - top,
        column_span=right - left,
        open_top=_is_open(closing, box, box[1]),
        open_bottom=_is_open(closing, box, box[3]),
    )


def _is_open(closing: list[Rule], box: Box, level: float) -> bool:
    middle = (box[0] + box[2]) / 2
    return any(abs(rule.top - level) <= _TOUCH and rule.x0 <= middle <= rule.x1 for rule in closing)


def _levels(values: list[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _TOUCH:
            levels.append(value)
    return levels


def _nearest(levels: list[float], value: float) -> int:
    return min(range(len(levels)), key=lambda index: abs(levels[index] - value))


def cell_of(char: Char, grid: BareGrid) -> BareCell | None:
    """The cell that holds the centre of ``char``, or ``None``."""
    x, y = char.middle
    for cell in grid.cells:
        x0, top, x1, bottom = cell.bbox
        if x0 <= x < x1 and top <= y < bottom:
            return cell
    return None
