"""指标值低于计划: the plan states more than the indicator asks for."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.planning import differing
from perfeval_core.rules.judgement.standing import DOWNWARD, operator_of
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Only for indicators of which more is better; a loose match, which rests on an admission, is less sure."""
    for planned in differing(subject):
        figures = subject.report.indicators[planned.row]
        if operator_of(figures) in DOWNWARD or planned.count.value <= planned.target:
            continue
        yield on_indicator(
            subject,
            planned.row,
            "target",
            other=planned.count.clause,
            sureness="low" if planned.admitted else None,
            plan=planned.count.printed,
            admitted=f"；另有表述“{planned.admitted.text}”" if planned.admitted else "",
        )
