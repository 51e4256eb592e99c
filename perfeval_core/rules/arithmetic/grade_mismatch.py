"""评价等级与总分不符: the stated grade is not the grade of the stated total."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import GRADE
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.totals import grade_of


def check(subject: Subject) -> Iterator[Evidence]:
    """Only for a word that is a grade, beside a total that can be read."""
    grade, total = subject.report.filing.stated.grade, subject.report.stated.total
    if grade not in subject.pack.grade_words or total is None:
        return
    earned = grade_of(total, subject.pack)
    if earned == grade:
        return
    yield Evidence(
        indicator=GRADE,
        field="grade",
        stated=grade,
        expected=earned,
        at=subject.at_stated("grade"),
        facts=(("total", subject.report.filing.stated.total or ""),),
    )
