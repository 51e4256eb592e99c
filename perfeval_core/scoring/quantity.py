"""Quantitative indicators (定量指标): each method takes a case and gives its exact points before rounding.

``None`` means that the method says nothing about the case, as where a proportion to a target of 0 has no meaning.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple


class Case(NamedTuple):
    """Weight, target and actual value, all exact, and whether the target is met (``None``: the pack leaves it open).

    ``pass_share`` is the pack's pass threshold (及格门槛), if it has one.
    """

    weight: Fraction
    target: Fraction
    actual: Fraction
    met: bool | None
    pass_share: Fraction | None = None


Method = Callable[[Case], Fraction | None]


def quantitative_positive(case: Case) -> Fraction | None:
    """National, more is better (≥ > =): met, the full weight; else weight × actual / target. 财预〔2020〕10号."""
    if case.met:
        return case.weight
    if case.met is None or case.target <= 0:
        return None
    return case.weight * _within_one(case.actual / case.target)


def quantitative_negative(case: Case) -> Fraction | None:
    """National, less is better (≤ <): met, the full weight; else weight × target / actual. 财预〔2020〕10号."""
    if case.met:
        return case.weight
    if case.met is None or case.target < 0 or case.actual <= 0:
        return None
    return case.weight * _within_one(case.target / case.actual)


def capped_ratio(case: Case) -> Fraction | None:
    """Hubei, more is better: weight × B/A, at most the weight; A is the target, B the actual value."""
    return _capped(case.weight, case.actual, case.target)


def capped_inverse_ratio(case: Case) -> Fraction | None:
    """Hubei, less is better: weight × A/B, at most the weight."""
    return _capped(case.weight, case.target, case.actual)


def pass_threshold(case: Case) -> Fraction | None:
    """财预〔2021〕101号: nothing below the pass threshold, from there on weight × actual / target, capped."""
    if case.target <= 0 or case.pass_share is None:
        return None
    share = case.actual / case.target
    return Fraction(0) if share < case.pass_share else case.weight * _within_one(share)


def _capped(weight: Fraction, above: Fraction, below: Fraction) -> Fraction | None:
    """Weight × above/below within 0 and the weight. By 0 the ratio has no bound, so the cap holds; 0/0 says nothing."""
    if below < 0 or (below == 0 and above <= 0):
        return None
    return weight if below == 0 else weight * _within_one(above / below)


def _within_one(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))
