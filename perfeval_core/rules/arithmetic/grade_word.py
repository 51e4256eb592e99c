"""评价等级用词不规范: the stated grade is a word that is no grade."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import GRADE, is_blank
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """A blank grade is not a wrong word, and a pack without grades has no right ones."""
    grade, words = subject.report.filing.stated.grade, subject.pack.grade_words
    if not words or is_blank(grade) or grade in words:
        return
    yield Evidence(
        indicator=GRADE,
        field="grade",
        stated=grade,
        expected=None,
        at=subject.at_stated("grade"),
        facts=(("grades", "、".join(words)),),
    )
