"""The warning lights (预警灯) of the deployed platform: what a reviewer there sees, on both budgets.

Red: (indicator points/90 − execution points/10) / (indicator points/90) is above a limit, so the results look much
better than the spending. Yellow: the budget is 0, or more than a share of it was not spent.
"""

from fractions import Fraction

from perfeval_core.domain.scores import ExecutionBasis, Interval, Lights, WarningLights
from perfeval_core.domain.scores import ExecutionScore as Score
from perfeval_core.rulebook.model import Pack


def warning_lights(execution: Score | None, indicators: Interval | None, pack: Pack) -> WarningLights | None:
    """Both lights on the full-year budget and on the initial one; ``None`` without a budget table."""
    if execution is None:
        return None
    return WarningLights(
        full_year=_lights(execution, indicators, pack), initial=_lights(execution.on_initial_budget, indicators, pack)
    )


def _lights(basis: ExecutionBasis, indicators: Interval | None, pack: Pack) -> Lights:
    red = _red(basis.points, indicators, pack) if basis.points and indicators else None
    return Lights(red=red, yellow=_yellow(basis, pack))


def _red(execution: Interval, indicators: Interval, pack: Pack) -> bool | None:
    """The gap grows with the indicator points and shrinks with those of execution; without points it is undefined."""
    full_execution = Fraction(pack.weights.execution)
    full_indicators = Fraction(pack.weights.total) - full_execution
    if indicators.low <= 0:
        return None
    limit = Fraction(pack.warning_lights.red_gap)

    def gap(earned: Fraction, spent: Fraction) -> Fraction:
        return 1 - spent / full_execution / (earned / full_indicators)

    if gap(Fraction(indicators.low), Fraction(execution.high)) > limit:
        return True
    return None if gap(Fraction(indicators.high), Fraction(execution.low)) > limit else False


def _yellow(basis: ExecutionBasis, pack: Pack) -> bool | None:
    if basis.budget is None or (basis.executed is None and Fraction(basis.budget)):
        return None
    budget = Fraction(basis.budget)
    if budget == 0 or basis.executed is None:
        return True
    return (budget - Fraction(basis.executed)) / budget > Fraction(pack.warning_lights.yellow_unspent)
