"""总成本与执行数矛盾: nothing was spent, yet a total cost above 0 is reported. Unit costs are for a person to judge."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.narrative.mentions import base_unit, normal_name, unit_of
from perfeval_core.narrative.words import phrases
from perfeval_core.rules.subject import Subject

_COST, _MONEY = "成本", ("", "元")


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding an indicator."""
    line = subject.report.total_line
    if line is None or line.executed != 0:
        return
    for row, figures in enumerate(subject.report.indicators):
        actual = figures.actual
        if not isinstance(actual, Quantity) or actual.value <= 0 or not _is_total_cost(figures):
            continue
        yield Evidence(
            indicator=figures.cells.name,
            field="actual",
            stated=figures.cells.actual,
            expected=line.line.executed,
            at=subject.at_indicator(figures.cells, "actual"),
            row=row,
        )


def _is_total_cost(figures: IndicatorFigures) -> bool:
    name = normal_name(figures.cells.name)
    is_cost = _COST in figures.cells.level1 or _COST in figures.cells.level2
    is_whole = any(word in name for word in phrases().total_cost) and not phrases().unit_cost.search(name)
    return is_cost and is_whole and base_unit(unit_of(figures)) in _MONEY
