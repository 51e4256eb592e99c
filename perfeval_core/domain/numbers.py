"""The only door through which text becomes a number.

A number from a document is an exact ``Decimal``; a blank or an unreadable cell is ``None``, never zero.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NewType

Amount = NewType("Amount", Decimal)
"""Money (金额) in yuan (元), whatever unit the table was printed in."""

Points = NewType("Points", Decimal)
"""Points or weight (得分、分值、权重)."""

Ratio = NewType("Ratio", Fraction)
"""A pure ratio: an execution rate (执行率) of 62.56% is 1564/2500."""

YUAN_PER_UNIT = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_WITH_UNIT = re.compile(r"([\d.,+-]+)(万元?|亿元?|元)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def dec(text: str | None) -> Decimal | None:
    """The exact decimal that ``text`` shows, or ``None`` if it shows anything but one plain number.

    Commas count only between groups of three digits. Exponents, ``NaN`` and other digits than 0-9 are no numbers.
    """
    if text is None:
        return None
    if not text.isascii():
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return Decimal(text) if _PLAIN.fullmatch(text) else None


def amount(text: str | None, unit: str) -> Amount | None:
    """The money that a cell shows, in yuan; ``unit`` is the unit of its table (元, 万元 or 亿元)."""
    value = dec(text)
    return None if value is None else Amount(value * YUAN_PER_UNIT[unit])


def number_and_unit(text: str | None, unit: str | None) -> tuple[str | None, str | None]:
    """What a money cell prints, and the unit of it: its own (``2.6亿元``) before ``unit``, that of its table."""
    own = _WITH_UNIT.fullmatch(text or "")
    return (own.group(1), own.group(2).rstrip("元") + "元") if own else (text, unit)


def money(text: str | None, unit: str | None = None) -> Amount | None:
    """The money that a cell shows, in yuan, in its own unit or that of its table; ``None`` if there is neither."""
    number, own = number_and_unit(text, unit)
    return None if own is None else amount(number, own)


def points(text: str | None) -> Points | None:
    """The points or the weight that a cell shows; a trailing 分 is allowed."""
    value = dec(text.removesuffix("分") if text else text)
    return None if value is None else Points(value)


def decimals(text: str) -> int:
    """How many digits ``text`` prints after its decimal point: its precision."""
    match = re.search(r"\.(\d+)", text)
    return len(match.group(1)) if match else 0


def round_half_up(value: Fraction | Decimal, places: int) -> Decimal:
    """``value`` rounded half away from zero to ``places`` decimals, exactly (no binary float on the way)."""
    scaled = Fraction(value) * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    if 2 * rest >= scaled.denominator:
        whole += 1
    signed = whole if scaled >= 0 else -whole
    return Decimal(signed).scaleb(-places).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
