"""A second writing of every pack's formulas, in plain fractions, from the table of packs alone.

It shares no code with the program and reads no file of the rulebook: what differs between the two is an error in one.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

QUALITY = {"达成预期指标": 0, "部分达成预期指标并具有一定效果": 1, "未达成预期指标且效果较差": 2}
NATIONAL_BANDS = [(80, 100), (60, 80), (0, 60)]
BANDS = {
    "mof-2020-10": NATIONAL_BANDS,
    "platform": NATIONAL_BANDS,
    "mof-2021-101": NATIONAL_BANDS,
    "hubei": [(80, 100), (50, 80), (0, 50)],
    "sichuan": None,
}
EXECUTION = {"mof-2020-10": 10, "platform": 10, "mof-2021-101": 10, "hubei": 20, "sichuan": 10}
GRADED = {"mof-2020-10", "platform"}


@dataclass(frozen=True)
class Line:
    """One indicator: a comparison, or one of the quality words; figures as they are printed."""

    operator: str
    target: str
    actual: str
    weight: str
    word: str | None = None


@dataclass(frozen=True)
class Worth:
    """Both ends after rounding, and whether the upper one belongs to it."""

    low: Fraction
    high: Fraction
    closed: bool = True


def cents(value: Fraction) -> Fraction:
    """Half up to two decimals; nothing here is negative."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def worth(pack: str, line: Line) -> Worth:
    """What a line is worth; everything from nothing to its weight if the pack does not say how to score it."""
    weight = Fraction(line.weight)
    if line.word is not None:
        return band(pack, line.word, weight)
    points = quantity(pack, line.operator, Fraction(line.target), Fraction(line.actual), weight)
    return Worth(Fraction(0), cents(weight)) if points is None else Worth(cents(points), cents(points))


def band(pack: str, word: str, weight: Fraction) -> Worth:
    bands = BANDS[pack]
    if bands is None:
        return Worth(Fraction(0), cents(weight))
    low, high = (weight * share / 100 for share in bands[QUALITY[word]])
    return Worth(cents(low), cents(high), closed=QUALITY[word] == 0 or cents(high) != high)


def quantity(pack: str, operator: str, target: Fraction, actual: Fraction, weight: Fraction) -> Fraction | None:
    """Points before rounding, ``None`` if the pack or mathematics leaves them open; figures are not negative."""
    if pack == "sichuan":
        return None
    if pack == "hubei":
        return None if operator == "=" else hubei(operator in "≥>", target, actual, weight)
    if pack == "mof-2021-101":
        return threshold(target, actual, weight) if operator in "≥>" else None
    if pack == "platform":
        return platform(operator, target, actual, weight)
    return national(operator, target, actual, weight)


def national(operator: str, target: Fraction, actual: Fraction, weight: Fraction) -> Fraction | None:
    reached = {
        "≥": actual >= target,
        ">": actual > target,
        "=": actual == target,
        "≤": actual <= target,
        "<": actual < target,
    }
    if reached[operator]:
        return weight
    if operator in "≤<":
        return weight * target / actual if actual else None
    return weight * min(actual / target, Fraction(1)) if target else None


def platform(operator: str, target: Fraction, actual: Fraction, weight: Fraction) -> Fraction | None:
    if operator in "≥>":
        return weight if actual >= target else weight * actual / target
    if operator == "=":
        return (weight if actual == 0 else Fraction(0)) if target == 0 else weight * min(actual / target, Fraction(1))
    if actual <= target:
        return weight
    return weight * (1 - (actual - target) / target) if actual < 2 * target else Fraction(0)


def hubei(more_is_better: bool, target: Fraction, actual: Fraction, weight: Fraction) -> Fraction | None:
    above, below = (actual, target) if more_is_better else (target, actual)
    if above == below == 0:
        return None
    return weight if above >= below else weight * above / below


def threshold(target: Fraction, actual: Fraction, weight: Fraction) -> Fraction | None:
    if target == 0:
        return None
    if actual * 10 < target * 6:
        return Fraction(0)
    return weight if actual >= target else weight * actual / target


def execution(pack: str, executed: str, budget: str) -> Worth:
    """Points of budget execution on one budget."""
    most, spent, allowed = Fraction(EXECUTION[pack]), Fraction(executed), Fraction(budget)
    if allowed == 0 and pack != "platform":
        return Worth(Fraction(0), most)
    points = cents(most * min(spent / (allowed or 1), Fraction(1)))
    return Worth(points, points)


def total(parts: list[Worth]) -> Worth:
    return Worth(sum(p.low for p in parts), sum(p.high for p in parts), all(p.closed for p in parts))  # type: ignore[arg-type]


def grades(pack: str, whole: Worth) -> list[str]:
    """The grades of some total in the range, found by walking through it a cent at a time near each bound."""
    if pack not in GRADED:
        return []
    points = {whole.low, *([whole.high] if whole.closed else [])}
    for bound in (90, 80, 60):
        points |= {Fraction(bound), Fraction(bound) - Fraction(1, 10**9)}
    inside = [p for p in points if whole.low <= p < whole.high or (whole.closed and p == whole.high) or p == whole.low]
    inside += [whole.high - Fraction(1, 10**9)] if whole.high > whole.low else []
    found = {"优" if p >= 90 else "良" if p >= 80 else "中" if p >= 60 else "差" for p in inside}
    return [word for word in "优良中差" if word in found]
