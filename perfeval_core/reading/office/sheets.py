"""The sheets of an Excel workbook that are not hidden, each read part by part."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.cell_fonts import Colours
from perfeval_core.reading.office.cell_styles import UNSTYLED, CellStyle, cell_styles
from perfeval_core.reading.office.cell_text import CellTexts, pieces
from perfeval_core.reading.office.conditional import Look, look
from perfeval_core.reading.office.package import Package, attribute, child, children, local
from perfeval_core.reading.office.sheet import MAX_CELLS, Sheet, SheetCell, cell_position, merge_of
from perfeval_core.reading.office.sheet_layout import Layout
from perfeval_core.reading.pagedoc import Unreadable

MAX_MERGES, MAX_SHEETS = 20_000, 500
_IN_CELLS = {"v", "f", "is", "t", "r", "rPr"}
_ON = {"1", "true", "on"}
_POINTS = 11
"""The size of a normal font of which nothing is said."""


@dataclass
class _Workbook:
    """What all sheets share."""

    package: Package
    styles: list[CellStyle]
    texts: CellTexts
    looks: list[Look]
    cells: int = 0

    def style(self, number: int) -> CellStyle:
        """A style by its number."""
        return self.styles[number] if 0 <= number < len(self.styles) else UNSTYLED

    def layout(self) -> Layout:
        """What a sheet says about its layout before anything of it was read."""
        return Layout(self.looks, self.texts.colours, float(self.style(0).font.points or _POINTS))


def read_sheets(package: Package, main: str, root: Element) -> list[Sheet]:
    """The sheets of the workbook in their order; hidden ones are left out."""
    book = _workbook(package, main, root)
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


def _workbook(package: Package, main: str, root: Element) -> _Workbook:
    parts = (package.one_related(main, kind) for kind in ("styles", "sharedStrings", "theme"))
    styles, strings, theme = (package.xml(part) if part else None for part in parts)
    colours = Colours(styles, theme)
    texts = CellTexts(
        [pieces(one, colours) for one in children(strings, "si")],
        colours,
        attribute(child(root, "workbookPr"), "date1904") in _ON,
        attribute(child(root, "calcPr"), "fullCalcOnLoad") in _ON,
    )
    looks = [look(one, colours) for one in children(child(styles, "dxfs"), "dxf")]
    return _Workbook(package, cell_styles(styles, colours), texts, looks)


def _id_name(element: Element) -> str:
    """The attribute ``r:id``, not ``sheetId``."""
    return next((key for key in element.attrib if key.endswith("}id")), "id")


def _sheet(book: _Workbook, name: str, part: str) -> Sheet:
    sheet, at, layout = Sheet(name), _Position(), book.layout()
    for event, element in book.package.events(part):
        kind = local(element)
        if event == "start":
            if kind == "row":
                at.begin_row(element)
        elif kind == "c":
            at.begin_cell(element)
            _add_cell(book, sheet, element, at)
        elif kind == "row":
            layout.add_row(sheet, at.row, element)
            element.clear()
        elif kind not in _IN_CELLS:
            _add_setting(sheet, kind, element)
            layout.add(sheet, kind, element)
    layout.doubt(sheet)
    return sheet


def _add_setting(sheet: Sheet, kind: str, element: Element) -> None:
    """What a sheet says about more than one cell."""
    if kind == "sheetView":
        sheet.shows_zeros = attribute(element, "showZeros") not in {"0", "false"}
    elif kind == "mergeCell":
        sheet.merges.append(merge_of(attribute(element, "ref") or ""))
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
        reference = element.get("r")
        self.row, self.column = cell_position(reference) if reference else (self.row, self.column + 1)


def _add_cell(book: _Workbook, sheet: Sheet, element: Element, at: _Position) -> None:
    book.cells += 1
    if book.cells > MAX_CELLS:
        raise Unreadable("resource_limit", f"工作簿的单元格超过 {MAX_CELLS} 个，不像自评表，已停止读取")
    style = book.style(int(element.get("s") or 0))
    shown = book.texts.shown(element, style, sheet.shows_zeros)
    if shown.text or style.bordered or not shown.sure:
        number = element.get("t") in (None, "n")
        sheet.cells[at.row, at.column] = SheetCell(at.row, at.column, shown.text, shown.sure, style, number)
