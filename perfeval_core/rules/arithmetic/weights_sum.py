"""权重合计不符: the weights with that of budget execution do not sum to 100, or a level-1 sum is not the pack's."""

from collections.abc import Iterator, Sequence
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
    """Abstains unless the level-1 labels are exactly those of one division that the pack allows."""
    for division in subject.pack.weights.level1:
        groups = _grouped(subject.report.indicators, division)
        if groups is None:
            continue
        for row, (level, members) in enumerate(groups.items()):
            stated = sum((figures.weight for figures in members if figures.weight is not None), Decimal(0))
            if stated != division[level]:
                yield _level_evidence(subject, row, members, stated, division[level])
        return


def _grouped(
    indicators: Sequence[IndicatorFigures], division: dict[str, Decimal]
) -> dict[str, list[IndicatorFigures]] | None:
    """The indicators by level of ``division`` (``效益+满意度`` takes both); ``None`` if it does not fit them."""
    groups: dict[str, list[IndicatorFigures]] = {}
    for figures in indicators:
        fitting = (level for level in division if any(part in figures.cells.level1 for part in level.split("+")))
        groups.setdefault(next(fitting, ""), []).append(figures)
    return groups if groups.keys() == division.keys() else None


def _level_evidence(
    subject: Subject, row: int, members: list[IndicatorFigures], stated: Decimal, wanted: Decimal
) -> Evidence:
    levels = "、".join(dict.fromkeys(figures.cells.level1 for figures in members))
    return Evidence(
        indicator=None,
        field="weight",
        stated=plain(stated),
        expected=plain(wanted),
        at=tuple(at for figures in members for at in subject.at_indicator(figures.cells, "weight")),
        severity="info",
        row=row,
        facts=(("subject", f"一级指标“{levels}”的分值"),),
    )
