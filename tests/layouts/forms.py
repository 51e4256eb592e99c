"""Forms of other provinces and years as grids with their truths, drawn by any producer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.makers.description import ReportText
from tests.makers.document import Block, Line
from tests.makers.example import FORM
from tests.makers.grid import Cell, Grid, Row
from tests.makers.truth import fold, number, truth

Column = tuple[str, str | None]
"""A header and the field that stands under it; ``None`` for one that no field holds."""


@dataclass(frozen=True)
class Variant:
    """How a province prints the national form."""

    title: str = "项目支出绩效自评表"
    budget: tuple[Column, ...] = (
        ("年初预算数", "initial_compiled"),
        ("全年预算数", "full_year"),
        ("全年执行数", "executed"),
        ("分值", "max_points"),
        ("执行率", "execution_rate"),
        ("得分", "points"),
    )
    indicator: tuple[Column, ...] = (
        ("一级指标", "level1"),
        ("二级指标", "level2"),
        ("三级指标", "name"),
        ("年度指标值", "target"),
        ("实际完成值", "actual"),
        ("分值", "weight"),
        ("得分", "points"),
        ("偏差原因分析及改进措施", "reason"),
    )
    money: str = "项目资金（{unit}）"
    labels: tuple[str, str, str] = ("项目名称", "主管部门", "实施单位")
    goals: tuple[str, str, str] = ("年度总体目标", "预期目标", "实际完成情况")
    indicators: str = "绩效指标"
    total: str = "总分"
    more: tuple[tuple[str, str], ...] = ()
    """Labels with values below the units, that no field holds."""
    foot: tuple[tuple[str, ...], ...] = ()
    """Rows below the total."""

    @property
    def width(self) -> int:
        """The columns of the whole table."""
        return 1 + max(len(self.indicator), len(self.budget) + 1)

    def blocks(self, report: ReportText) -> list[Block]:
        """The form of ``report``."""
        grid = Grid(tuple(1 / self.width for _ in range(self.width)), tuple(self._rows(report)))
        return [Line(self.title, "form_title"), Line(f"（{report.fiscal_year}年度）", "form_year"), grid]

    def _rows(self, report: ReportText) -> Sequence[Row]:
        name, department, unit = self.labels
        half = self.width // 2 - 1
        rest = self.width - 2 - half
        rows: list[Row] = [
            (Cell(name), Cell(report.project_name, columns=self.width - 1)),
            (Cell(department), Cell(report.department, columns=half), Cell(unit), Cell(report.unit, columns=rest)),
        ]
        rows += [(Cell(label), Cell(value, columns=self.width - 1)) for label, value in self.more]
        rows += self._money(report)
        for goal in report.goals:
            rows.append(
                (Cell(self.goals[0], rows=2), Cell(self.goals[1], columns=half), self._wide(self.goals[2], half))
            )
            rows.append((Cell(goal.expected, columns=half), self._wide(goal.actual, half)))
        rows += self._indicators(report)
        fields = [field for _, field in self.indicator]
        at = fields.index("weight") if "weight" in fields else len(fields) - 1
        foot = [Cell(self.total, columns=1 + at), Cell("100"), Cell(report.stated.total or "")]
        rows.append((*foot, *(Cell() for _ in range(self.width - 3 - at))))
        for row in self.foot:
            first, *others = row
            cells = [Cell(text) for text in others]
            rows.append((Cell(first, columns=self.width - len(cells)), *cells))
        return rows

    def _wide(self, text: str, taken: int) -> Cell:
        return Cell(text, columns=self.width - 1 - taken)

    def _money(self, report: ReportText) -> list[Row]:
        gap = self.width - 1 - len(self.budget)
        head = (Cell(self.money.format(unit=report.budget_unit), rows=len(report.budget) + 1), Cell(columns=gap))
        rows: list[Row] = [(*head, *(Cell(header) for header, _ in self.budget))]
        for line in report.budget:
            rows.append((Cell(line.source, columns=gap), *(Cell(_said(line, field)) for _, field in self.budget)))
        return rows

    def _indicators(self, report: ReportText) -> list[Row]:
        gap = self.width - 1 - len(self.indicator)
        side = Cell(self.indicators, rows=len(report.indicators) + 1)
        rows: list[Row] = [(side, *(Cell(header) for header, _ in self.indicator), *(Cell() for _ in range(gap)))]
        for place, row in enumerate(report.indicators):
            cells: list[Cell] = []
            for _, field in self.indicator:
                if field in ("level1", "level2"):
                    if (span := _span(report, place, field)) > 0:
                        cells.append(Cell(getattr(row, field), rows=span))
                else:
                    cells.append(Cell(_said(row, field)))
            rows.append((*cells, *(Cell() for _ in range(gap))))
        return rows

    def truth(self, report: ReportText, index: int = 1) -> dict[str, Any]:
        """What a perfect reader says about it; pages are left out."""
        one = truth(report, {}, 1, 1, index)
        for name in ("first_page", "last_page"):
            one.pop(name)
        one["title"] = fold(self.title)
        one["budget"] = [self._line(line, dict(self.budget).values()) for line in one["budget"]]
        return one

    @staticmethod
    def _line(line: dict[str, Any], fields: Any) -> dict[str, Any]:
        amounts = ("initial_declared", "initial_compiled", "full_year", "executed", "carry_over")
        wanted = {*fields, "source"}
        return {name: value if name in wanted else None for name, value in line.items() if name in (*amounts, *line)}


def _span(report: ReportText, place: int, field: str) -> int:
    """How many rows the level that begins at ``place`` spans; 0 if it began above."""

    def key(at: int) -> tuple[str, ...]:
        row = report.indicators[at]
        return (row.level1,) if field == "level1" else (row.level1, row.level2)

    if place and key(place - 1) == key(place):
        return 0
    end = place
    while end < len(report.indicators) and key(end) == key(place):
        end += 1
    return end - place


def _said(line: Any, field: str | None) -> str:
    if field is None:
        return ""
    if field.startswith("target_"):
        operator, value, unit = split_target(line.target)
        return {"target_operator": operator, "target_value": value, "target_unit": unit}[field]
    return str(getattr(line, field))


def split_target(target: str) -> tuple[str, str, str]:
    """``≥30人`` as its three parts."""
    operator = target[:1] if target[:1] in "≥≤=<>" else ""
    value = target[len(operator) :]
    digits = len(value) - len(value.lstrip("0123456789.,"))
    return (operator, value[:digits], value[digits:]) if digits else (operator, value, "")


def changed(**fields: Any) -> ReportText:
    """The national form's example with some fields changed."""
    return FORM.model_copy(update=fields)


THREE_COLUMNS: tuple[Column, ...] = (
    ("一级指标", "level1"),
    ("二级指标", "level2"),
    ("三级指标", "name"),
    ("指标性质", "target_operator"),
    ("指标值", "target_value"),
    ("度量单位", "target_unit"),
    ("实际完成值", "actual"),
    ("分值", "weight"),
    ("得分", "points"),
    ("偏差原因分析及改进措施", "reason"),
)

Make = Callable[[ReportText], list[Block]]

IN_FULL: dict[str, Variant] = {
    "three_columns": Variant(indicator=THREE_COLUMNS),
    "sichuan_words": Variant(
        title="省级项目支出绩效自评表",
        indicator=(*THREE_COLUMNS[:5], ("计量单位", "target_unit"), ("全年完成值", "actual"), *THREE_COLUMNS[7:]),
    ),
    "letters": Variant(
        budget=(
            ("年初预算数", "initial_compiled"),
            ("全年预算数（A）", "full_year"),
            ("全年执行数（B）", "executed"),
            ("分值（10分）", "max_points"),
            ("执行率（B/A）", "execution_rate"),
            ("得分", "points"),
        ),
        money="项目资金（{unit}）（10分）",
    ),
    "weights": Variant(
        indicator=(
            *(("一级指标", "level1"), ("二级指标", "level2"), ("指标名称", "name"), ("年初目标值", "target")),
            *(("实际值", "actual"), ("权重", "weight"), ("自评得分", "points"), ("偏差原因", "reason")),
        ),
        total="自评总分",
    ),
    "targets": Variant(
        title="项目支出绩效目标自评表",
        indicator=(
            *(("一级指标", "level1"), ("二级指标", "level2"), ("三级指标", "name"), ("目标值", "target")),
            *(("完成值", "actual"), ("分值（90分）", "weight"), ("得分", "points"), ("未完成原因及改进措施", "reason")),
        ),
        goals=("年度总体目标", "年初设定目标", "全年实际完成情况"),
    ),
    "labels": Variant(
        labels=("项目名称", "主管部门及代码", "项目单位"),
        more=(("项目负责人", "李四"), ("联系电话", "0000-1234567"), ("项目属性", "延续项目")),
        foot=(("备注：本表一式三份。",), ("填报人：王五",)),
    ),
    "numbered": Variant(indicator=(*Variant().indicator[:2], ("序号", None), *Variant().indicator[2:])),
    "no_initial": Variant(budget=Variant().budget[1:]),
}
"""Ways to print the national form that are read in full."""

ELSEWHERE: dict[str, tuple[str, Variant]] = {
    "linking_funds_form": (
        "财政衔接资金",
        Variant(title="财政衔接推进乡村振兴补助资金绩效目标自评表", budget=Variant().budget[1:]),
    ),
    "transfer_payment_form": (
        "转移支付",
        Variant(
            title="中央对地方转移支付区域绩效自评表",
            indicator=tuple(one for one in Variant().indicator if one[1] not in ("weight", "points")),
        ),
    ),
    "department_form": (
        "部门整体支出",
        Variant(title="部门整体支出绩效自评表", labels=("部门名称", "主管部门", "单位")),
    ),
    "hubei_form": ("湖北", Variant(title="项目支出绩效自评表", money="预算执行情况（万元）（20分）")),
    "hebei_form": (
        "河北",
        Variant(title="项目支出绩效自评表", indicator=(*Variant().indicator[:-1], ("单项指标折算得分", "points"))),
    ),
    "ningxia_form": (
        "宁夏",
        Variant(
            title="项目支出绩效自评表",
            indicator=(
                *(("一级指标", "level1"), ("二级指标", "level2"), ("三级指标", "name"), ("分值", "weight")),
                *(("评分标准", "reason"), ("自评得分", "points"), ("财政审核评分", "points")),
            ),
        ),
    ),
    "unknown_form": ("未知版式", Variant(title="专项业务费绩效自评情况报告表")),
}
"""Layouts that are told by name and read in part: their id, a word of their name, and how they look."""

__all__ = ["ELSEWHERE", "IN_FULL", "THREE_COLUMNS", "Column", "Make", "Variant", "changed", "number", "split_target"]
