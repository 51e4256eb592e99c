"""等级普遍偏高: nearly all reports give themselves the best grade."""

from collections.abc import Iterator

from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, Spot, names
from perfeval_core.rules.shared import GRADE


def check(portfolio: Portfolio) -> Iterator[PortfolioEvidence]:
    """By the stated grade, or by the stated total where no grade is written; graver if a recomputed total disagrees."""
    graded = [(member, grade) for member in portfolio.members if (grade := _grade(portfolio, member))]
    if not portfolio.pack.grades:
        return
    best = portfolio.pack.grades[0].word
    top = [member for member, grade in graded if grade == best]
    if not portfolio.prevails(len(top), len(graded)):
        return
    lower = [member for member in top if member.sheet.grade and best not in member.sheet.grade]
    yield PortfolioEvidence(
        indicator=GRADE,
        field="grade",
        stated=best,
        at=tuple(
            Spot(member.report_id, location) for member in top for location in portfolio.look(member).at_stated("grade")
        ),
        severity="medium" if lower else None,
        facts=(
            ("cases", str(len(top))),
            ("number", str(len(graded))),
            ("lower", str(len(lower))),
            ("reports", names(top)),
        ),
    )


def _grade(portfolio: Portfolio, member: Member) -> str | None:
    stated, total = member.report.filing.stated.grade, member.report.stated.total
    if stated:
        return stated
    if total is None:
        return None
    return next((grade.word for grade in portfolio.pack.grades if total >= grade.at_least), None)
