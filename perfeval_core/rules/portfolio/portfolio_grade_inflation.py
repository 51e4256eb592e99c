"""等级普遍偏高: nearly all reports give themselves the best grade."""

from collections.abc import Iterator
from typing import NamedTuple

from perfeval_core.rules.portfolio.subject import Places, Portfolio, PortfolioEvidence, names, packed, spots
from perfeval_core.rules.shared import GRADE
from perfeval_core.rules.subject import Subject


class Graded(NamedTuple):
    """Whether a report's grade is the ``best`` of its pack, and whether the recomputed total is below it."""

    best: str
    top: bool
    lower: bool
    at: Places


def look(subject: Subject) -> Iterator[Graded]:
    """By the stated grade, or by the stated total where no grade is written."""
    grades = subject.pack.grades
    stated, total = subject.report.filing.stated.grade, subject.report.stated.total
    if not grades or (not stated and total is None):
        return
    if not stated and total is not None:
        stated = next((grade.word for grade in grades if total >= grade.at_least), None)
    if stated:
        best, possible = grades[0].word, subject.sheet.grade
        top = stated == best
        places = packed(subject.at_stated("grade")) if top else ()
        yield Graded(best, top, bool(possible) and best not in possible, places)


def check(portfolio: Portfolio[Graded]) -> Iterator[PortfolioEvidence]:
    """Nearly all have the best grade; graver and surer if a recomputed total disagrees."""
    top = [(member, graded) for member, graded in portfolio.seen if graded.top]
    if not portfolio.prevails(len(top)):
        return
    lower = sum(graded.lower for _, graded in top)
    yield PortfolioEvidence(
        indicator=GRADE,
        field="grade",
        stated=top[0][1].best,
        at=spots((member, graded.at) for member, graded in top),
        severity="medium" if lower else None,
        sureness="moderate" if lower else None,
        facts=(
            ("cases", str(len(top))),
            ("number", str(len(portfolio.seen))),
            ("lower", str(lower)),
            ("reports", names([member for member, _ in top])),
        ),
    )
