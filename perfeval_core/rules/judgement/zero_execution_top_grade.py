"""零执行而评优: nothing was spent, and the report gives itself the best grade."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.money import executed
from perfeval_core.rules.shared import GRADE, TOTAL
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """By the stated grade, or by the stated total where no grade is written."""
    spent = executed(subject.report)
    if spent is None or spent != 0 or not subject.pack.grades:
        return
    best, stated = subject.pack.grades[0], subject.report.filing.stated
    if stated.grade:
        field, shown, top = "grade", stated.grade, stated.grade == best.word
    else:
        total = subject.report.stated.total
        field, shown, top = "total", stated.total or "", total is not None and total >= best.at_least
    if top:
        yield Evidence(
            indicator=GRADE if field == "grade" else TOTAL,
            field=field,
            stated=shown,
            expected=None,
            at=subject.at_stated(field),
            facts=(("best", best.word),),
        )
