"""Quantitative indicators (定量指标) by the national method: met, the full weight; else in proportion.

A method takes weight, target, actual and whether the target is met, all exact, and gives the points before rounding, or
``None`` where its proportion has no meaning (a target of 0 or below). 财预〔2020〕10号, 定量指标得分.
"""

from collections.abc import Callable
from fractions import Fraction

Method = Callable[[Fraction, Fraction, Fraction, bool], Fraction | None]


def quantitative_positive(weight: Fraction, target: Fraction, actual: Fraction, met: bool) -> Fraction | None:
    """More is better (≥ > =): weight × actual / target, within 0 and the weight."""
    if met:
        return weight
    if target <= 0:
        return None
    return min(max(weight * actual / target, Fraction(0)), weight)


def quantitative_negative(weight: Fraction, target: Fraction, actual: Fraction, met: bool) -> Fraction | None:
    """Less is better (≤ <): weight × target / actual."""
    if met:
        return weight
    if target < 0 or actual == 0:
        return None
    return weight * target / actual
