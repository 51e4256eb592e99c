"""One indicator: which method applies, and the points that it gives."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.numbers import round_half_up
from perfeval_core.domain.quantity import Nothing, Quality, Quantity, Reading
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.domain.scores import IndicatorScore, Interval, Proof
from perfeval_core.rulebook.model import Band, Pack
from perfeval_core.scoring.platform import platform_equal, platform_negative
from perfeval_core.scoring.quantity import Method, quantitative_negative, quantitative_positive
from perfeval_core.scoring.readings import comparisons

QUANTITY_METHODS: dict[str, Method] = {
    "quantitative_positive": quantitative_positive,
    "quantitative_negative": quantitative_negative,
    "platform_equal": platform_equal,
    "platform_negative": platform_negative,
}
QUALITATIVE = "qualitative_band"
UNSCORABLE = "unscorable"


@dataclass(frozen=True)
class _Result:
    """What a line is worth: its exact ends before rounding, lowest first."""

    method: str
    low: Fraction
    high: Fraction
    high_included: bool = True
    note: str | None = None


def score_line(figures: IndicatorFigures, pack: Pack) -> IndicatorScore:
    """The points of one indicator as an interval, each end rounded once; unscorable lines have ``[0, weight]``."""
    cells = figures.cells
    inputs = {
        "target_initial": cells.target_initial,
        "target": cells.target,
        "actual": cells.actual,
        "weight": cells.weight,
    }
    shown = {name: text for name, text in inputs.items() if text}
    if figures.weight is None:
        proof = Proof(inputs=shown, citation=str(pack.citations["quantity"]), note="权重无法识别")
        return IndicatorScore(
            name=cells.name, method=UNSCORABLE, points=None, stated=cells.points, agrees=None, proof=proof
        )
    result = _result(figures, figures.weight, pack)
    points = _rounded(result, pack.places)
    scorable = result.method != UNSCORABLE
    return IndicatorScore(
        name=cells.name,
        method=result.method,
        points=points,
        stated=cells.points,
        agrees=points.holds(figures.points) if scorable and figures.points is not None else None,
        proof=Proof(
            inputs=shown,
            exact=_exact(result) if scorable else None,
            citation=str(pack.citations["quality" if result.method == QUALITATIVE else "quantity"]),
            note=result.note,
        ),
    )


def _result(figures: IndicatorFigures, weight: Decimal, pack: Pack) -> _Result:
    if isinstance(figures.actual, Quality):
        return _by_band(Fraction(weight), pack.bands[figures.actual.attainment])
    return _by_quantity(figures, Fraction(weight), pack)


def _by_band(weight: Fraction, band: Band) -> _Result:
    low, high = weight * Fraction(band.low), weight * Fraction(band.high)
    return _Result(QUALITATIVE, low, high, band.high_included)


def _by_quantity(figures: IndicatorFigures, weight: Fraction, pack: Pack) -> _Result:
    """The hull of what every reading gives; unscorable if there is no reading, or if one has no meaning."""
    held = comparisons(figures, pack)
    if not held:
        return _Result(UNSCORABLE, Fraction(0), weight, note=_why_unreadable(figures))
    worth: list[Fraction] = []
    for comparison in held:
        method = QUANTITY_METHODS[pack.methods[comparison.operator]]
        points = method(weight, comparison.target, comparison.actual, comparison.met(pack.strict_operators))
        if points is None:
            return _Result(UNSCORABLE, Fraction(0), weight, note="目标值不大于0,无法按比例计分")
        worth.append(points)
    names = "/".join(dict.fromkeys(pack.methods[comparison.operator] for comparison in held))
    note = "目标或完成值有多种读法,得分取各种读法的范围" if len(set(worth)) > 1 else None
    return _Result(names, min(worth), max(worth), note=note)


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
