"""同类指标计分不一: the same case is scored in two ways in different reports."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from perfeval_core.domain.numbers import decimals, round_half_up
from perfeval_core.domain.quantity import Operator
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.portfolio.subject import (
    Member,
    Places,
    Portfolio,
    PortfolioEvidence,
    few,
    names,
    number,
    packed,
    spots,
)
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import Comparison, comparisons

_DOWNWARD = (Operator.AT_MOST, Operator.LESS)
_WAYS = {"full": "记满分", "proportional": "按比例记分", "reduced": "减分", "other": "按其他方法记分"}

Kind = tuple[str, str, str]
"""Pack, operator and relation to the target: lines that agree in these must be scored in one way."""


class Case(NamedTuple):
    """One scored line: what it is a case of, in which way it was scored, and where."""

    kind: Kind
    way: str
    name: str
    points: str | None
    at: Places


Found = tuple[Member, Case]


def look(subject: Subject) -> Iterator[Case]:
    """The lines that have points and one reading each; ratios that say nothing are left out."""
    far_above = number(subject.params, "far_above")
    for figures in subject.report.indicators:
        found = comparisons(figures, subject.pack)
        if figures.points is None or not figures.weight or any(one.target <= 0 or one.actual <= 0 for one in found):
            continue
        kinds = {(one.operator.value, _relation(one, far_above)) for one in found}
        ways = {_way(one, figures, _relation(one, far_above)) for one in found}
        if len(kinds) == 1 and len(ways) == 1:
            kind, cells = (subject.sheet.pack, *kinds.pop()), figures.cells
            yield Case(kind, ways.pop(), cells.name, cells.points, packed(subject.at_indicator(cells, "points")))


def check(portfolio: Portfolio[Case]) -> Iterator[PortfolioEvidence]:
    """Reported are the rarer ways, once a kind, unless all of them stand where the usual one does."""
    cases: dict[Kind, list[Found]] = defaultdict(list)
    for member, case in portfolio.seen:
        cases[case.kind].append((member, case))
    for kind, found in sorted(cases.items()):
        ways = sorted({case.way for _, case in found}, key=lambda way: (-_number(found, way), list(_WAYS).index(way)))
        usual = [one for one in found if one[1].way == ways[0]]
        rare = [one for one in found if one[1].way != ways[0]]
        elsewhere = {member.part for member, _ in rare} - {usual[0][0].part}
        if elsewhere and len(found) >= portfolio.param("least_cases") and len(usual) >= len(rare):
            yield _evidence(kind, usual, rare)


def _number(found: list[Found], way: str) -> int:
    return sum(case.way == way for _, case in found)


def _relation(one: Comparison, far_above: Decimal) -> str:
    if one.actual == one.target:
        return "等于指标值"
    if not one.met(strict=True) and (one.operator is not Operator.EQUAL or one.actual < one.target):
        return "未达到指标值"
    far = one.actual / one.target >= Fraction(far_above)
    return "远超指标值" if far and one.operator not in _DOWNWARD else "优于指标值"


def _way(one: Comparison, figures: IndicatorFigures, relation: str) -> str:
    weight, points, text = figures.weight, figures.points, figures.cells.points or ""
    assert weight is not None and points is not None
    if points == weight:
        return "full"
    if relation != "未达到指标值":
        return "reduced"
    share = one.target / one.actual if one.operator in _DOWNWARD else one.actual / one.target
    return "proportional" if _rounded(Fraction(weight) * share, text) == points else "other"


def _rounded(exact: Fraction, text: str) -> Decimal:
    return round_half_up(exact, decimals(text))


def _evidence(kind: Kind, usual: list[Found], rare: list[Found]) -> PortfolioEvidence:
    first = rare[0][1]
    return PortfolioEvidence(
        indicator=first.name,
        field="points",
        stated=first.points,
        at=spots((member, case.at) for member, case in [*rare, usual[0]]),
        key="|".join(kind),
        facts=(
            ("operator", kind[1]),
            ("relation", kind[2]),
            ("usual", _WAYS[usual[0][1].way]),
            ("usual_cases", str(len(usual))),
            ("rare", few([f"“{case.name}”{_WAYS[case.way]}" for _, case in rare], "处")),
            ("reports", names(list(dict.fromkeys(member for member, _ in rare)))),
        ),
    )
