"""Excel workbooks (.xlsx) of ours for people: a bold header that stays in sight, and cells that are never formulas."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Value = str | int | Decimal | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet might run as a formula: in the workbook, or once it is saved as CSV."""
_LONGEST = 32_767
"""Characters that a cell can hold."""


def write_sheet(path: Path, title: str, header: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]) -> None:
    """Writes one sheet; ``header`` gives each column's name and width in characters. Raises ``OSError``.

    Text comes from documents: one that begins like a formula gets an apostrophe before it, as Excel writes it itself.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title)  # the type stubs do not know the columns of a sheet that is only written
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name, _ in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    packed = io.BytesIO()  # the file appears whole, or not at all
    book.save(packed)
    path.write_bytes(packed.getvalue())


def _cell(sheet: Any, value: Value, bold: bool = False) -> Any:
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    text = (f"'{text}" if text.startswith(_FORMULA) else text)[:_LONGEST]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
