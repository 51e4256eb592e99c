"""What was read: raw strings with their places, in the published shape of ``perfeval extract --json``.

Strings are what the cells show, white space removed and full-width ASCII folded. ``""`` is a blank cell,
``None`` a column or a field that the document does not have.
"""

from fractions import Fraction
from typing import Literal

from pydantic import Field

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.place import At, LinePlace, Location, Place, places

Status = Literal["extracted", "partial", "quarantined"]

QuarantineReason = Literal[
    "empty",
    "not_a_document",
    "encrypted",
    "damaged",
    "too_large",
    "too_many_pages",
    "resource_limit",
    "timeout",
    "garbled_text",
    "no_report_found",
    "unsupported",
]

BudgetUnit = Literal["元", "万元", "亿元"]

AMOUNT_FIELDS = ("initial_declared", "initial_compiled", "full_year", "executed", "carry_over")


class WithPlaces(Frozen):
    """Something whose fields have places, keyed by the field's name."""

    at: dict[str, At] = Field(default_factory=dict)

    def where(self, field: str) -> tuple[Place, ...]:
        """The places of one field, empty if it is blank or absent."""
        return places(self.at.get(field))


class BudgetLine(WithPlaces):
    """One line of the budget table (预算执行情况表), one source of funds (资金来源)."""

    source: str
    initial_declared: str | None = None
    initial_compiled: str | None = None
    full_year: str | None = None
    executed: str | None = None
    carry_over: str | None = None
    execution_rate: str | None = None
    max_points: str | None = None
    points: str | None = None


class Indicator(WithPlaces):
    """One level-3 indicator (三级指标) with its target, actual, weight, points and reason for deviation."""

    level1: str
    level2: str
    name: str
    target_initial: str | None = None
    target: str | None = None
    actual: str | None = None
    weight: str | None = None
    points: str | None = None
    reason: str | None = None


class Goal(WithPlaces):
    """One annual goal (年度总体目标) of the national form: expected (预期目标) and actual (实际完成情况)."""

    expected: str
    actual: str


class SectionPlaces(Frozen):
    """Where a section stands: its heading, and its own text line by line."""

    heading: Place
    text: tuple[LinePlace, ...] = ()


class Section(Frozen):
    """One section of the narrative: its heading and its own text, without that of its children."""

    level: int
    heading: str
    text: str
    page: int | None
    at: SectionPlaces

    def passage(self, start: int, end: int) -> tuple[Place, ...]:
        """The places of the lines that hold characters ``start`` to ``end`` of the text."""
        found, offset = [], 0
        for line in self.at.text:
            if offset < end and start < offset + line.length:
                found.append(line)
            offset += line.length
        return tuple(found)


class ContentsEntry(WithPlaces):
    """One line of the table of contents (目录): a heading and the page that it is said to stand on."""

    heading: str
    number: str


class Stated(WithPlaces):
    """The scores and the grade as the report states them; never derived, ``None`` if not written."""

    execution_points: str | None = None
    indicator_points: str | None = None
    total: str | None = None
    grade: str | None = None


class Unclaimed(Location):
    """Text inside a table that reached no field."""

    text: str


class Filing(WithPlaces):
    """One report (自评报告) as it was read, before any cell is given a meaning."""

    index: int
    first_page: int | None
    last_page: int | None
    status: Status
    reason: str | None = None
    form: str
    title: str
    project_name: str | None = None
    unit_code: str | None = None
    unit_name: str | None = None
    department_code: str | None = None
    department_name: str | None = None
    fiscal_year: int | None = None
    report_date: str | None = None
    budget_unit: BudgetUnit | None = None
    budget: tuple[BudgetLine, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[Goal, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()
    sections: tuple[Section, ...] = ()
    stated: Stated = Stated()
    unclaimed: tuple[Unclaimed, ...] = ()


class TableText(Frozen):
    """Where the text inside a file's tables went (单元格去向), in characters: to a field, to a label or another cell
    that is known by name, or nowhere."""

    reached: int
    named: int
    unclaimed: int

    @property
    def share(self) -> Fraction | None:
        """The share that reached a field; ``None`` for a file without tables."""
        total = self.reached + self.named + self.unclaimed
        return Fraction(self.reached, total) if total else None


class ExtractedFile(Frozen):
    """One file: what came of it, and the reports found in it."""

    path: str
    sha256: str
    media_type: str | None
    pages: int | None
    status: Status
    reason: str | None = None
    detail: str | None = None
    """What happened and what to do next, for people."""
    table_text: TableText | None = None
    """``None`` for a file that was not read."""
    reports: tuple[Filing, ...] = ()


class ExtractResult(Frozen):
    """The whole answer of ``perfeval extract --json``."""

    version: Literal[1] = 1
    files: tuple[ExtractedFile, ...]
