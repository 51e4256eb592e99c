"""完成值全部恰好等于指标值: every number that could have come out otherwise is its target to the digit."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Operator, Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.evidence import param
from perfeval_core.rules.judgement.standing import operator_of
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import comparisons


def check(subject: Subject) -> Iterator[Evidence]:
    """Few numbers say nothing, and some must be free: equal targets (=), 0 and 100% leave no choice."""
    read = [(figures, comparisons(figures, subject.pack)) for figures in subject.report.indicators]
    numbers = [(figures, found) for figures, found in read if found and not _none_as_hoped(figures)]
    exact = [figures for figures, found in numbers if all(one.actual == one.target for one in found)]
    free = [figures for figures in exact if _could_differ(figures)]
    enough = len(numbers) >= param(subject, "least_indicators") and len(free) >= param(subject, "least_free")
    if enough and len(exact) == len(numbers):
        yield Evidence(
            indicator=None,
            field="actual",
            stated=None,
            expected=None,
            at=subject.at_column("actual"),
            facts=(("number", str(len(exact))),),
        )


def _none_as_hoped(figures: IndicatorFigures) -> bool:
    """Whether nothing happened, as it should (<1 accident, 0): such a line hits or misses nothing."""
    return isinstance(figures.actual, Quantity) and figures.actual.value == 0


def _could_differ(figures: IndicatorFigures) -> bool:
    actual = figures.actual
    return (
        isinstance(actual, Quantity)
        and operator_of(figures) not in (None, Operator.EQUAL)
        and actual.value not in (0, 100)
    )
