"""得分计算错误: the points of a quantitative indicator are not what its method gives."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.arithmetic.rounding import is_rounding
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.lines import QUALITATIVE, UNSCORABLE


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a line. Unscorable lines are left out; a line that only rounded otherwise is ``info``."""
    for row, (figures, score) in enumerate(zip(subject.report.indicators, subject.sheet.indicators, strict=True)):
        if score.agrees is not False or score.method in (QUALITATIVE, UNSCORABLE):
            continue
        cells, points = figures.cells, figures.points
        if cells.points is None or points is None:
            continue
        yield Evidence(
            indicator=cells.name,
            field="points",
            stated=cells.points,
            expected=str(score.points),
            at=subject.at_indicator(cells, "points"),
            severity="info" if is_rounding(cells.points, points, score.proof.exact, subject.pack) else None,
            row=row,
            facts=(
                ("target", cells.target or cells.target_initial or ""),
                ("actual", cells.actual or ""),
                ("weight", cells.weight or ""),
            ),
        )
