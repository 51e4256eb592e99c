"""未达标未说明原因: a target was not met and the reason for deviation is blank."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import is_blank
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import at_strict_limit, attained


def check(subject: Subject) -> Iterator[Evidence]:
    """Silent where the form has no such column, and where only a strict limit was touched."""
    for row, figures in enumerate(subject.report.indicators):
        cells = figures.cells
        if cells.reason is None or not is_blank(cells.reason) or at_strict_limit(figures):
            continue
        if attained(figures, subject.pack) is not False:
            continue
        yield Evidence(
            indicator=cells.name,
            field="reason",
            stated=cells.reason,
            expected=None,
            at=subject.at_indicator(cells, "reason"),
            row=row,
            facts=(("target", cells.target or cells.target_initial or ""), ("actual", cells.actual or "")),
        )
