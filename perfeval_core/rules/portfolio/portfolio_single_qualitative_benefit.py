"""效益指标仅一个定性指标: in most reports the whole weight of benefits hangs on one quality word."""

from collections.abc import Iterator

from perfeval_core.domain.quantity import Quality
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, Spot, names


def check(portfolio: Portfolio) -> Iterator[PortfolioEvidence]:
    """Among the reports that have benefit indicators."""
    benefits = [(member, found) for member in portfolio.members if (found := _benefits(member))]
    single = [(member, found[0]) for member, found in benefits if len(found) == 1 and _by_word(found[0])]
    if not portfolio.prevails(len(single), len(benefits)):
        return
    yield PortfolioEvidence(
        indicator=None,
        field="level1",
        stated=None,
        at=tuple(
            Spot(member.report_id, location)
            for member, row in single
            for location in portfolio.look(member).at_indicator(row.cells, "name")
        ),
        facts=(
            ("cases", str(len(single))),
            ("number", str(len(benefits))),
            ("reports", names([member for member, _ in single])),
        ),
    )


def _benefits(member: Member) -> list[IndicatorFigures]:
    return [figures for figures in member.report.indicators if "效益" in figures.cells.level1]


def _by_word(figures: IndicatorFigures) -> bool:
    return isinstance(figures.actual, Quality)
