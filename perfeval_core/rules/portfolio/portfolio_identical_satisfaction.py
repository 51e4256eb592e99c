"""满意度雷同: most reports give the same satisfaction figure."""

from collections.abc import Iterator
from decimal import Decimal

from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, Spot, most_common, names
from perfeval_core.rules.shared import plain


def check(portfolio: Portfolio) -> Iterator[PortfolioEvidence]:
    """By the first satisfaction indicator with a number in each report; a share (0.9) is its percentage."""
    rows = [(member, row) for member in portfolio.members if (row := _row(member)) is not None]
    if not rows:
        return
    value, cases = most_common([_percent(row) for _, row in rows])
    if not portfolio.prevails(cases, len(rows)):
        return
    same = [(member, row) for member, row in rows if _percent(row) == value]
    yield PortfolioEvidence(
        indicator=None,
        field="actual",
        stated=f"{plain(value)}%",
        at=tuple(
            Spot(member.report_id, location)
            for member, row in same
            for location in portfolio.look(member).at_indicator(row.cells, "actual")
        ),
        facts=(
            ("cases", str(cases)),
            ("number", str(len(rows))),
            ("reports", names([member for member, _ in same])),
        ),
    )


def _row(member: Member) -> IndicatorFigures | None:
    for figures in member.report.indicators:
        satisfaction = "满意" in figures.cells.level1 or "满意" in figures.cells.name
        if satisfaction and isinstance(figures.actual, Quantity) and figures.actual.unit in ("", "%"):
            return figures
    return None


def _percent(figures: IndicatorFigures) -> Decimal:
    assert isinstance(figures.actual, Quantity)
    value = figures.actual.value
    return value * 100 if value <= 1 and not figures.actual.unit else value
