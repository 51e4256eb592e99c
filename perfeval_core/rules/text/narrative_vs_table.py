"""称全部完成而指标得0分: the text says that all was done as required, and an indicator stands at 0 points.

Silent where narrative_self_contradiction holds the sentence already: where the text itself says what was not done.
"""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.narrative.assertions import all_done, not_done
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding an indicator at 0 points, beside the first sentence."""
    done = all_done(subject.report.filing)
    if not done or not_done(subject.report.filing):
        return
    for row, figures in enumerate(subject.report.indicators):
        if figures.points != 0 or not figures.weight:
            continue
        yield Evidence(
            indicator=figures.cells.name,
            field="points",
            stated=figures.cells.points,
            expected=None,
            at=subject.at_indicator(figures.cells, "points"),
            other=done[0].sentence.passage,
            row=row,
            facts=(("said", done[0].words),),
        )
