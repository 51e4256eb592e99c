"""权重合计不符: the weights with that of budget execution do not sum to 100, or a level-1 sum is not the pack's."""

from collections.abc import Iterator
from decimal import Decimal

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.shared import is_blank, plain
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.execution import execution_maximum, stated_execution


def check(subject: Subject) -> Iterator[Evidence]:
    """Abstains where a weight is blank or unreadable. Level-1 sums are looked at where the whole sum is right."""
    weights = [figures.weight for figures in subject.report.indicators if figures.weight is not None]
    if not weights or len(weights) < len(subject.report.indicators) or not subject.report.budget:
        return
    indicators, execution = sum(weights, Decimal(0)), execution_maximum(subject.report, subject.pack)
    sums = {indicators + execution} | (set() if _execution_is_scored(subject) else {indicators})
    if subject.pack.weights.total in sums:
        yield from _levels(subject)
        return
    yield Evidence(
        indicator=None,
        field="weight",
        stated=plain(indicators + execution),
        expected=plain(subject.pack.weights.total),
        at=subject.at_column("weight"),
        facts=(("subject", "各指标分值与预算执行率分值"),),
    )


def _execution_is_scored(subject: Subject) -> bool:
    line = subject.report.total_line
    return not is_blank(stated_execution(subject.report)) or (line is not None and line.max_points is not None)


def _levels(subject: Subject) -> Iterator[Evidence]:
    """Abstains unless the level-1 labels are exactly the pack's."""
    wanted = subject.pack.weights.level1
    groups: dict[str, list[IndicatorFigures]] = {}
    for figures in subject.report.indicators:
        level = next((level for level in wanted if level in figures.cells.level1), "")
        groups.setdefault(level, []).append(figures)
    if groups.keys() != wanted.keys():
        return
    for row, (level, members) in enumerate(groups.items()):
        stated = sum((figures.weight for figures in members if figures.weight is not None), Decimal(0))
        if stated == wanted[level]:
            continue
        yield Evidence(
            indicator=None,
            field="weight",
            stated=plain(stated),
            expected=plain(wanted[level]),
            at=tuple(at for figures in members for at in subject.at_indicator(figures.cells, "weight")),
            severity="info",
            row=row,
            facts=(("subject", f"一级指标“{members[0].cells.level1}”的分值"),),
        )
