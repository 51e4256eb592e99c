"""A project list's bytes to rows of text: Excel (.xlsx) or comma-separated (.csv), whatever the file is called.

What Excel keeps as a binary number is given back at its 15 significant digits, which is what Excel shows of it.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Context
from itertools import count, zip_longest
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook

from perfeval_core.reading.text import fold

MAX_BYTES = 50 * 1024**2
MAX_UNPACKED = 500 * 1024**2
"""A province has some 300,000 projects: one tenth of this as .xlsx."""
MAX_ROWS = 500_000
MAX_BLANK = 100_000
"""Blank rows in all sheets: a few bytes can claim a million of them."""
LAST_ROW = 1_048_576
"""Where an Excel sheet ends; a file may claim rows far beyond it, all of them blank."""
MAX_COLUMNS = 100

UNCALCULATED = "#公式"
"""What stands for a formula without a result: the file was never saved by a program that calculates."""

_EXCEL = Context(prec=15)
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, OSError, RuntimeError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, ArithmeticError),
)
"""What openpyxl raises on workbooks that are cut off, encrypted, or made to mislead it."""

Cells = tuple[Cell | MergedCell, ...]

Row = tuple[int, tuple[str, ...]]
"""The number of a row, from 1 as Excel counts, and its texts."""


class ListUnreadable(ValueError):
    """The file is no project list that can be read; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: its name (``""`` for a text file) and its rows that are not blank."""

    name: str
    rows: tuple[Row, ...]


def read_sheets(data: bytes, spelt: Callable[[str], str] = fold) -> list[Sheet]:
    """The sheets of a list, each text as ``spelt`` makes it. Raises ``ListUnreadable``."""
    if len(data) > MAX_BYTES:
        raise ListUnreadable(f"文件超过 {MAX_BYTES // 1024**2} MB，请按年度或部门拆成几个文件")
    if not data.strip():
        raise ListUnreadable("文件是空的")
    if data.startswith(b"PK\x03\x04"):
        return list(_workbook(data, spelt))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ListUnreadable("是旧版 Excel（.xls）或加了密码的文件，请去掉密码并另存为 .xlsx")
    return [Sheet("", tuple(_limited(_text_rows(_decoded(data), spelt), count())))]


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise ListUnreadable("不是 .xlsx，也不是可读的文本，请用 Excel 另存为 .xlsx 或“CSV UTF-8”")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListUnreadable("文字编码既不是 UTF-8 也不是 GB18030，请用 Excel 另存为“CSV UTF-8”")


def _text_rows(text: str, spelt: Callable[[str], str]) -> Iterator[Row]:
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            yield number, tuple(spelt(cell) for cell in cells[:MAX_COLUMNS])
    except csv.Error as error:
        raise ListUnreadable(f"CSV 的引号或分隔有误（{error}），请用 Excel 打开后另存") from error


def _workbook(data: bytes, spelt: Callable[[str], str]) -> Iterator[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > MAX_UNPACKED:
            raise ListUnreadable(f"解压后超过 {MAX_UNPACKED // 1024**2} MB，不像项目清单，已停止读取")
        shown, written = (load_workbook(io.BytesIO(data), read_only=True, data_only=only) for only in (True, False))
        yield from _sheets(shown, written, spelt)
    except ListUnreadable:
        raise
    except _BROKEN as error:
        raise ListUnreadable(f"Excel 文件已损坏（{type(error).__name__}），请用 Excel 打开后另存，再导入") from error


def _sheets(shown: Workbook, written: Workbook, spelt: Callable[[str], str]) -> Iterator[Sheet]:
    """``shown`` holds the results of formulas, ``written`` the formulas themselves."""
    blank = count()
    for one, other in zip(shown.worksheets, written.worksheets, strict=True):
        if one.sheet_state == "visible":
            for sheet in (one, other):
                sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
            rows = _cells(one.iter_rows(max_col=MAX_COLUMNS), other.iter_rows(max_col=MAX_COLUMNS), spelt)
            yield Sheet(one.title, tuple(_limited(rows, blank)))


def _cells(shown: Iterator[Cells], written: Iterator[Cells], spelt: Callable[[str], str]) -> Iterator[Row]:
    for number, (cells, formulas) in enumerate(zip_longest(shown, written, fillvalue=()), start=1):
        yield number, tuple(_text(cell, formula, spelt) for cell, formula in zip(cells, formulas, strict=True))


def _text(cell: Cell | MergedCell, formula: Cell | MergedCell, spelt: Callable[[str], str]) -> str:
    value = cell.value
    if value is None:
        return UNCALCULATED if formula.data_type == "f" else ""
    if isinstance(value, float):
        return f"{_EXCEL.create_decimal(repr(value)).normalize():f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value).rjust(_zeros(cell.number_format), "0")
    return spelt(value.isoformat() if isinstance(value, date) else str(value))


def _zeros(number_format: str) -> int:
    """How many digits a format of zeros alone shows: a code kept as the number 1001 may be 001001."""
    return len(number_format) if set(number_format) == {"0"} else 0


def _limited(rows: Iterator[Row], blank: Iterator[int]) -> Iterator[Row]:
    """The rows that are not blank, as long as they are not too many; ``blank`` counts the others in all sheets."""
    filled = 0
    for number, cells in rows:
        filled += any(cells)
        if not any(cells) and next(blank) > MAX_BLANK:
            raise ListUnreadable(f"空行超过 {MAX_BLANK} 行，请删除表格里多余的空行，另存后再导入")
        if filled > MAX_ROWS or number > LAST_ROW:
            raise ListUnreadable(f"超过 {MAX_ROWS} 行，请按年度或部门拆成几个文件")
        if any(cells):
            yield number, cells
