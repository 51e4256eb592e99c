"""执行数大于预算数: more was executed than the full-year budget."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """The total line; sources of funds only where the total keeps within its budget."""
    total = subject.report.total_line
    for row, figures in enumerate(subject.report.budget):
        if figures.executed is None or figures.full_year is None or figures.executed <= figures.full_year:
            continue
        line = figures.line
        yield Evidence(
            indicator=EXECUTION_RATE,
            field="executed",
            stated=line.executed,
            expected=None,
            at=subject.at_budget(line, "executed"),
            money=figures.executed - figures.full_year,
            row=row,
            facts=(("source", line.source), ("full_year", line.full_year or "")),
        )
        if figures is total:
            return
