"""指标值前后不一: the plan demands a number that is not the indicator's target."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.planning import differing
from perfeval_core.rules.judgement.standing import DOWNWARD, operator_of
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """A plan that asks for more than an at-least target is another rule's."""
    for planned in differing(subject):
        figures = subject.report.indicators[planned.row]
        if operator_of(figures) not in DOWNWARD and planned.count.value > planned.target:
            continue
        yield on_indicator(subject, planned.row, "target", other=planned.count.clause, plan=planned.count.printed)
