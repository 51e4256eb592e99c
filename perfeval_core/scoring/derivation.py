"""How a score comes about, in one line of Chinese that a person can follow with a pocket calculator (推算)."""

from fractions import Fraction

from perfeval_core.domain.findings import Finding
from perfeval_core.domain.numbers import points
from perfeval_core.domain.scores import EXECUTION_RATE, GRADE, TOTAL, ExecutionScore, IndicatorScore, ScoreSheet, Step
from perfeval_core.scoring.totals import total

_RATIO, _INVERSE = "{weight}×{actual}÷{target}", "{weight}×{target}÷{actual}"
_FORMULAS = {
    "quantitative_positive": _RATIO,
    "quantitative_negative": _INVERSE,
    "platform_equal": _RATIO,
    "platform_negative": "{weight}×(1-({actual}-{target})÷{target})",
    "capped_ratio": _RATIO,
    "capped_inverse_ratio": _INVERSE,
    "pass_threshold": _RATIO,
}
_SCORE_FIELDS = ("points", "execution_points", "execution_rate", "total", "grade")
_MOST_DECIMALS = 20
"""A figure of a report has fewer; what has more decimals than that never ends."""
_ATTAINED = {"met": "达成", "partly": "部分达成", "not_met": "未达成"}


def of_line(score: IndicatorScore) -> str:
    """``分值12×完成值24÷指标值40=7.20分``; why it cannot be said where the line cannot be scored."""
    weight = points(score.proof.inputs.get("weight"))
    if score.points is None or weight is None or not score.proof.steps:
        return score.proof.note or ""
    shown = list(dict.fromkeys(_step(step, Fraction(weight)) for step in score.proof.steps))
    note = f"（{score.proof.note}）" if score.proof.note else ""
    return f"{'；或'.join(shown)}，应得{score.points}分{note}"


def of_execution(score: ExecutionScore) -> str:
    """``执行数60元÷全年预算数100元=60%；×10分，应得6.00分``."""
    if score.executed is None or score.budget is None or score.rate is None or score.points is None:
        return score.proof.note or ""
    rate = f"{(100 * score.rate).normalize():f}%"
    amounts = f"全年执行数{_plain(score.executed)}元÷全年预算数{_plain(score.budget)}元={rate}"
    return f"{amounts}；×{score.proof.inputs['maximum']}分，应得{score.points}分"


def of_total(sheet: ScoreSheet) -> str:
    """``预算执行10.00+各指标82.75=总分92.75，等级优``, every line recomputed."""
    lines = total(one.points for one in sheet.indicators)
    execution = sheet.execution.points if sheet.execution else None
    if sheet.total is None or lines is None or execution is None:
        return ""
    grade = f"，等级{'或'.join(sheet.grade)}" if sheet.grade else ""
    parts = f"预算执行{execution}＋各指标合计{lines}"
    return f"逐行重算后，{parts}，总分{sheet.total}{grade}"


def of_finding(finding: Finding, sheet: ScoreSheet | None) -> str:
    """How the right score comes about, for a certain finding about a score; else nothing."""
    if sheet is None or finding.certainty != "certain" or finding.other or finding.field not in _SCORE_FIELDS:
        return ""
    if finding.indicator == EXECUTION_RATE:
        return of_execution(sheet.execution) if sheet.execution else ""
    if finding.indicator in (TOTAL, GRADE):
        return of_total(sheet)
    named = [one for one in sheet.indicators if one.name == finding.indicator and one.stated == finding.stated]
    shown = dict.fromkeys(of_line(one) for one in named)
    return next(iter(shown)) if len(shown) == 1 else ""


def _step(step: Step, whole: Fraction) -> str:
    low, high, weight = Fraction(step.low), Fraction(step.high), _plain(str(whole))
    if step.attainment is not None:
        ends = [f"{_plain(str(100 * end / whole))}%" for end in (low, high)] if whole else ["0%", "0%"]
        return f"“{_ATTAINED[step.attainment]}”一档，分值{weight}×{ends[0]}至{ends[1]}"
    assert step.target is not None and step.actual is not None and step.operator is not None
    target, actual = _plain(step.target), _plain(step.actual)
    held = f"完成值{actual}对指标值{step.operator}{target}"
    if low == high == whole:
        return f"{held}，得满分{weight}分"
    if low == high == 0:
        return f"{held}，不得分"
    if low != high:
        return held
    return f"{held}，{_FORMULAS[step.method].format(weight=weight, target=target, actual=actual)}"


def _plain(exact: str) -> str:
    """A rational as a decimal where it ends, else as it is."""
    value, places = Fraction(exact), 0
    while value.denominator > 1 and places < _MOST_DECIMALS:
        value, places = value * 10, places + 1
    if value.denominator > 1:
        return exact
    digits = f"{abs(value.numerator):0{places + 1}d}"
    shown = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{shown}" if value < 0 else shown
