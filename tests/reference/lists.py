"""Makes project lists as bureaus send them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

HEADER = ("年度", "单位编码", "单位名称", "项目名称", "年初预算数（元）", "全年预算数（元）", "全年执行数（元）")
ROW = ("2024", "102001", "某某局", "信访维稳工作经费", "2500000.00", "1563900.00", "1563900.00")


def csv_list(*rows: Sequence[str], header: Sequence[str] = HEADER, encoding: str = "utf-8") -> bytes:
    lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in (header, *rows)]
    return "\r\n".join(lines).encode(encoding)


def xlsx_list(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of sheets, each a name and its rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
