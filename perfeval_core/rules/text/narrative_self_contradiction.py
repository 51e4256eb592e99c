"""文字自相矛盾: one sentence says that all was done as planned, another that some of it was not.

What counts as either is written in ``narrative.assertions``, the phrases are in the lexicon.
"""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.narrative.assertions import all_done, not_done
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a report: the first sentence of either kind."""
    done, undone = all_done(subject.report.filing), not_done(subject.report.filing)
    if not done or not undone or done[0].sentence == undone[0].sentence:
        return
    yield Evidence(
        indicator=None,
        field="text",
        stated=done[0].words,
        expected=None,
        at=(*done[0].sentence.at, *undone[0].sentence.at),
        other=undone[0].sentence.passage,
        facts=(("said", undone[0].words),),
    )
