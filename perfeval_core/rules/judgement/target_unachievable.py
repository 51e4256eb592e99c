"""指标值无法实现: a payment target beyond all of the budget, or a rate target that no rate can reach."""

from collections.abc import Iterator
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import round_half_up
from perfeval_core.domain.quantity import Operator, Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.evidence import on_indicator, param
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.money import budgeted, in_yuan, is_unit_cost
from perfeval_core.rules.judgement.naming import normal
from perfeval_core.rules.judgement.standing import UPWARD, is_output
from perfeval_core.rules.shared import plain
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """A limit (≤) above the budget is merely loose; a minimum or an exact amount above it cannot be paid from it."""
    budget = budgeted(subject.report)
    for row, figures in enumerate(subject.report.indicators):
        target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
        if not isinstance(target, Quantity) or target.operator not in UPWARD:
            continue
        wanted = in_yuan(figures, target) if _is_payment(figures) else None
        if wanted is not None and budget and wanted >= Fraction(budget) * Fraction(param(subject, "times_budget")):
            times = round_half_up(wanted / Fraction(budget), 2)
            why = f"指标值折合{plain(round_half_up(wanted, 2))}元，是预算数{plain(budget)}元的{plain(times)}倍"
            yield on_indicator(subject, row, "target", why=why)
        elif _beyond_whole(figures, target):
            yield on_indicator(subject, row, "target", sureness="high", why="该比率不会超过100%")


def _is_payment(figures: IndicatorFigures) -> bool:
    paid = says(figures.cells.name, words().payment_names) or "成本" in figures.cells.level2
    return paid and not is_unit_cost(figures) and (is_output(figures) or "成本" in figures.cells.level1)


def _beyond_whole(figures: IndicatorFigures, target: Quantity) -> bool:
    limit = target.value >= 100 if target.operator is Operator.MORE else target.value > 100
    return limit and target.unit == "%" and normal(figures.cells.name).endswith(words().bounded_rates)
