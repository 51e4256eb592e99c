"""Quantitative indicators as the deployed budget platform (预算绩效平台) computes them.

Where more is better it computes as the national method does.
"""

from fractions import Fraction

from perfeval_core.scoring.quantity import Case, quantitative_positive


def platform_equal(case: Case) -> Fraction | None:
    """Equal (=): from the target on the full weight, below it in proportion; a target of 0 is kept or missed."""
    if case.target == 0:
        return case.weight if case.actual <= 0 else Fraction(0)
    return quantitative_positive(case._replace(met=case.met or case.actual >= case.target > 0))


def platform_negative(case: Case) -> Fraction | None:
    """Less is better (≤ <): the full weight within the limit, above it less by the share of the excess."""
    if case.met:
        return case.weight
    if case.met is None or case.target < 0:
        return None
    if case.actual >= 2 * case.target:
        return Fraction(0)
    return case.weight * (1 - (case.actual - case.target) / case.target)
