"""How much of the cells of a sheet can be seen: heights of rows, widths of columns, conditional formats."""

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.cell_fonts import Colours
from perfeval_core.reading.office.conditional import Look, looks_of, ranges_of
from perfeval_core.reading.office.package import attribute
from perfeval_core.reading.office.sheet import MAX_CELLS, Merge, Sheet, SheetCell, merge_of
from perfeval_core.reading.office.visibility import Sight
from perfeval_core.reading.pagedoc import Unreadable

_ON = {"1", "true", "on"}
_HIDDEN_HEIGHT, _CUT_HEIGHT = 2.5, 6.0
"""Points: of a row below the one no text is seen, of one below the other not all of it."""
_CUT_WIDTH, _PADDING, _USUAL = 1.0, 0.6, 9.14
"""Widths in digits of the normal font: no sign has room in the first, the second stays free beside a number, and the
third is that of a column of which nothing is said."""
_WIDEST = 100
_SIGNS = {**dict.fromkeys(".,:;'-()/ ", 0.5), "%": 1.5}
_FIRST_WIDE = 0x2E80


@dataclass
class Layout:
    """The layout of one sheet, part by part; ``looks`` are those that conditions of the workbook refer to."""

    looks: list[Look]
    colours: Colours
    normal_points: float
    widths: list[tuple[range, float]] = field(default_factory=list)
    usual_width: float | None = None
    usual_height: float | None = None
    low_rows: set[int] = field(default_factory=set)
    conditions: list[tuple[Merge, Look]] = field(default_factory=list)
    dressed: bool = False
    """Whether the style of a table or a picture may lie behind cells without a fill."""

    def add_row(self, sheet: Sheet, number: int, element: Element) -> None:
        """A row: hidden, without height, or too low for its text."""
        said, custom = attribute(element, "ht"), attribute(element, "customHeight") in _ON
        height = float(said) if said is not None else self.usual_height
        if attribute(element, "hidden") in _ON or (height is not None and height < _HIDDEN_HEIGHT):
            sheet.hidden_rows.add(number)
        elif (height is not None and height < _CUT_HEIGHT) or (custom and height is None):
            self.low_rows.add(number)

    def add(self, sheet: Sheet, kind: str, element: Element) -> None:
        """Anything else that a sheet says about more than one cell."""
        match kind:
            case "sheetFormatPr":
                width, height = attribute(element, "defaultColWidth"), attribute(element, "defaultRowHeight")
                self.usual_width = None if width is None else float(width)
                custom = attribute(element, "customHeight") in _ON and height is not None
                self.usual_height = float(height or 0) if custom else None
            case "col":
                self._add_columns(sheet, element)
            case "conditionalFormatting":
                looks = list(looks_of(element, self.looks, self.colours))
                self.conditions += [(merge_of(one), look) for one in ranges_of(element) for look in looks]
                if len(self.conditions) * len(sheet.cells) > MAX_CELLS * _WIDEST:
                    raise Unreadable("resource_limit", f"工作表“{sheet.name}”的条件格式太多，已停止读取")
            case "tablePart" | "picture":
                self.dressed = True

    def _add_columns(self, sheet: Sheet, element: Element) -> None:
        columns = range(int(attribute(element, "min") or 1), int(attribute(element, "max") or 1) + 1)
        width = attribute(element, "width")
        if attribute(element, "hidden") in _ON or (width is not None and float(width) == 0):
            sheet.hidden_columns.append(columns)
        elif width is not None:
            self.widths.append((columns, float(width)))

    def doubt(self, sheet: Sheet) -> None:
        """Doubts the cells of ``sheet`` of which the stored text may not be what is displayed."""
        merges = {(merge.top, merge.left): merge for merge in sheet.merges}
        widths: dict[int, float | None] = {}
        for (row, column), cell in sheet.cells.items():
            merge = merges.get((row, column), Merge(row, column, row, column))
            if cell.sure and (self._is_cut(cell, merge, sheet, widths) or self._is_otherwise(cell)):
                sheet.cells[row, column] = replace(cell, sure=False)

    def _is_cut(self, cell: SheetCell, merge: Merge, sheet: Sheet, widths: dict[int, float | None]) -> bool:
        if not cell.text:
            return False
        rows = range(merge.top, merge.bottom + 1)
        low = all(row in self.low_rows or row in sheet.hidden_rows for row in rows)
        width = self._width(merge, sheet, widths)
        if low or width is None:
            return low
        points = cell.style.font.points
        needed = _needed(cell.text) * (float(points) / self.normal_points if points is not None else 1.0)
        wide = cell.is_number and not cell.style.shrinks and needed > width - _PADDING
        return wide or width < _CUT_WIDTH

    def _width(self, merge: Merge, sheet: Sheet, widths: dict[int, float | None]) -> float | None:
        """The width of a cell; ``None`` if the sheet says none, as those that no program has laid out."""
        columns = range(merge.left, merge.right + 1)
        if len(columns) > _WIDEST:
            return None
        for column in columns:
            if column not in widths:
                widths[column] = next((width for own, width in self.widths if column in own), self.usual_width)
        said = [widths[column] for column in columns if not sheet.is_hidden_column(column)]
        if all(width is None for width in said):
            return None
        return sum(_USUAL if width is None else width for width in said)

    def _is_otherwise(self, cell: SheetCell) -> bool:
        if self.dressed and cell.style.sight is Sight.HIDDEN:
            return True
        return any(
            look.doubts(cell.style)
            for merge, look in self.conditions
            if merge.top <= cell.row <= merge.bottom and merge.left <= cell.column <= merge.right
        )


def _needed(text: str) -> float:
    """About how wide a number is printed, in digits."""
    return sum(_SIGNS.get(sign, 2.0 if ord(sign) >= _FIRST_WIDE else 1.0) for sign in text)
