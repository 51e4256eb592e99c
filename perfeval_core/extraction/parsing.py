"""From a filing's strings to a typed report."""

import re
from decimal import Decimal

from perfeval_core.domain.filing import BudgetLine, Filing, Indicator
from perfeval_core.domain.numbers import dec, money, points
from perfeval_core.domain.report import BudgetFigures, IndicatorFigures, Report, StatedFigures
from perfeval_core.extraction.values import read_actual, read_target

_TOTAL = re.compile(r"(?:年度|全年|本年|本年度|当年)?(?:项目)?(?:预算)?(?:资金)?(?:总额|合计|总计|总数)")
_DECORATION = re.compile(r"\((?:单位:?)?(?:万|亿)?元\)|^(?:[一二三四1-4][、.])|[:\s]")


def parse(filing: Filing) -> Report:
    """``filing`` with a meaning for each figure; its strings and places stay reachable through the report.

    A table that prints no unit is taken to be in yuan: every check on it is a ratio or a sum within the table.
    """
    lines, has_total = _total_first(filing.budget)
    stated = filing.stated
    return Report(
        filing=filing,
        budget=tuple(_budget_figures(line, filing.budget_unit or "元") for line in lines),
        has_total=has_total,
        indicators=tuple(_indicator_figures(row) for row in filing.indicators),
        stated=StatedFigures(points(stated.execution_points), points(stated.indicator_points), points(stated.total)),
    )


def is_total(source: str) -> bool:
    """Whether a budget line is the total line (合计、年度资金总额)."""
    return _TOTAL.fullmatch(_DECORATION.sub("", source)) is not None


def _total_first(lines: tuple[BudgetLine, ...]) -> tuple[tuple[BudgetLine, ...], bool]:
    """``lines`` with the total line first, and whether there is one; a table of one line is its own total."""
    if len(lines) == 1:
        return lines, True
    row = next((number for number, line in enumerate(lines) if is_total(line.source)), None)
    if row is None:
        return lines, False
    return (lines[row], *lines[:row], *lines[row + 1 :]), True


def _budget_figures(line: BudgetLine, unit: str) -> BudgetFigures:
    return BudgetFigures(
        line=line,
        initial_declared=money(line.initial_declared, unit),
        initial_compiled=money(line.initial_compiled, unit),
        full_year=money(line.full_year, unit),
        executed=money(line.executed, unit),
        carry_over=money(line.carry_over, unit),
        stated_rate=_rate(line.execution_rate),
        max_points=points(line.max_points),
        points=points(line.points),
    )


def _rate(text: str | None) -> Decimal | None:
    return dec(text.removesuffix("%") if text else text)


def _indicator_figures(row: Indicator) -> IndicatorFigures:
    return IndicatorFigures(
        cells=row,
        target_initial=read_target(row.target_initial),
        target=read_target(row.target),
        actual=read_actual(row.actual),
        weight=points(row.weight),
        points=points(row.points),
    )
