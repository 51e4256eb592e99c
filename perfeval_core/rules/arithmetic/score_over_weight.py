"""得分高于分值: more points than the weight allows, on an indicator or on budget execution."""

from collections.abc import Iterator
from decimal import Decimal

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.execution import execution_maximum


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a line."""
    yield from _execution(subject)
    for row, figures in enumerate(subject.report.indicators):
        if figures.points is None or figures.weight is None or figures.points <= figures.weight:
            continue
        cells = figures.cells
        yield Evidence(
            indicator=cells.name,
            field="points",
            stated=cells.points,
            expected=_up_to(figures.weight),
            at=subject.at_indicator(cells, "points"),
            row=row,
            facts=(("weight", cells.weight or ""),),
        )


def _execution(subject: Subject) -> Iterator[Evidence]:
    line = subject.report.total_line
    maximum = execution_maximum(subject.report, subject.pack)
    if line is None or line.points is None or line.points <= maximum:
        return
    yield Evidence(
        indicator=EXECUTION_RATE,
        field="points",
        stated=line.line.points,
        expected=_up_to(maximum),
        at=subject.at_budget(line.line, "points"),
        facts=(("weight", str(maximum)),),
    )


def _up_to(weight: Decimal) -> str:
    return f"[0,{weight}]"
