"""定性指标得分超出档次区间: the points lie outside the band of the quality word."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.lines import QUALITATIVE


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a line."""
    for row, (figures, score) in enumerate(zip(subject.report.indicators, subject.sheet.indicators, strict=True)):
        if score.agrees is not False or score.method != QUALITATIVE:
            continue
        cells = figures.cells
        yield Evidence(
            indicator=cells.name,
            field="points",
            stated=cells.points,
            expected=str(score.points),
            at=subject.at_indicator(cells, "points"),
            row=row,
            facts=(("actual", cells.actual or ""), ("weight", cells.weight or "")),
        )
