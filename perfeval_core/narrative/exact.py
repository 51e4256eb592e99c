"""Exact values with the precision that their wording has, and when two of them agree."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Exact:
    """A value and its step: what one unit of its last printed digit is worth (6.97万元: 69,700 and 100)."""

    value: Fraction
    step: Fraction


def of_decimal(value: Decimal, scale: Fraction = Fraction(1)) -> Exact:
    """A printed decimal number, each of whose units is worth ``scale``; its step follows from its decimals."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Exact(Fraction(value) * scale, Fraction(1, 10**places) * scale)


def rounded(value: Fraction, step: Fraction) -> Fraction:
    """``value`` rounded half away from zero to a multiple of ``step``."""
    whole = floor(abs(value) / step + Fraction(1, 2)) * step
    return whole if value >= 0 else -whole


def agree(one: Exact, other: Exact) -> bool:
    """Whether the finer value, rounded to the coarser one's printed precision, is the coarser one."""
    coarse, fine = (one, other) if one.step >= other.step else (other, one)
    return rounded(fine.value, coarse.step) == coarse.value


def total(parts: list[Exact]) -> Exact:
    """The sum of printed amounts, as fine as the finest of them: a round amount is meant as it stands."""
    return Exact(sum((part.value for part in parts), Fraction(0)), min(part.step for part in parts))


def shown(value: Fraction, places: int = 6) -> str:
    """``value`` as a decimal number without zeros that say nothing, to ``places`` decimals at most."""
    step = Fraction(1, 10**places)
    scaled = int(rounded(value, step) / step)
    whole, rest = divmod(abs(scaled), 10**places)
    digits = f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
    return f"-{digits}" if scaled < 0 else digits


def shown_money(yuan: Fraction) -> str:
    """An amount in yuan as a sentence would print it: from 10,000 on in 万元."""
    return f"{shown(yuan / 10_000)}万元" if abs(yuan) >= 10_000 else f"{shown(yuan)}元"


def shown_rate(ratio: Fraction, places: int = 2) -> str:
    """A ratio as a percentage with ``places`` decimals."""
    percent = rounded(100 * ratio, Fraction(1, 10**places))
    return f"{Decimal(int(percent * 10**places)).scaleb(-places):f}%"
