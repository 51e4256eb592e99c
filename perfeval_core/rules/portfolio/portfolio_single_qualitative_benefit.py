"""效益指标仅一个定性指标: in most reports the whole weight of benefits hangs on one quality word."""

from collections.abc import Iterator
from typing import NamedTuple

from perfeval_core.domain.quantity import Quality
from perfeval_core.rules.portfolio.subject import Places, Portfolio, PortfolioEvidence, names, packed, spots
from perfeval_core.rules.subject import Subject


class Benefit(NamedTuple):
    """Whether the only benefit indicator is a quality word, and where it stands."""

    single: bool
    at: Places


def look(subject: Subject) -> Iterator[Benefit]:
    """Reports that have benefit indicators."""
    found = [figures for figures in subject.report.indicators if "效益" in figures.cells.level1]
    if found:
        single = len(found) == 1 and isinstance(found[0].actual, Quality)
        yield Benefit(single, packed(subject.at_indicator(found[0].cells, "name")) if single else ())


def check(portfolio: Portfolio[Benefit]) -> Iterator[PortfolioEvidence]:
    """Most of them have that one only."""
    single = [(member, benefit.at) for member, benefit in portfolio.seen if benefit.single]
    if portfolio.prevails(len(single)):
        yield PortfolioEvidence(
            indicator=None,
            field="level1",
            stated=None,
            at=spots(single),
            facts=(
                ("cases", str(len(single))),
                ("number", str(len(portfolio.seen))),
                ("reports", names([member for member, _ in single])),
            ),
        )
