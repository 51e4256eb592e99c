"""How far the share in a sample may be from that in the whole: the exact interval of Clopper and Pearson (1934).

All arithmetic is in integers, so the bounds are right to their last digit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PLACES = 4
"""Decimals of a bound."""
_GRID = 10**PLACES

CONFIDENCE = Fraction(95, 100)


@dataclass(frozen=True)
class Interval:
    """The shares, from ``low`` to ``high``, that the sample does not rule out; rounded outwards to 4 decimals."""

    low: Decimal
    high: Decimal


def share(part: int, whole: int) -> Decimal | None:
    """``part`` of ``whole`` to 4 decimals, half up; ``None`` if there is no whole."""
    return Decimal((2 * part * _GRID + whole) // (2 * whole)).scaleb(-PLACES) if whole else None


def clopper_pearson(hits: int, trials: int, confidence: Fraction = CONFIDENCE) -> Interval:
    """The exact two-sided interval for a share of which ``hits`` were seen in ``trials`` independent draws.

    Raises ``ValueError`` unless ``0 <= hits <= trials`` and there was a trial. For draws without replacement it is
    wider than it need be, never narrower.
    """
    if not 0 <= hits <= trials or trials == 0:
        raise ValueError(f"{hits} hits in {trials} trials")
    tail = (1 - confidence) / 2
    low = _last(lambda step: not _at_most(trials - hits, trials, _GRID - step, tail)) if hits else 0
    high = _last(lambda step: _at_most(hits, trials, step, tail)) + 1 if hits < trials else _GRID
    return Interval(Decimal(low).scaleb(-PLACES), Decimal(high).scaleb(-PLACES))


def _at_most(hits: int, trials: int, step: int, tail: Fraction) -> bool:
    """Whether ``hits`` or fewer in ``trials`` are likelier than ``tail``, where the share is ``step`` of the grid."""
    seen, term, rest = 0, 1, _GRID - step
    for k in range(hits + 1):  # the binomial sum by Horner's rule; term is C(trials, k) * step**k
        seen = seen * rest + term
        term = term * step * (trials - k) // (k + 1)
    whole: int = _GRID**trials
    part: int = seen * rest ** (trials - hits)
    return part * tail.denominator > tail.numerator * whole


def _last(holds: Callable[[int], bool]) -> int:
    """The last step of the grid at which ``holds``, which it does from 0 up to there."""
    low, high = 0, _GRID
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
