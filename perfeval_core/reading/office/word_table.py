"""A Word table as a grid: spans, merged rows, deleted rows, nested tables."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.package import attribute, child, children, is_on, local

MAX_COLUMNS, MAX_CELLS = 200, 200_000
_COLUMN = 50.0
"""The width of a column that says none, in points."""
_HIDDEN, _CUT = 50, 120
"""Exact heights of rows, in twentieths of a point: below the one no text is seen, below the other not all of it."""
_AROUND_ROWS = {"sdt", "sdtContent", "customXml", "ins", "moveTo"}
_UPRIGHT = ("left", "start", "right", "end", "insideV")


@dataclass
class WordCell:
    """One cell, merged ones with their spans; ``content`` is what holds its paragraphs."""

    row: int
    column: int
    column_span: int
    content: Element
    row_span: int = 1
    sure: bool = True


@dataclass(frozen=True)
class WordTable:
    """The cells of a table as displayed, and the x positions of its columns."""

    edges: tuple[float, ...]
    height: int
    cells: tuple[WordCell, ...]


@dataclass
class _Rows:
    """Cells so far; ``open`` are those that a merge from above may still prolong, by their first column."""

    cells: list[WordCell] = field(default_factory=list)
    open: dict[int, WordCell] = field(default_factory=dict)


def read_table(element: Element) -> WordTable:
    """The table in ``w:tbl``. A row whose cells do not fill the grid is unsure: it is displayed out of line; so is
    one that is too low for its text. Of one that has no height nothing is displayed."""
    widths = [_width(one) for one in children(child(element, "tblGrid"), "gridCol")]
    rows = [row for row in _rows(element) if not _is_gone(row) and not (_height(row) < _HIDDEN and not _merges(row))]
    built = _Rows()
    ends = [_read_row(row, number, built) for number, row in enumerate(rows)]
    count = max(ends, default=0)
    widths = [*widths[:count], *[_COLUMN] * (count - len(widths))]
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    ragged = {number for number, end in enumerate(ends) if end != count or _height(rows[number]) < _CUT}
    cells = (replace(cell, sure=cell.sure and not ragged & {cell.row}) for cell in built.cells)
    return WordTable(tuple(edges), len(rows), tuple(cells))


def nested_tables(cell: WordCell) -> list[Element]:
    """The tables inside a cell."""
    return [one for one in _walk(cell.content) if local(one) == "tbl"]


def has_upright_rules(element: Element, styles: dict[str, Element]) -> bool:
    """Whether lines separate the columns of a table; without them it only places words, as on a cover."""
    own = [child(element, "tblPr", "tblBorders")]
    own += [child(one, "tcPr", "tcBorders") for row in _rows(element) for one in _cells(row)]
    seen: set[str] = set()
    style = attribute(child(element, "tblPr", "tblStyle"), "val")
    while style is not None and style not in seen and style in styles:
        seen.add(style)
        own.append(child(styles[style], "tblPr", "tblBorders"))
        style = attribute(child(styles[style], "basedOn"), "val")
    return any(_is_drawn(child(borders, side)) for borders in own for side in _UPRIGHT)


def _is_drawn(border: Element | None) -> bool:
    return border is not None and attribute(border, "val") not in (None, "nil", "none")


def _walk(element: Element) -> Iterator[Element]:
    """What stands in ``element`` outside content controls and the like."""
    for one in element:
        if local(one) in _AROUND_ROWS:
            yield from _walk(one)
        else:
            yield one


def _rows(table: Element) -> Iterator[Element]:
    return (one for one in _walk(table) if local(one) == "tr")


def _cells(row: Element) -> Iterator[Element]:
    return (one for one in _walk(row) if local(one) == "tc")


def _is_gone(row: Element) -> bool:
    properties = child(row, "trPr")
    return child(properties, "del") is not None or is_on(child(properties, "hidden"))


def _height(row: Element) -> float:
    """How high a row is at most, in twentieths of a point."""
    height = child(row, "trPr", "trHeight")
    exact = attribute(height, "hRule") == "exact"
    return float(attribute(height, "val") or 0) if exact else math.inf


def _merges(row: Element) -> bool:
    """Whether a cell begins here that goes on below: its text has the room of all its rows."""
    merges = (child(one, "tcPr", "vMerge") for one in _cells(row))
    return any(merge is not None and attribute(merge, "val") == "restart" for merge in merges)


def _read_row(row: Element, number: int, built: _Rows) -> int:
    """Adds the cells of a row; the number of grid columns that it takes."""
    properties = child(row, "trPr")
    column = _count(child(properties, "gridBefore"), 0)
    for one in _cells(row):
        cell_properties = child(one, "tcPr")
        span = _count(child(cell_properties, "gridSpan"), 1)
        if column + span > MAX_COLUMNS or len(built.cells) >= MAX_CELLS:
            raise ValueError("a table larger than any form")
        merge = child(cell_properties, "vMerge")
        goes_on = merge is not None and attribute(merge, "val") != "restart"
        if not (goes_on and _prolong(number, column, span, built)):
            sure = not goes_on and all(child(cell_properties, name) is None for name in ("cellDel", "hMerge"))
            cell = WordCell(number, column, span, one, sure=sure)
            built.cells.append(cell)
            built.open[column] = cell
        column += span
    return column + _count(child(properties, "gridAfter"), 0)


def _prolong(number: int, column: int, span: int, built: _Rows) -> bool:
    """Prolongs the merged cell above a piece of it; ``False`` if there is none as wide."""
    above = built.open.get(column)
    if above is None or above.column_span != span or above.row + above.row_span != number:
        return False
    above.row_span += 1
    return True


def _count(element: Element | None, default: int) -> int:
    value = attribute(element, "val")
    return default if value is None else max(int(value), default)


def _width(column: Element) -> float:
    """A column's width in points; Word counts in twentieths."""
    width = attribute(column, "w")
    return max(float(width) / 20, 1.0) if width is not None else _COLUMN
