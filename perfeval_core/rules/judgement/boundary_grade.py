"""总分恰在等级边界: the stated total just reaches its grade."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import param
from perfeval_core.rules.shared import TOTAL, plain
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """From the bound of a grade to a little above it; the lowest grade has no bound that is earned."""
    total = subject.report.stated.total
    if total is None:
        return
    for grade in subject.pack.grades[:-1]:
        above = total - grade.at_least
        if 0 <= above <= param(subject, "above"):
            yield Evidence(
                indicator=TOTAL,
                field="total",
                stated=subject.report.filing.stated.total,
                expected=None,
                at=subject.at_stated("total"),
                facts=(("grade", grade.word), ("bound", plain(grade.at_least)), ("above", plain(above))),
            )
