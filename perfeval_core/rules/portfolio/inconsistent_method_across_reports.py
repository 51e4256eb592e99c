"""同类指标计分不一: the same case is scored in two ways in different reports."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from perfeval_core.domain.numbers import decimals, round_half_up
from perfeval_core.domain.quantity import Operator
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, Spot, names
from perfeval_core.scoring.readings import Comparison, comparisons

_DOWNWARD = (Operator.AT_MOST, Operator.LESS)
_WAYS = {"full": "记满分", "proportional": "按比例记分", "reduced": "减分", "other": "按其他方法记分"}


class Case(NamedTuple):
    """One scored line: what it is a case of, and in which way it was scored."""

    kind: tuple[str, str, str]
    way: str
    member: Member
    figures: IndicatorFigures


def check(portfolio: Portfolio) -> Iterator[PortfolioEvidence]:
    """Cases agree in pack, operator and relation to the target; reported are the rarer ways, once a case."""
    cases: dict[tuple[str, str, str], list[Case]] = defaultdict(list)
    for member in portfolio.members:
        for figures in member.report.indicators:
            case = _case(portfolio, member, figures)
            if case is not None:
                cases[case.kind].append(case)
    for kind, found in sorted(cases.items()):
        ways = sorted({case.way for case in found}, key=lambda way: (-_number(found, way), list(_WAYS).index(way)))
        usual = [case for case in found if case.way == ways[0]]
        rare = [case for case in found if case.way != ways[0]]
        elsewhere = {case.member.report_id for case in rare} - {usual[0].member.report_id}
        if elsewhere and len(found) >= portfolio.param("least_cases") and len(usual) >= len(rare):
            yield _evidence(portfolio, kind, usual, rare)


def _number(found: list[Case], way: str) -> int:
    return sum(case.way == way for case in found)


def _case(portfolio: Portfolio, member: Member, figures: IndicatorFigures) -> Case | None:
    """The line as a case; ``None`` if its readings disagree, it has no points, or a ratio that says nothing."""
    found = comparisons(figures, portfolio.pack)
    if figures.points is None or not figures.weight or any(one.target <= 0 or one.actual <= 0 for one in found):
        return None
    kinds = {(one.operator.value, _relation(one, portfolio)) for one in found}
    ways = {_way(one, figures, _relation(one, portfolio)) for one in found}
    if len(kinds) != 1 or len(ways) != 1:
        return None
    return Case((member.sheet.pack, *kinds.pop()), ways.pop(), member, figures)


def _relation(one: Comparison, portfolio: Portfolio) -> str:
    if one.actual == one.target:
        return "等于指标值"
    if not one.met(strict=True) and (one.operator is not Operator.EQUAL or one.actual < one.target):
        return "未达到指标值"
    far = one.actual / one.target >= Fraction(portfolio.param("far_above"))
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


def _evidence(
    portfolio: Portfolio, kind: tuple[str, str, str], usual: list[Case], rare: list[Case]
) -> PortfolioEvidence:
    shown = [*rare, usual[0]]
    return PortfolioEvidence(
        indicator=rare[0].figures.cells.name,
        field="points",
        stated=rare[0].figures.cells.points,
        at=tuple(
            Spot(case.member.report_id, location)
            for case in shown
            for location in portfolio.look(case.member).at_indicator(case.figures.cells, "points")
        ),
        key="|".join(kind),
        facts=(
            ("operator", kind[1]),
            ("relation", kind[2]),
            ("usual", _WAYS[usual[0].way]),
            ("usual_cases", str(len(usual))),
            ("rare", "、".join(f"“{case.figures.cells.name}”{_WAYS[case.way]}" for case in rare)),
            ("reports", names([case.member for case in rare])),
        ),
    )
