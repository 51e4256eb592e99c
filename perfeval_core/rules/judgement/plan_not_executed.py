"""计划未执行: the report admits that its plan was not carried out, and no indicator shows it."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_text
from perfeval_core.rules.judgement.planning import admissions, differing
from perfeval_core.rules.judgement.standing import fully_scored
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a report; silent where any line lost points, and where the admission already tells on a target."""
    indicators = subject.report.indicators
    if not indicators or not all(fully_scored(figures) for figures in indicators):
        return
    if any(planned.admitted for planned in differing(subject)):
        return
    for sentence in admissions(subject):
        yield on_text(sentence)
        return
