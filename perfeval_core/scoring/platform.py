"""Quantitative indicators as the deployed budget platform (预算绩效平台) computes them.

Shapes as in ``scoring.quantity``; where more is better the platform computes as the national method does.
"""

from fractions import Fraction

from perfeval_core.scoring.quantity import quantitative_positive


def platform_equal(weight: Fraction, target: Fraction, actual: Fraction, met: bool) -> Fraction | None:
    """Equal (=): from the target on the full weight, below it in proportion; a target of 0 is kept or missed."""
    if target == 0:
        return weight if actual <= 0 else Fraction(0)
    return quantitative_positive(weight, target, actual, met or actual >= target > 0)


def platform_negative(weight: Fraction, target: Fraction, actual: Fraction, met: bool) -> Fraction | None:
    """Less is better (≤ <): the full weight within the limit, above it less by the share of the excess."""
    if met:
        return weight
    if target < 0:
        return None
    if actual >= 2 * target:
        return Fraction(0)
    return weight * (1 - (actual - target) / target)
