"""预算与执行均为零: full-year budget and executed amount are both 0, so that there is no execution rate."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """The total line. A source of funds at 0 of 0 is an unused source, unless it states a rate all the same."""
    total = subject.report.total_line
    for row, figures in enumerate(subject.report.budget):
        if figures.full_year != 0 or figures.executed != 0:
            continue
        if figures is not total and not figures.stated_rate:
            continue
        line = figures.line
        yield Evidence(
            indicator=EXECUTION_RATE,
            field="execution_rate",
            stated=line.execution_rate,
            expected=None,
            at=subject.at_budget(line, "execution_rate"),
            row=row,
            facts=(("source", line.source),),
        )
        if figures is total:
            return
