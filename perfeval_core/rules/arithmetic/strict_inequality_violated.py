"""严格不等式未满足: the target is ``<`` or ``>``, and the actual value is the limit itself."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import at_strict_limit


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a line, whatever its points."""
    for row, figures in enumerate(subject.report.indicators):
        if not at_strict_limit(figures):
            continue
        cells = figures.cells
        yield Evidence(
            indicator=cells.name,
            field="actual",
            stated=cells.actual,
            expected=None,
            at=subject.at_indicator(cells, "actual"),
            row=row,
            facts=(("target", cells.target or ""),),
        )
