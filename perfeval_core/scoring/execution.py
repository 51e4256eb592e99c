"""Budget execution (预算执行率): its rate, its points, on the full-year budget and on the initial one.

An execution method takes executed amount and budget (both yuan) and gives the exact rate, or ``None`` where it is
undefined. 财预〔2020〕10号, 项目支出绩效自评表.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.filing import BudgetLine
from perfeval_core.domain.numbers import Amount, round_half_up
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
    if executed is None or budget is None:
        return None
    return RATE_METHODS[pack.execution.method](executed, budget)


def exact_points(rate: Fraction, maximum: Decimal) -> Fraction:
    """Rate × maximum, within 0 and the maximum."""
    return min(max(rate, Fraction(0)), Fraction(1)) * Fraction(maximum)


def execution_maximum(report: Report, pack: Pack) -> Decimal:
    """The weight of budget execution: the total line's own (分值) if the table prints it, else the pack's."""
    line = report.total_line
    return line.max_points if line and line.max_points is not None else pack.weights.execution


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
    initial = line.initial_compiled if line else None
    on_initial = _basis(executed, initial, maximum, pack)
    rate = exact_rate(executed, budget, pack)
    main = _basis(executed, budget, maximum, pack)
    return ExecutionScore(
        rate=main.rate,
        points=main.points or _open_points(maximum, pack.places),
        stated=stated_execution(report),
        on_initial_budget=on_initial,
        proof=Proof(
            inputs=_inputs(line.line if line else None, maximum),
            exact=None if rate is None else str(exact_points(rate, maximum)),
            citation=str(pack.citations["execution"]),
            note="预算执行率无法计算,得分按0至满分的区间计" if rate is None else None,
        ),
    )


def _inputs(line: BudgetLine | None, maximum: Decimal) -> dict[str, str]:
    cells = {"full_year": line.full_year, "executed": line.executed} if line else {}
    return {field: text for field, text in cells.items() if text} | {"maximum": str(maximum)}


def _open_points(maximum: Decimal, places: int) -> Interval:
    return Interval(low=round_half_up(Decimal(0), places), high=round_half_up(maximum, places))


def _basis(executed: Amount | None, budget: Amount | None, maximum: Decimal, pack: Pack) -> ExecutionBasis:
    rate = exact_rate(executed, budget, pack)
    if rate is None:
        return ExecutionBasis(rate=None, points=None)
    points = Interval.exactly(round_half_up(exact_points(rate, maximum), pack.places))
    return ExecutionBasis(rate=round_half_up(rate, RATE_PLACES), points=points)
