"""反向指标完成值为零: a cost of zero fulfils its limit, although the activity took place."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.money import executed
from perfeval_core.rules.judgement.standing import DOWNWARD, is_cost, is_output, operator_of
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Not where zero is the good value (超支, 增长), and not where nothing was spent and nothing done."""
    if not executed(subject.report) and not _something_done(subject):
        return
    for row, figures in enumerate(subject.report.indicators):
        if _zero_within_limit(figures) and is_cost(figures) and figures.points:
            yield on_indicator(subject, row, "actual")


def _zero_within_limit(figures: IndicatorFigures) -> bool:
    target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
    if not isinstance(target, Quantity) or target.value <= 0 or operator_of(figures) not in DOWNWARD:
        return False
    zero = isinstance(figures.actual, Quantity) and figures.actual.value == 0
    return zero and not says(figures.cells.name, words().zero_is_good)


def _something_done(subject: Subject) -> bool:
    return any(
        is_output(figures)
        and figures.cells.level2.startswith("数量")
        and isinstance(figures.actual, Quantity)
        and figures.actual.value > 0
        for figures in subject.report.indicators
    )
