"""The sheets of an Excel workbook as stored: the shown text of each cell, merged ranges, what is hidden."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.cell_styles import CellStyle, cell_styles
from perfeval_core.reading.office.number_format import Shown, shown_number
from perfeval_core.reading.office.package import Package, attribute, child, children, local
from perfeval_core.reading.pagedoc import Unreadable

MAX_CELLS, MAX_MERGES, MAX_SHEETS = 300_000, 20_000, 500
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ON = {"1", "true", "on"}


@dataclass(frozen=True)
class SheetCell:
    """One stored cell with what it shows. Rows and columns count from 1."""

    row: int
    column: int
    text: str
    sure: bool = True
    bordered: bool = False


@dataclass(frozen=True)
class Merge:
    """A merged range."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet that is not hidden."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    shows_zeros: bool = True

    def is_hidden_column(self, column: int) -> bool:
        """Whether nobody sees that column."""
        return any(column in columns for columns in self.hidden_columns)

    def owners(self) -> dict[tuple[int, int], Merge]:
        """Of each place within the stored cells, the merged range that it belongs to."""
        last_row = max((row for row, _ in self.cells), default=0)
        last_column = max((column for _, column in self.cells), default=0)
        found: dict[tuple[int, int], Merge] = {}
        places = 0
        for merge in self.merges:
            rows = range(merge.top, min(merge.bottom, last_row) + 1)
            columns = range(merge.left, min(merge.right, last_column) + 1)
            places += len(rows) * len(columns)
            if places > MAX_CELLS:
                raise Unreadable("resource_limit", f"工作表“{self.name}”的合并区域太大，不像自评表，已停止读取")
            found |= {(row, column): merge for row in rows for column in columns}
        return found


@dataclass
class _Workbook:
    """What all sheets share."""

    package: Package
    styles: list[CellStyle]
    strings: list[str]
    epoch_1904: bool
    recalculates: bool
    cells: int = 0


def read_sheets(package: Package, main: str, root: Element) -> list[Sheet]:
    """The sheets of the workbook in their order; hidden ones are left out."""
    styles, strings = package.one_related(main, "styles"), package.one_related(main, "sharedStrings")
    book = _Workbook(
        package,
        cell_styles(package.xml(styles) if styles else None),
        [_string(one) for one in children(package.xml(strings), "si")] if strings else [],
        attribute(child(root, "workbookPr"), "date1904") in _ON,
        attribute(child(root, "calcPr"), "fullCalcOnLoad") in _ON,
    )
    related = package.related(main)
    listed = list(children(child(root, "sheets"), "sheet"))
    if len(listed) > MAX_SHEETS:
        raise Unreadable("resource_limit", f"工作簿有 {len(listed)} 张工作表，超过 {MAX_SHEETS} 张的上限")
    found = []
    for one in listed:
        kind, part = related.get(one.get(_id_name(one), ""), ("", ""))
        if kind == "worksheet" and attribute(one, "state") in (None, "visible"):
            found.append(_sheet(book, attribute(one, "name") or "", part))
    return found


def _id_name(element: Element) -> str:
    """The attribute ``r:id``, not ``sheetId``."""
    return next((key for key in element.attrib if key.endswith("}id")), "id")


def _string(element: Element) -> str:
    """The text of a shared or inline string; what shows how to pronounce it is left out."""
    if (plain := child(element, "t")) is not None:
        return plain.text or ""
    return "".join(text.text or "" for run in children(element, "r") for text in children(run, "t"))


def _sheet(book: _Workbook, name: str, part: str) -> Sheet:
    sheet, at = Sheet(name), _Position()
    for event, element in book.package.events(part):
        kind = local(element)
        if event == "start":
            if kind == "row":
                at.begin_row(element)
        elif kind == "c":
            at.begin_cell(element)
            _add_cell(book, sheet, element, at)
        elif kind == "row":
            if attribute(element, "hidden") in _ON:
                sheet.hidden_rows.add(at.row)
            element.clear()
        else:
            _add_setting(sheet, kind, element)
    return sheet


def _add_setting(sheet: Sheet, kind: str, element: Element) -> None:
    """What a sheet says about more than one cell."""
    if kind == "sheetView":
        sheet.shows_zeros = attribute(element, "showZeros") not in {"0", "false"}
    elif kind == "col" and attribute(element, "hidden") in _ON:
        columns = range(int(attribute(element, "min") or 1), int(attribute(element, "max") or 1) + 1)
        sheet.hidden_columns.append(columns)
    elif kind == "mergeCell":
        sheet.merges.append(_merge(attribute(element, "ref") or ""))
        if len(sheet.merges) > MAX_MERGES:
            raise Unreadable("resource_limit", f"工作表“{sheet.name}”的合并单元格太多，已停止读取")


@dataclass
class _Position:
    """Where the reading stands; rows and cells need not say it themselves."""

    row: int = 0
    column: int = 0

    def begin_row(self, element: Element) -> None:
        """A new row."""
        self.row = int(attribute(element, "r") or self.row + 1)
        self.column = 0

    def begin_cell(self, element: Element) -> None:
        """A new cell."""
        reference = attribute(element, "r")
        self.row, self.column = cell_position(reference) if reference else (self.row, self.column + 1)


def _add_cell(book: _Workbook, sheet: Sheet, element: Element, at: _Position) -> None:
    book.cells += 1
    if book.cells > MAX_CELLS:
        raise Unreadable("resource_limit", f"工作簿的单元格超过 {MAX_CELLS} 个，不像自评表，已停止读取")
    number = int(attribute(element, "s") or 0)
    style = book.styles[number] if 0 <= number < len(book.styles) else CellStyle()
    shown = _shown(book, element, style, sheet.shows_zeros)
    if shown.text or style.bordered or not shown.sure:
        sheet.cells[at.row, at.column] = SheetCell(at.row, at.column, shown.text, shown.sure, style.bordered)


def _shown(book: _Workbook, element: Element, style: CellStyle, zeros: bool) -> Shown:
    """What a cell shows: a formula shows the value that was stored with it; without one nobody knows."""
    kind = attribute(element, "t") or "n"
    value = child(element, "v")
    raw = "" if value is None else (value.text or "").strip()
    formula = child(element, "f") is not None
    if kind == "inlineStr":
        inline = child(element, "is")
        return Shown("" if inline is None else _string(inline))
    if not raw:
        return Shown("", sure=not formula or (kind == "str" and value is not None))
    shown = _value(book, kind, raw, style, zeros)
    return Shown(shown.text, shown.sure and not (formula and book.recalculates))


def _value(book: _Workbook, kind: str, raw: str, style: CellStyle, zeros: bool) -> Shown:
    match kind:
        case "s":
            return Shown(book.strings[int(raw)]) if raw.isdigit() else Shown("", sure=False)
        case "b":
            return Shown("TRUE" if raw == "1" else "FALSE")
        case "str" | "e":
            return Shown(raw)
        case "n":
            shown = shown_number(raw, style.number_format, book.epoch_1904)
            return Shown("", sure=False) if not zeros and not raw.strip("0.-") else shown
    return Shown(raw, sure=False)


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = cell_position(first), cell_position(last or first)
    return Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def cell_position(reference: str) -> tuple[int, int]:
    """``B7`` as row 7, column 2. Raises ``ValueError``."""
    match = _REFERENCE.fullmatch(reference.upper())
    if match is None:
        raise ValueError(f"no cell: {reference!r}")
    column = 0
    for letter in match.group(1):
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match.group(2)), column


def column_letters(column: int) -> str:
    """Column 28 as ``AB``."""
    text = ""
    while column:
        column, place = divmod(column - 1, 26)
        text = chr(ord("A") + place) + text
    return text
