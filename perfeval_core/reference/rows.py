"""One row of a project list: its cells to values, or what is wrong with them, where, and what to do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TypeVar

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.numbers import dec, decimals, number_and_unit
from perfeval_core.extraction.names import code_and_name
from perfeval_core.extraction.values import NONE_SIGNS
from perfeval_core.reference.header import Header
from perfeval_core.reference.sheets import UNCALCULATED
from perfeval_core.reference.words import Field, words

_YEAR = re.compile(r"(20\d\d)年?度?")
_CODE = re.compile(r"\d{3,}")

T = TypeVar("T")
Texts = Mapping[Field, str]
"""The cells of one row, by what they hold; a column that the list does not have is left out."""


class Fault(Frozen):
    """What keeps a row from being imported (不合格的行). ``column`` is its header, ``value`` what the cell says."""

    sheet: str
    row: int
    column: str
    value: str
    why: str
    todo: str


@dataclass(frozen=True)
class Money:
    """An amount as the list gives it; ``places`` are the decimals that it prints."""

    value: Decimal
    unit: str
    places: int


@dataclass(frozen=True)
class Parsed:
    """A row whose cells could all be read. ``unit`` is the code and the name of the unit, at least one of them."""

    sheet: str
    row: int
    fiscal_year: int
    unit: tuple[str | None, str | None]
    project_name: str
    amounts: Mapping[Field, Money | None]


class CellError(Exception):
    """One cell that cannot be read: which, why, and what to do."""

    def __init__(self, field: Field, why: str, todo: str) -> None:
        super().__init__(why)
        self.field, self.why, self.todo = field, why, todo


def is_total(texts: Texts, cells: tuple[str, ...]) -> bool:
    """Whether a row is a total line (合计) of the list."""
    project = texts["project_name"]
    return project in words().totals or (not project and any(cell in words().totals for cell in cells))


def texts_of(header: Header, cells: tuple[str, ...]) -> Texts:
    """The cells by what they hold; a row that ends early has blanks."""
    return {field: cells[column] if column < len(cells) else "" for field, column in header.columns.items()}


def read_row(
    sheet: str, number: int, texts: Texts, header: Header, year: int | None
) -> tuple[Parsed | None, tuple[Fault, ...]]:
    """The row, or all that is wrong with it. ``year`` is the fiscal year of a list that does not say it."""
    faults: list[Fault] = []

    def taken(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except CellError as error:
            column = header.texts.get(error.field, words().columns[error.field][0])
            value = texts.get(error.field, "")
            faults.append(Fault(sheet=sheet, row=number, column=column, value=value, why=error.why, todo=error.todo))
            return None

    fiscal_year = taken(partial(_fiscal_year, texts, year))
    unit = taken(partial(_unit, texts))
    project = taken(partial(_project, texts))
    amounts = {field: taken(partial(_money, field, texts, of_column)) for field, of_column in header.units.items()}
    if faults or fiscal_year is None or unit is None or project is None:
        return None, tuple(faults)
    return Parsed(sheet, number, fiscal_year, unit, project, amounts), ()


def _text(field: Field, texts: Texts) -> str:
    """The text of a cell, ``""`` if it says that there is none."""
    text = texts.get(field, "")
    if text == UNCALCULATED:
        raise CellError(field, "公式没有计算结果", "用 Excel 打开、保存一次，再导入")
    return "" if text in NONE_SIGNS else text


def _fiscal_year(texts: Texts, year: int | None) -> int:
    text = _text("fiscal_year", texts)
    if not text and year is None:
        raise CellError("fiscal_year", "没有年度", "填四位年份；整张表是同一年度的，可加 --year 2024")
    match = _YEAR.fullmatch(text or str(year))
    if match is None:
        raise CellError("fiscal_year", "不是年度", "填四位年份，例如 2024")
    stated = int(match.group(1))
    if year is not None and stated != year:
        raise CellError("fiscal_year", f"与 --year {year} 不同", "改正年度，或去掉 --year")
    return stated


def _unit(texts: Texts) -> tuple[str | None, str | None]:
    """Code and name; the code may stand in the cell of the name (``102001-某局``)."""
    code, text = _text("unit_code", texts), _text("unit_name", texts)
    within, name = code_and_name(text)
    if code and not _CODE.fullmatch(code):
        raise CellError("unit_code", "不是单位编码", "填预算单位编码（三位以上数字）；没有就留空，按单位名称对应")
    if code and within and code != within:
        raise CellError("unit_name", f"单位名称里的编码与单位编码 {code} 不同", "改成同一个编码")
    if not code and not name:
        raise CellError("unit_name", "没有单位", "单位编码、单位名称至少填一项；合并的单元格请拆开，逐行填满")
    return code or within, name


def _project(texts: Texts) -> str:
    text = _text("project_name", texts)
    if not text:
        raise CellError("project_name", "没有项目名称", "填项目名称；合并的单元格请拆开，逐行填满")
    return text


def _money(field: Field, texts: Texts, of_column: str) -> Money | None:
    text = _text(field, texts)
    if not text:
        return None
    number, unit = number_and_unit(text, of_column)
    value = dec(number)
    if value is None or number is None or unit is None:
        raise CellError(field, "不是金额", "只填数字，例如 2500000.00；没有就留空")
    if value < 0:
        raise CellError(field, "金额是负数", "核对后填不小于 0 的数；没有就留空")
    return Money(value, unit, decimals(number))
