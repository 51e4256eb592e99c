"""The cells of a report by their names (栏目): where a person finds, and mends, what a machine misread.

``project_name`` is a field of the report itself, ``stated.total`` one of its conclusion, ``indicators.3.points`` a cell
of the third indicator; ``budget.1.executed`` and ``goals.1.actual`` are made alike. Rows count from 1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_core.domain.filing import AMOUNT_FIELDS, Filing, WithPlaces
from perfeval_core.domain.names import FIELD_NAMES
from perfeval_core.domain.numbers import dec, money, points
from perfeval_core.domain.place import At, Place, places
from perfeval_core.domain.review import Refused
from perfeval_core.reading.text import fold, ungroup

_HEAD = (
    *("project_name", "unit_code", "unit_name", "department_code", "department_name"),
    *("fiscal_year", "report_date", "budget_unit"),
)
_STATED = ("execution_points", "indicator_points", "total", "grade")
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "budget": ("预算表", ("source", *AMOUNT_FIELDS, "execution_rate", "max_points", "points")),
    "indicators": (
        "指标表",
        ("level1", "level2", "name", "target_initial", "target", "actual", "weight", "points", "reason"),
    ),
    "goals": ("年度总体目标", ("expected", "actual")),
}
"""The tables of a report: what people call each, and its columns."""
_POINTS = frozenset({"points", "weight", "max_points", "execution_points", "indicator_points", "total"})
_UNGROUPED = _POINTS | {*AMOUNT_FIELDS, "target_initial", "target", "actual", "execution_rate"}
_NEVER_BLANK = frozenset({*_HEAD, "source", "level1", "level2", "name"})
_NONE = frozenset({"", "/", "-", "—", "——"})
"""What a form prints in a cell of figures that holds none."""
_HOW = (
    "写法：indicators.行号.栏目（例如 indicators.3.points）、budget.行号.栏目、goals.行号.栏目、stated.栏目，"
    "或 project_name 等基本信息的栏目；行号从 1 起"
)


@dataclass(frozen=True)
class Cell:
    """One cell: its name, the row that holds it, its column, and what people call both."""

    field: str
    row: WithPlaces
    column: str
    label: str

    @property
    def text(self) -> str | None:
        """What it says; ``None`` if there is nothing of the kind."""
        value = getattr(self.row, self.column)
        return None if value is None else str(value)

    @property
    def at(self) -> At | None:
        """Where it stands, if that is known."""
        return self.row.at.get(self.column)


def cell(filing: Filing, field: str) -> Cell | Refused:
    """The cell called ``field``; refused if the report has none of that name that a person may correct."""
    table, *rest = field.split(".")
    if field in _HEAD:
        return Cell(field, filing, field, FIELD_NAMES[field])
    if table == "stated" and len(rest) == 1:
        if rest[0] not in _STATED:
            return _no_column("自评结论", rest[0], _STATED)
        return Cell(field, filing.stated, rest[0], FIELD_NAMES[rest[0]])
    if table not in TABLES or len(rest) != 2 or not re.fullmatch(r"[1-9]\d{0,3}", rest[0]):
        return Refused(f"没有“{field}”这个栏目。{_HOW}")
    return _of_row(filing, field, table, int(rest[0]), rest[1])


def every_cell(filing: Filing) -> Iterator[Cell]:
    """Every cell of a report that a person may correct, in the order of the form."""
    names = [*_HEAD, *(f"stated.{column}" for column in _STATED)]
    for table, (_, columns) in TABLES.items():
        rows = range(1, len(getattr(filing, table)) + 1)
        names += [f"{table}.{number}.{column}" for number in rows for column in columns]
    found = (cell(filing, name) for name in names)
    yield from (one for one in found if isinstance(one, Cell))


def readable(one: Cell, value: str) -> str | Refused:
    """``value`` in the spelling of all cells; refused if it is nothing that this cell can show."""
    text = ungroup(fold(value)) if one.column in _UNGROUPED else fold(value)
    if text == "" and one.column in _NEVER_BLANK:
        return Refused(f"{one.label}不能是空的")
    wanted = _wanted(one.column, text)
    return Refused(f"“{value}”不能作为{one.label}：{wanted}") if wanted else text


def with_cell(filing: Filing, field: str, text: str | None, at: At | None) -> Filing:
    """``filing`` with ``text`` in its cell ``field``, standing at ``at``. The cell must be there."""
    found = cell(filing, field)
    if isinstance(found, Refused):
        raise LookupError(found.message)
    value: str | int | None = int(text) if found.column == "fiscal_year" and text else text
    known = {name: place for name, place in found.row.at.items() if name != found.column}
    changed = {found.column: value, "at": known if at is None else {**known, found.column: at}}
    row = found.row.model_copy(update=changed)
    table, *rest = field.split(".")
    if not rest:
        return filing.model_copy(update=changed)
    if table == "stated":
        return filing.model_copy(update={"stated": row})
    rows = list(getattr(filing, table))
    rows[int(rest[0]) - 1] = row
    return filing.model_copy(update={table: tuple(rows)})


def by_hand(one: Cell, filing: Filing) -> At | None:
    """Where a person read the cell: its own place, or where its row or its report begins; ``None`` if none is known."""
    start = next((at for row in (one.row, filing) for at in row.at.values()), None)
    found = tuple(_by_hand(place) for place in places(one.at if one.at is not None else start))
    return None if not found else found if len(found) > 1 else found[0]


def _by_hand(place: Place) -> Place:
    return place.model_copy(update={"route": "person", "confidence": 1.0})


def _of_row(filing: Filing, field: str, table: str, number: int, column: str) -> Cell | Refused:
    name, columns = TABLES[table]
    rows = getattr(filing, table)
    if number > len(rows):
        return Refused(f"{name}只有 {len(rows)} 行，没有第 {number} 行")
    if column not in columns:
        return _no_column(name, column, columns)
    row = rows[number - 1]
    if getattr(row, column) is None:
        return Refused(f"这份报告的{name}没有“{FIELD_NAMES[column]}”这一栏，不能更正")
    called = {"budget": "source", "indicators": "name"}.get(table)
    title = f"“{getattr(row, called)}”" if called else ""
    return Cell(field, row, column, f"{name}第{number}行{title}的{FIELD_NAMES[column]}")


def _no_column(name: str, column: str, columns: tuple[str, ...]) -> Refused:
    known = "、".join(f"{one}（{FIELD_NAMES[one]}）" for one in columns)
    return Refused(f"{name}没有“{column}”这个栏目；可选 {known}")


def _wanted(column: str, text: str) -> str | None:
    """What the cell must show, where ``text`` is something else."""
    if column in AMOUNT_FIELDS and text not in _NONE and money(text, "元") is None:
        return "要写成 80 或 78.5 这样的数，单位与表头相同；单元格是空的，就写空"
    if column == "execution_rate" and text not in _NONE and dec(text.removesuffix("%")) is None:
        return "要写成 97.5% 或 97.5 这样的数；单元格是空的，就写空"
    if column in _POINTS and text not in _NONE and points(text) is None:
        return "要写成 18 或 18.5 这样的数；单元格是空的，就写空"
    if column == "fiscal_year" and not re.fullmatch(r"(19|20)\d\d", text, re.ASCII):
        return "要写成四位年份，例如 2025"
    if column == "report_date" and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-[0-3]\d)?)?", text, re.ASCII):
        return "要写成 2025-03 或 2025-03-18"
    if column == "budget_unit" and text not in ("元", "万元", "亿元"):
        return "只能是 元、万元、亿元"
    if column.endswith("_code") and not re.fullmatch(r"\d{1,20}", text, re.ASCII):
        return "只能是数字"
    return None
