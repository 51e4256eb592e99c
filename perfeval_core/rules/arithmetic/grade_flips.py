"""重算后等级改变: the stated grade is not among those that the recomputed total can earn."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import TOTAL, grade_flipped
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding on the total, in place of ``total_after_correction``."""
    sheet = subject.sheet
    if sheet.total is None or not grade_flipped(sheet, subject.pack):
        return
    yield Evidence(
        indicator=TOTAL,
        field="total",
        stated=sheet.stated_total,
        expected=str(sheet.total),
        at=subject.at_stated("total"),
        facts=(("grade", sheet.stated_grade or ""), ("recomputed_grade", "或".join(sheet.grade))),
    )
