"""Budget execution (预算执行率): its rate, its points, on the full-year budget and on the initial one.

An execution method takes executed amount and budget (both yuan) and gives the exact rate, or ``None`` where it is
undefined. 财预〔2020〕10号, 项目支出绩效自评表.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.filing import BudgetLine
from perfeval_core.domain.numbers import Amount, round_half_up
from perfeval_core.domain.place import Location
from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ExecutionBasis, ExecutionScore, Interval, Proof
from perfeval_core.rulebook.model import Pack

RateMethod = Callable[[Amount, Amount], Fraction | None]

RATE_PLACES = 6


def executed_over_budget(executed: Amount, budget: Amount) -> Fraction | None:
    """Executed / budget; undefined on a budget of 0."""
    return Fraction(executed) / Fraction(budget) if budget else None


def executed_over_budget_or_one(executed: Amount, budget: Amount) -> Fraction | None:
    """Executed / budget, a budget of 0 read as 1."""
    return Fraction(executed) / (Fraction(budget) or 1)


RATE_METHODS: dict[str, RateMethod] = {
    "executed_over_budget": executed_over_budget,
    "executed_over_budget_or_one": executed_over_budget_or_one,
}


def exact_rate(executed: Amount | None, budget: Amount | None, pack: Pack) -> Fraction | None:
    """The exact execution rate by the pack's method; ``None`` if an amount is missing or the rate is undefined."""
    if executed is None or budget is None or pack.execution.method is None:
        return None
    return RATE_METHODS[pack.execution.method](executed, budget)


def exact_points(rate: Fraction, maximum: Decimal) -> Fraction:
    """Rate × maximum, within 0 and the maximum."""
    return min(max(rate, Fraction(0)), Fraction(1)) * Fraction(maximum)


def execution_maximum(report: Report, pack: Pack) -> Decimal:
    """The weight of budget execution: the total line's own (分值) if the table prints it, else the pack's."""
    line = report.total_line
    printed = line.max_points if line else None
    return pack.weights.execution if printed is None or printed < 0 else printed


def stated_execution(report: Report) -> str | None:
    """The points of budget execution as stated: in the total line, else in the sentence on scores."""
    line = report.total_line
    return (line.line.points if line else None) or report.filing.stated.execution_points


def execution_score(report: Report, pack: Pack) -> ExecutionScore | None:
    """Budget execution recomputed; ``None`` without a budget table, ``[0, maximum]`` where it is undefined."""
    if not report.budget:
        return None
    line = report.total_line
    maximum = execution_maximum(report, pack)
    executed, budget = (line.executed, line.full_year) if line else (None, None)
    main = _basis(executed, budget, maximum, pack)
    return ExecutionScore(
        **dict(main) | {"points": main.points or _open_points(maximum, pack.places)},
        stated=stated_execution(report),
        on_initial_budget=_basis(executed, line.initial_compiled if line else None, maximum, pack),
        proof=Proof(
            inputs=_inputs(line.line if line else None, maximum),
            at=_places(line.line) if line else {},
            exact=main.exact,
            citation=str(pack.citations["execution"]),
            note=_note(main, pack),
        ),
    )


def _note(basis: ExecutionBasis, pack: Pack) -> str | None:
    if basis.rate is None:
        return "预算执行率无法计算,得分按0至满分的区间计"
    demanded = pack.execution.reason_below
    if demanded is not None and basis.exact_rate and Fraction(basis.exact_rate) < Fraction(demanded):
        return f"预算执行率低于{(100 * demanded).normalize():f}%,须说明原因"
    return None


_INPUTS = ("initial_compiled", "full_year", "executed")


def _inputs(line: BudgetLine | None, maximum: Decimal) -> dict[str, str]:
    cells = {field: getattr(line, field) for field in _INPUTS} if line else {}
    return {field: text for field, text in cells.items() if text} | {"maximum": str(maximum)}


def _places(line: BudgetLine) -> dict[str, tuple[Location, ...]]:
    found = {field: line.where("max_points" if field == "maximum" else field) for field in (*_INPUTS, "maximum")}
    return {field: tuple(place.location for place in places) for field, places in found.items() if places}


def _open_points(maximum: Decimal, places: int) -> Interval:
    return Interval(low=round_half_up(Decimal(0), places), high=round_half_up(maximum, places))


def _basis(executed: Amount | None, budget: Amount | None, maximum: Decimal, pack: Pack) -> ExecutionBasis:
    rate = exact_rate(executed, budget, pack)
    points = None if rate is None else exact_points(rate, maximum)
    return ExecutionBasis(
        rate=None if rate is None else round_half_up(rate, RATE_PLACES),
        points=None if points is None else Interval.exactly(round_half_up(points, pack.places)),
        executed=None if executed is None else str(Fraction(executed)),
        budget=None if budget is None else str(Fraction(budget)),
        exact_rate=None if rate is None else str(rate),
        exact=None if points is None else str(points),
    )
