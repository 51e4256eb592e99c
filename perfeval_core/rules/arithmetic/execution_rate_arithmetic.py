"""预算执行率计算错误: the printed rate is not executed / full-year budget."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import decimals, round_half_up
from perfeval_core.domain.report import BudgetFigures
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a wrong rate; a source of funds that repeats the wrong rate of another line is silent."""
    total = subject.report.total_line
    seen: set[tuple[object, ...]] = set()
    for row, figures in enumerate(subject.report.budget):
        rate = _rate(figures)
        if rate is None or figures.stated_rate is None or _fits(figures, figures.stated_rate, rate):
            continue
        facts = [(figures.stated_rate,), (figures.stated_rate, figures.executed, figures.full_year)]
        if seen.isdisjoint(facts):
            yield _evidence(subject, row, figures, rate)
        seen.add(facts[0] if figures is total else facts[1])


def _rate(figures: BudgetFigures) -> Fraction | None:
    if figures.executed is None or not figures.full_year:
        return None
    return Fraction(figures.executed) / Fraction(figures.full_year)


def _fits(figures: BudgetFigures, stated: Decimal, rate: Fraction) -> bool:
    """Whether some reading of the cell is the rate at its printed precision: ``1.00`` may be 1% or the share 1."""
    text = figures.line.execution_rate or ""
    as_percent = round_half_up(100 * rate, decimals(text)) == stated
    return as_percent or (not text.endswith("%") and round_half_up(rate, decimals(text)) == stated)


def _evidence(subject: Subject, row: int, figures: BudgetFigures, rate: Fraction) -> Evidence:
    line = figures.line
    text = line.execution_rate or ""
    sign = "%" if text.endswith("%") else ""
    share = not sign and decimals(text) > 0 and figures.stated_rate is not None and figures.stated_rate <= 1
    value = round_half_up(rate if share else 100 * rate, decimals(text))
    return Evidence(
        indicator=EXECUTION_RATE,
        field="execution_rate",
        stated=text,
        expected=f"{value}{sign}",
        at=subject.at_budget(line, "execution_rate"),
        row=row,
        facts=(
            ("source", line.source),
            ("executed", line.executed or ""),
            ("full_year", line.full_year or ""),
        ),
    )
