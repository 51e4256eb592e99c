"""成本与支出不符: a cost of the whole project far above what was spent (the contract's price, not the cost)."""

from collections.abc import Iterator
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import round_half_up
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.counting import counted
from perfeval_core.rules.judgement.evidence import on_indicator, param
from perfeval_core.rules.judgement.money import executed, in_yuan, is_unit_cost
from perfeval_core.rules.judgement.naming import shared, stem
from perfeval_core.rules.judgement.standing import is_cost
from perfeval_core.rules.shared import plain
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Unit costs are held against the spending only where project, cost and count name the same people."""
    spent = executed(subject.report)
    if not spent:
        return
    costs = [(row, figures) for row, figures in enumerate(subject.report.indicators) if is_cost(figures)]
    for row, figures in costs:
        actual = in_yuan(figures, figures.actual) if isinstance(figures.actual, Quantity) else None
        if not actual:
            continue
        if not is_unit_cost(figures):
            if actual > Fraction(spent) * Fraction(param(subject, "over")):
                yield _evidence(subject, row, actual, spent_text=plain(spent), how="")
        elif len(costs) == 1:
            yield from _unit_cost(subject, row, actual, Fraction(spent))


def _unit_cost(subject: Subject, row: int, each: Fraction, spent: Fraction) -> Iterator[Evidence]:
    figures = subject.report.indicators[row]
    for other in subject.report.indicators:
        number = _people(figures, other, subject.report.filing.project_name or "")
        if number is None:
            continue
        whole = each * number
        if whole * Fraction(param(subject, "over")) < spent or whole > spent * Fraction(param(subject, "over")):
            how = f"{figures.cells.actual}乘以“{other.cells.name}”{other.cells.actual}，"
            yield _evidence(subject, row, whole, spent_text=_yuan(spent), how=how)
            return


def _people(cost: IndicatorFigures, other: IndicatorFigures, project: str) -> Fraction | None:
    """How many people ``other`` counts, if cost, count and the project's own name share the noun for them."""
    if not other.cells.level2.startswith("数量") or not isinstance(other.actual, Quantity):
        return None
    found = counted(other, other.actual)
    if found is None or found[1] != "人" or "人次" in other.cells.name:
        return None
    nouns = shared(stem(other.cells.name), stem(cost.cells.name))
    return Fraction(found[0]) if any(noun in project for noun in nouns) else None


def _evidence(subject: Subject, row: int, cost: Fraction, *, spent_text: str, how: str) -> Evidence:
    return on_indicator(subject, row, "actual", cost=_yuan(cost), spent=spent_text, how=how)


def _yuan(amount: Fraction) -> str:
    return plain(round_half_up(amount, 2))
