"""满意度雷同: most reports give the same satisfaction figure."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from perfeval_core.domain.quantity import Quantity
from perfeval_core.rules.portfolio.subject import (
    Places,
    Portfolio,
    PortfolioEvidence,
    most_common,
    names,
    packed,
    spots,
)
from perfeval_core.rules.shared import plain
from perfeval_core.rules.subject import Subject


class Satisfaction(NamedTuple):
    """A report's satisfaction in percent, and where it stands."""

    percent: Decimal
    at: Places


def look(subject: Subject) -> Iterator[Satisfaction]:
    """The first satisfaction indicator with a number; a share (0.9) is its percentage."""
    for figures in subject.report.indicators:
        actual, cells = figures.actual, figures.cells
        satisfaction = "满意" in cells.level1 or "满意" in cells.name
        if satisfaction and isinstance(actual, Quantity) and actual.unit in ("", "%"):
            share = actual.value <= 1 and not actual.unit
            yield Satisfaction(
                actual.value * 100 if share else actual.value, packed(subject.at_indicator(cells, "actual"))
            )
            return


def check(portfolio: Portfolio[Satisfaction]) -> Iterator[PortfolioEvidence]:
    """Most of the figures are one."""
    if not portfolio.seen:
        return
    value, cases = most_common([one.percent for _, one in portfolio.seen])
    if not portfolio.prevails(cases):
        return
    same = [(member, one.at) for member, one in portfolio.seen if one.percent == value]
    yield PortfolioEvidence(
        indicator=None,
        field="actual",
        stated=f"{plain(value)}%",
        at=spots(same),
        facts=(
            ("cases", str(cases)),
            ("number", str(len(portfolio.seen))),
            ("reports", names([member for member, _ in same])),
        ),
    )
