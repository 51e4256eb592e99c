"""Excel workbooks (.xlsx) of ours for people: a bold header that stays in sight, and cells that are never formulas."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

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
    sheet = _begun(book, title, header)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    _save(book, path)


@dataclass(frozen=True)
class Column:
    """A column of a form: its header, its width in characters, and what may be filled in.

    ``choices``: ``None`` for a column that is not to be changed, empty for one that takes any text.
    """

    name: str
    width: int
    choices: tuple[str, ...] | None = None


def write_form(path: Path, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
    """Writes one sheet to be filled in: the other columns are protected, choices drop down. Raises ``OSError``.

    The protection has no password: it keeps from slips, nobody else.
    """
    book = Workbook(write_only=True)
    sheet = _begun(book, title, [(column.name, column.width) for column in columns])
    sheet.protection.enable()
    for name in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, name, False)  # what is false is allowed
    for number, column in enumerate(columns, start=1):
        if column.choices and rows:
            list_ = DataValidation("list", formula1=f'"{",".join(column.choices)}"', showErrorMessage=True)
            list_.error = f"只能选：{'、'.join(column.choices)}"
            letter = get_column_letter(number)
            list_.add(f"{letter}2:{letter}{len(rows) + 1}")
            sheet.data_validations.append(list_)
    for row in rows:
        sheet.append([_form_cell(sheet, value, column) for value, column in zip(row, columns, strict=True)])
    _save(book, path)


def undefused(text: str) -> str:
    """A text as it was before it got an apostrophe on its way into a workbook."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _form_cell(sheet: Any, value: Value, column: Column) -> Any:
    cell = _cell(sheet, "" if value is None and column.choices is not None else value)
    if column.choices is not None:
        cell.protection = Protection(locked=False)
    return cell


def _begun(book: Workbook, title: str, header: Sequence[tuple[str, int]]) -> Any:
    sheet: Any = book.create_sheet(title)  # the type stubs do not know the columns of a sheet that is only written
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name, _ in header])
    return sheet


def _save(book: Workbook, path: Path) -> None:
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
