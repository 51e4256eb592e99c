"""Money in indicators and in the budget table, in yuan."""

from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures, Report
from perfeval_core.extraction.values import comparable
from perfeval_core.rules.judgement.lexicon import says, words

_YUAN = Quantity(Decimal(1), "元")


def budgeted(report: Report) -> Decimal | None:
    """The largest budget of the total line (年初、全年), or ``None`` if none can be read."""
    line = report.total_line
    if line is None:
        return None
    amounts = (line.initial_declared, line.initial_compiled, line.full_year)
    return max((amount for amount in amounts if amount is not None), default=None)


def executed(report: Report) -> Decimal | None:
    """What was spent (全年执行数), or ``None`` if it cannot be read."""
    return report.total_line.executed if report.total_line else None


def in_yuan(figures: IndicatorFigures, value: Quantity) -> Fraction | None:
    """``value`` in yuan if there is exactly one reading; its unit may stand in the target or behind the name."""
    target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
    unit = value.unit or (target.unit if isinstance(target, Quantity) else "")
    magnitude = {"万": "万元", "亿": "亿元"}.get(unit, unit)
    if not magnitude:
        magnitude = _from_name(figures.cells.name)
    if not magnitude.endswith("元"):
        return None
    pairs = comparable(_YUAN, Quantity(value.value, magnitude), figures.cells.name)
    return pairs[0].actual if len(pairs) == 1 else None


def _from_name(name: str) -> str:
    units = {"(万)": "万元", "(亿)": "亿元", "(万元)": "万元", "(亿元)": "亿元", "(元)": "元"}
    return next((unit for sign, unit in units.items() if name.endswith(sign)), "")


def is_unit_cost(figures: IndicatorFigures) -> bool:
    """Whether it is a cost for each of something (人均成本, 补助标准), not for the whole project."""
    target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
    per = isinstance(target, Quantity) and "/" in target.unit
    return per or says(figures.cells.name, words().unit_cost_names)
