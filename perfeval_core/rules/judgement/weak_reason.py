"""偏差原因不充分: the cell for the reason is filled, but with no reason."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.lexicon import words
from perfeval_core.rules.judgement.standing import fully_scored
from perfeval_core.rules.shared import is_blank
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import attained


def check(subject: Subject) -> Iterator[Evidence]:
    """Only for missed targets, and only where the whole cell is one of the empty phrases."""
    for row, figures in enumerate(subject.report.indicators):
        reason = figures.cells.reason
        if is_blank(reason) or attained(figures, subject.pack) is not False or fully_scored(figures):
            continue
        if (reason or "").strip("。.;,、") in words().weak_reasons:
            yield on_indicator(subject, row, "reason")
