"""Excel workbooks (.xlsx) of ours for people: a bold header that stays in sight, and cells that are never formulas.

Rows go to disk as they come, so that a long workbook needs little memory; the file appears whole, or not at all.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

Value = str | int | Decimal | date | None

MONEY, POINTS, PERCENT, DAY, COUNT = "#,##0.00##", "0.00##", "0.00%", "yyyy-mm-dd", "#,##0"
"""Number formats: yuan, points, a ratio as per cent, a day, a number of things."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that a spreadsheet might run as a formula: in the workbook, or once it is saved as CSV."""
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_LONGEST = 32_767
"""Characters that a cell can hold."""
_MOST_ROWS = 1_048_576
_DIGITS = 15
"""So many significant digits a cell keeps of a number; a longer one is written as text, whole."""


class TooManyRows(ValueError):
    """More rows than an Excel sheet can hold; the message says in Chinese what to do."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its width in characters, and the number format of its cells, if they have one.

    ``choices`` is what may be filled in, on a form: ``None`` for a column that is not to be changed, empty for one that
    takes any text.
    """

    name: str
    width: int
    format: str | None = None
    choices: tuple[str, ...] | None = None


class Sheet:
    """One sheet that is being written, row by row, under its header."""

    def __init__(self, sheet: Any, columns: Sequence[Column]) -> None:
        self._sheet = sheet  # the type stubs do not know the columns of a sheet that is only written
        self._columns = columns
        self._rows = 1
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.append([_cell(sheet, column.name, bold=True) for column in columns])

    def add(self, row: Sequence[Value]) -> None:
        """One row, a value for each column. Raises ``TooManyRows``."""
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise TooManyRows(f"“{self._sheet.title}”超过 Excel 的 {_MOST_ROWS} 行，请按年度、单位或队列分开导出")
        cells = zip(self._columns, row, strict=True)
        self._sheet.append([_filled(self._sheet, value, column) for column, value in cells])

    def protect(self, rows: int) -> None:
        """Makes a form of it: what is not to be filled in is protected, choices drop down in its ``rows``.

        The protection has no password: it keeps from slips, nobody else.
        """
        self._sheet.protection.enable()
        for name in ("formatColumns", "formatRows", "sort", "autoFilter"):
            setattr(self._sheet.protection, name, False)  # what is false is allowed
        for number, column in enumerate(self._columns, start=1):
            if column.choices and rows:
                list_ = DataValidation("list", formula1=f'"{",".join(column.choices)}"', showErrorMessage=True)
                list_.error = f"只能选：{'、'.join(column.choices)}"
                letter = get_column_letter(number)
                list_.add(f"{letter}2:{letter}{rows + 1}")
                self._sheet.data_validations.append(list_)

    def end(self) -> None:
        """All rows are there: they can be filtered."""
        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{self._rows}"


class Book:
    """A workbook that is being written; its sheets stand in the order in which they were begun."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._sheets = list[Sheet]()

    def sheet(self, title: str, columns: Sequence[Column]) -> Sheet:
        """A new sheet. Several may be written at once."""
        made = Sheet(self._book.create_sheet(title), columns)
        self._sheets.append(made)
        return made

    def packed(self) -> bytes:
        """The whole as an .xlsx file; nothing can be added any more."""
        for sheet in self._sheets:
            sheet.end()
        out = io.BytesIO()
        self._book.save(out)
        return out.getvalue()


@contextmanager
def workbook(path: Path) -> Iterator[Book]:
    """A workbook that is written to ``path`` in the end, unless something goes wrong before. Raises ``OSError``."""
    path.parent.stat()  # a folder that is not there is told before the work, not after it
    book = Book()
    try:
        yield book
    except BaseException:
        book.packed()  # openpyxl deletes its temporary files only then
        raise
    path.write_bytes(book.packed())


def write_sheet(path: Path, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    """Writes a workbook of one sheet. Raises ``OSError`` and ``TooManyRows``."""
    with workbook(path) as book:
        sheet = book.sheet(title, columns)
        for row in rows:
            sheet.add(row)


def write_form(path: Path, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
    """Writes a workbook of one sheet to be filled in. Raises ``OSError`` and ``TooManyRows``."""
    with workbook(path) as book:
        sheet = book.sheet(title, columns)
        sheet.protect(len(rows))
        for row in rows:
            sheet.add(row)


def undefused(text: str) -> str:
    """A text as it was before it got an apostrophe on its way into a workbook."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _filled(sheet: Any, value: Value, column: Column) -> Any:
    """A cell of a column, which is there to be filled in even if it is blank."""
    cell = _cell(sheet, "" if value is None and column.choices is not None else value, column.format)
    if column.choices is not None:
        cell.protection = Protection(locked=False)
    return cell


def _cell(sheet: Any, value: Value, number_format: str | None = None, bold: bool = False) -> Any:
    """Text comes from documents: one that begins like a formula gets an apostrophe before it, as Excel does itself."""
    if isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) > _DIGITS:
        value = f"{value:f}"
    if value is None:
        return None
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # the stubs know floats only
        if number_format is not None:
            cell.number_format = number_format
        return cell
    text = _UNWRITABLE.sub("", value)
    cell = WriteOnlyCell(sheet, (f"'{text}" if text.startswith(_FORMULA) else text)[:_LONGEST])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
