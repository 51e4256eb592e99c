"""The exact interval for a share: known values, and its own definition by another way of reckoning."""

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.proportion import clopper_pearson, share

STEP = Fraction(1, 10_000)
TAIL = Fraction(25, 1000)


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 10, "0", "0.3085"),  # 1 - 0.025 ** (1 / 10)
        (10, 10, "0.6915", "1"),
        (1, 10, "0.0025", "0.4451"),  # 0.00253 to 0.44502
        (5, 10, "0.1870", "0.8130"),  # 0.18709 to 0.81291
        (0, 1, "0", "0.975"),
        (3, 60, "0.0104", "0.1393"),
    ],
)
def test_known_intervals(hits: int, trials: int, low: str, high: str) -> None:
    found = clopper_pearson(hits, trials)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))


def likelihood(hits: range, trials: int, p: Fraction) -> Fraction:
    return sum((comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in hits), Fraction(0))


@given(st.integers(1, 40).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_the_bounds_are_where_the_sample_becomes_unlikely(case: tuple[int, int]) -> None:
    hits, trials = case
    found = clopper_pearson(hits, trials)
    low, high = Fraction(found.low), Fraction(found.high)
    assert low <= Fraction(hits, trials) <= high
    if hits:
        assert likelihood(range(hits, trials + 1), trials, low) <= TAIL
        assert likelihood(range(hits, trials + 1), trials, low + STEP) > TAIL
    if hits < trials:
        assert likelihood(range(hits + 1), trials, high) <= TAIL
        assert likelihood(range(hits + 1), trials, high - STEP) > TAIL


@pytest.mark.parametrize("case", [(0, 0), (-1, 3), (4, 3)])
def test_what_is_no_sample_has_no_interval(case: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="trials"):
        clopper_pearson(*case)


def test_shares_are_rounded_half_up() -> None:
    assert share(0, 0) is None
    assert [share(1, 3), share(2, 3), share(1, 20_000), share(3, 3)] == [
        Decimal(text) for text in ("0.3333", "0.6667", "0.0001", "1.0000")
    ]
