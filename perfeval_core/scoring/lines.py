"""One indicator: which method applies, and the points that it gives."""

from dataclasses import dataclass
from fractions import Fraction

from perfeval_core.domain.numbers import round_half_up
from perfeval_core.domain.place import Location
from perfeval_core.domain.quantity import Nothing, Operator, Quality, Quantity, Reading
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.domain.scores import IndicatorScore, Interval, Proof, Step
from perfeval_core.rulebook.model import Pack
from perfeval_core.scoring.platform import platform_equal, platform_negative
from perfeval_core.scoring.quantity import (
    Case,
    Method,
    capped_inverse_ratio,
    capped_ratio,
    pass_threshold,
    quantitative_negative,
    quantitative_positive,
)
from perfeval_core.scoring.readings import Comparison, comparisons

QUANTITY_METHODS: dict[str, Method] = {
    "quantitative_positive": quantitative_positive,
    "quantitative_negative": quantitative_negative,
    "platform_equal": platform_equal,
    "platform_negative": platform_negative,
    "capped_ratio": capped_ratio,
    "capped_inverse_ratio": capped_inverse_ratio,
    "pass_threshold": pass_threshold,
}
QUALITATIVE = "qualitative_band"
UNSCORABLE = "unscorable"

INPUTS = ("target_initial", "target", "actual", "weight")


class _Open(Exception):
    """Why a line cannot be scored."""


@dataclass(frozen=True)
class _Result:
    """What a line is worth: its exact ends before rounding, and the steps that lead there."""

    method: str
    low: Fraction
    high: Fraction
    high_included: bool = True
    steps: tuple[Step, ...] = ()
    note: str | None = None


def score_line(figures: IndicatorFigures, pack: Pack) -> IndicatorScore:
    """The points of one indicator as an interval, each end rounded once; unscorable lines have ``[0, weight]``."""
    result = _result(figures, pack)
    points = _rounded(result, pack.places) if result else None
    scorable = result is not None and result.method != UNSCORABLE
    return IndicatorScore(
        name=figures.cells.name,
        method=result.method if result else UNSCORABLE,
        points=points,
        stated=figures.cells.points,
        agrees=points.holds(figures.points) if points and scorable and figures.points is not None else None,
        proof=_proof(figures, result, pack),
    )


def _proof(figures: IndicatorFigures, result: _Result | None, pack: Pack) -> Proof:
    cells = figures.cells
    inputs: dict[str, str] = {name: getattr(cells, name) for name in INPUTS if getattr(cells, name)}
    clause = pack.citations["quality" if isinstance(figures.actual, Quality) else "quantity"]
    at: dict[str, tuple[Location, ...]] = {name: tuple(p.location for p in cells.where(name)) for name in inputs}
    return Proof(
        inputs=inputs,
        at={name: places for name, places in at.items() if places},
        steps=result.steps if result else (),
        exact=_exact(result) if result and result.steps else None,
        citation=str(clause),
        note=result.note if result else "权重无法识别",
    )


def _result(figures: IndicatorFigures, pack: Pack) -> _Result | None:
    """``None`` where even the weight cannot be read."""
    if figures.weight is None or figures.weight < 0:
        return None
    weight = Fraction(figures.weight)
    try:
        if isinstance(figures.actual, Quality):
            return _by_band(weight, figures.actual, pack)
        return _by_quantity(figures, weight, pack)
    except _Open as reason:
        return _Result(UNSCORABLE, Fraction(0), weight, note=str(reason))


def _by_band(weight: Fraction, quality: Quality, pack: Pack) -> _Result:
    if pack.bands is None:
        raise _Open(f"规则包{pack.id}没有规定定性指标各档的得分区间")
    band = pack.bands[quality.attainment]
    low, high = weight * Fraction(band.low), weight * Fraction(band.high)
    step = Step(
        method=QUALITATIVE,
        attainment=quality.attainment,
        low=str(low),
        high=str(high),
        high_included=band.high_included,
    )
    return _Result(QUALITATIVE, low, high, band.high_included, (step,))


def _by_quantity(figures: IndicatorFigures, weight: Fraction, pack: Pack) -> _Result:
    """The hull of what every reading gives; open if there is no reading, or if one has no meaning."""
    held = comparisons(figures, pack)
    if not held:
        raise _Open(_why_unreadable(figures))
    steps = tuple(_step(comparison, weight, pack) for comparison in held)
    low, high = min(Fraction(step.low) for step in steps), max(Fraction(step.high) for step in steps)
    names = "/".join(dict.fromkeys(step.method for step in steps))
    return _Result(names, low, high, steps=steps, note=_why_open(steps))


def _step(comparison: Comparison, weight: Fraction, pack: Pack) -> Step:
    """What one reading gives under the pack's method for its operator."""
    operator, target, actual = comparison
    method = pack.methods[operator]
    if method is None:
        raise _Open(f"规则包{pack.id}没有规定“{operator}”类指标的计分办法")
    share = None if pack.pass_share is None else Fraction(pack.pass_share)
    case = Case(weight, target, actual, comparison.met(pack.strict_operators), share)
    points = QUANTITY_METHODS[method](case)
    if points is None:
        undecided = f"规则包{pack.id}没有说明“{operator}”是否包含界限" if case.met is None else None
        raise _Open(undecided or "目标值或完成值为零或为负,无法按比例计分")
    return Step(
        method=method,
        operator=operator,
        target=str(target),
        actual=str(actual),
        low="0" if _overshot(comparison, pack) else str(points),
        high=str(points),
    )


def _overshot(comparison: Comparison, pack: Pack) -> bool:
    """Whether more was reached than the pack lets pass; it is to be reduced then, but no rule says by how much."""
    if not isinstance(pack.overshoot_from, str) and pack.overshoot_from is not None:
        more = comparison.operator in (Operator.AT_LEAST, Operator.MORE)
        return more and comparison.actual >= Fraction(pack.overshoot_from) * comparison.target > 0
    return False


def _why_open(steps: tuple[Step, ...]) -> str | None:
    if any(step.low != step.high for step in steps):
        return "完成值远超目标值,应按偏离程度适度调减,幅度没有规定,得分按0至满分的区间计"
    return "目标或完成值有多种读法,得分取各种读法的范围" if len({step.low for step in steps}) > 1 else None


def _why_unreadable(figures: IndicatorFigures) -> str:
    if not isinstance(figures.actual, Quantity):
        return f"实际完成值{_lack(figures.actual)}"
    if not isinstance(figures.target, Quantity):
        return f"目标值{_lack(figures.target)}"
    return "目标值与实际完成值的单位不能比较"


def _lack(reading: Reading) -> str:
    return "为空" if isinstance(reading, Nothing) else "不是可计分的数值"


def _rounded(result: _Result, places: int) -> Interval:
    """Both ends rounded once. An open end stays open only where rounding leaves it as it is: below 2.664 lies 2.66."""
    low, high = round_half_up(result.low, places), round_half_up(result.high, places)
    return Interval(low=low, high=high, high_included=result.high_included or Fraction(high) != result.high)


def _exact(result: _Result) -> str:
    return str(result.low) if result.low == result.high else f"{result.low}..{result.high}"
