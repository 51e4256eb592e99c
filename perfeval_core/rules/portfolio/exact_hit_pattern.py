"""多份报告的完成值恰好等于指标值: over several reports nearly every number that was free is its target to the digit."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from perfeval_core.domain.quantity import Operator, Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.standing import fully_scored, is_timeliness, operator_of
from perfeval_core.rules.portfolio.subject import Places, Portfolio, PortfolioEvidence, names, number, packed, spots
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import comparisons

_MOST_ODDS = 1_000_000
"""Smaller chances than one in so many are not told apart."""


class Hits(NamedTuple):
    """How many indicators of a report were free to come out otherwise, how many hit all the same, and where."""

    free: int
    hits: int
    at: Places


def look(subject: Subject) -> Iterator[Hits]:
    """Reports with free indicators; one that hit without its full points did not hit in the unit's own eyes."""
    free = [one for one in subject.report.indicators if _could_differ(one, subject)]
    hits = [one for one in free if fully_scored(one) and _exact(one, subject)]
    if free:
        places = (place for one in hits for place in subject.at_indicator(one.cells, "actual"))
        yield Hits(len(free), len(hits), packed(places))


def check(portfolio: Portfolio[Hits]) -> Iterator[PortfolioEvidence]:
    """Enough reports that hit throughout, enough indicators, nearly all of them hit, and hardly by chance.

    The smaller the chance, the surer.
    """
    throughout = [member for member, one in portfolio.seen if one.hits == one.free]
    free, hits = sum(one.free for _, one in portfolio.seen), sum(one.hits for _, one in portfolio.seen)
    if len(throughout) < portfolio.param("least_reports") or hits < portfolio.param("least_indicators"):
        return
    if hits < portfolio.param("least_share") * free:
        return
    chance = _chance(hits, free, Fraction(portfolio.param("chance_each")))
    if chance <= portfolio.param("most_chance"):
        yield PortfolioEvidence(
            indicator=None,
            field="actual",
            stated=None,
            at=spots((member, one.at) for member, one in portfolio.seen),
            sureness="high" if chance <= portfolio.param("sure_chance") else None,
            facts=(
                ("cases", str(len(throughout))),
                ("number", str(len(portfolio.seen))),
                ("hits", str(hits)),
                ("free", str(free)),
                ("odds", str(min(int(1 / chance), _MOST_ODDS))),
                ("reports", names(throughout)),
            ),
        )


def _could_differ(figures: IndicatorFigures, subject: Subject) -> bool:
    """Whether an honest figure could well be another one; the card says why the others are left out."""
    found, cells = comparisons(figures, subject.pack), figures.cells
    if not found or operator_of(figures) in (None, Operator.EQUAL):
        return False
    fixed = any(word in cells.name for word in subject.params["fixed_words"].split())
    if fixed or "成本" in cells.level1 + cells.level2 + cells.name or is_timeliness(figures):
        return False
    targets = [target.value for target in (figures.target, figures.target_initial) if isinstance(target, Quantity)]
    least = number(subject.params, "least_count")
    return all(value not in (0, 100) and not (value < least and value == value.to_integral()) for value in targets)


def _exact(figures: IndicatorFigures, subject: Subject) -> bool:
    return all(one.actual == one.target for one in comparisons(figures, subject.pack))


def _chance(hits: int, free: int, each: Fraction) -> Fraction:
    """The chance that at least ``hits`` of ``free`` indicators hit, if each does so with the chance ``each``.

    A sum of whole numbers, each made from the one before: a year may have a million indicators.
    """
    hit, miss = each.numerator, each.denominator - each.numerator
    ways = whole = hit**free
    for missed in range(free - hits):
        ways = ways * (free - missed) * miss // (hit * (missed + 1))
        whole += ways
    return Fraction(whole, each.denominator**free)
