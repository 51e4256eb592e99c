"""An Excel workbook (.xlsx) to a ``PageDoc``: each sheet's ruled rows are tables, the rows around them lines."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from perfeval_core.domain.place import Place
from perfeval_core.reading.office.package import Package
from perfeval_core.reading.office.sheet import Merge, Sheet, SheetCell, column_letters
from perfeval_core.reading.office.sheets import read_sheets
from perfeval_core.reading.pagedoc import Grid, GridCell, Page, PageDoc, TextLine, Unreadable
from perfeval_core.reading.text import fold

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNSURE = 0.5
"""The confidence of text that is there but that may not be what is displayed."""
MAX_GRID = 300_000
_COLUMN = 50.0


def read_excel(package: Package, main: str, root: Element) -> PageDoc:
    """The workbook whose part ``main`` has the element ``root``.

    Sheets are numbered with gaps between them, because none goes on in the next.
    """
    views = [_View(sheet, sheet.owners()) for sheet in read_sheets(package, main, root)]
    return PageDoc(MEDIA_TYPE, tuple(_page(view, 2 * number + 1) for number, view in enumerate(views)))


@dataclass(frozen=True)
class _View:
    """A sheet with the merged range of each of its places."""

    sheet: Sheet
    owners: dict[tuple[int, int], Merge]

    def merge(self, row: int, column: int) -> Merge:
        """The merged range of a place, or the place alone."""
        return self.owners.get((row, column), Merge(row, column, row, column))

    def is_covered(self, row: int, column: int) -> bool:
        """Whether another cell of its merged range shows there."""
        merge = self.merge(row, column)
        return (merge.top, merge.left) != (row, column)


@dataclass(frozen=True)
class _Row:
    """One row that is not hidden: its cells with text, whether it belongs to a table, and whether a merged cell from
    above goes through it. ``position`` counts the rows that are displayed."""

    number: int
    position: int
    cells: tuple[SheetCell, ...]
    ruled: bool
    in_merge: bool


def _page(view: _View, number: int) -> Page:
    lines: list[TextLine] = []
    grids: list[Grid] = []
    for run in _runs(_rows(view)):
        first, last = _trimmed(view, run) if run[0].ruled else (len(run), len(run))
        for row in (*run[:first], *run[last:]):
            lines += _lines(view.sheet, row)
        if first < last:
            grids.append(_grid(view, run[first:last]))
    return Page(number, 1.0, 1.0, "native", tuple(lines), tuple(grids))


def _rows(view: _View) -> list[_Row]:
    """The rows that show something. Where no cell of a sheet has a border, rows of several cells are a table's."""
    sheet = view.sheet
    by_row: dict[int, list[SheetCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row not in sheet.hidden_rows and not sheet.is_hidden_column(column):
            by_row.setdefault(row, []).append(cell)
    borders = any(cell.bordered for cells in by_row.values() for cell in cells)
    below = {row for (row, _), merge in view.owners.items() if row > merge.top}
    hidden = sorted(sheet.hidden_rows)
    found = []
    for number, cells in by_row.items():
        shown = tuple(cell for cell in cells if _shows(view, cell))
        ruled = any(cell.bordered for cell in cells) if borders else len(shown) > 1 or number in below
        found.append(_Row(number, number - bisect_right(hidden, number), shown, ruled, number in below))
    return found


def _shows(view: _View, cell: SheetCell) -> bool:
    return (bool(cell.text) or not cell.sure) and not view.is_covered(cell.row, cell.column)


def _runs(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows that follow each other without a gap and are all ruled, or all not."""

    def key(pair: tuple[int, _Row]) -> tuple[bool, int]:
        place, row = pair
        return row.ruled, row.position - place

    for _, run in groupby(enumerate(rows), key):
        yield [row for _, row in run]


def _trimmed(view: _View, run: list[_Row]) -> tuple[int, int]:
    """Where the table in a ruled run begins and ends: rows of one cell over its whole width are titles above it,
    rows without text are nothing below it."""
    columns = _columns(view, run)
    first, last = 0, len(run)
    while first < last and _is_banner(view, run[first], columns):
        first += 1
    while last > first and not run[last - 1].cells and not run[last - 1].in_merge:
        last -= 1
    return first, last


def _is_banner(view: _View, row: _Row, columns: range) -> bool:
    if len(row.cells) != 1:
        return not row.cells and not row.in_merge
    merge = view.merge(row.cells[0].row, row.cells[0].column)
    return merge.left <= columns.start < columns.stop - 1 <= merge.right


def _columns(view: _View, run: list[_Row]) -> range:
    """The columns that a run takes: those of its texts and of the merged cells that begin with one."""
    merges = [view.merge(cell.row, cell.column) for row in run for cell in row.cells]
    left = min((merge.left for merge in merges), default=1)
    right = max((merge.right for merge in merges), default=left)
    widest = max((column for _, column in view.sheet.cells), default=1)
    return range(left, min(right, widest) + 1)


def _lines(sheet: Sheet, row: _Row) -> Iterator[TextLine]:
    """The texts of a row outside tables, each with its own address; a text of several lines is several."""
    for cell in row.cells:
        for part, text in enumerate(cell.text.splitlines()):
            if folded := fold(text):
                place = _place(sheet, cell.row, cell.column, cell.sure)
                box = (float(cell.column), row.number + part / 1000, cell.column + 1.0, row.number + 1.0)
                yield TextLine(folded, box, (folded,), place.confidence, place)


def _grid(view: _View, run: list[_Row]) -> Grid:
    columns = [column for column in _columns(view, run) if not view.sheet.is_hidden_column(column)]
    rows = [row.number for row in run]
    if len(columns) * len(rows) > MAX_GRID:
        raise Unreadable("resource_limit", f"工作表“{view.sheet.name}”的表格太大，不像自评表，已停止读取")
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for at_row, row in enumerate(rows):
        for at_column, column in enumerate(columns):
            if (row, column) not in taken:
                merge = view.merge(row, column)
                own_rows = rows[at_row : bisect_right(rows, merge.bottom)]
                own_columns = columns[at_column : bisect_right(columns, merge.right)]
                taken |= {(one, other) for one in own_rows for other in own_columns}
                stored = view.sheet.cells.get((merge.top, merge.left), SheetCell(row, column, ""))
                place = _place(view.sheet, merge.top, merge.left, stored.sure)
                spans = (len(own_rows), len(own_columns))
                cells.append(GridCell(at_row, at_column, *spans, fold(stored.text), place))
    edges = tuple(_COLUMN * number for number in range(len(columns) + 1))
    return Grid((0.0, float(rows[0]), edges[-1], rows[-1] + 1.0), edges, len(rows), tuple(cells))


def _place(sheet: Sheet, row: int, column: int, sure: bool) -> Place:
    cell = f"{column_letters(column)}{row}"
    return Place(sheet=sheet.name, cell=cell, route="native", confidence=1.0 if sure else UNSURE)
