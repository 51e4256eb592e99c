"""目标年度陈旧: the annual goal or the plan names years, and none of them is the fiscal year.

Years of documents (《…》、〔…〕) and of the background (签订、印发、以来、较…) are not those of the goal.
"""

from collections.abc import Iterator, Sequence

from perfeval_core.domain.findings import Evidence
from perfeval_core.narrative.dates import Years, years
from perfeval_core.narrative.passages import Source, clause_spans, sources
from perfeval_core.narrative.words import words
from perfeval_core.rules.subject import Subject

_THIS_YEAR = ("本年", "今年", "当年")


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a goal or plan. A text that names the fiscal year in any way is about it."""
    fiscal_year = subject.report.filing.fiscal_year
    for row, source in enumerate(sources(subject.report.filing)):
        if source.role not in ("goal", "plan") or fiscal_year is None:
            continue
        every = years(source.text)
        named = _years_of_the_goal(source, every)
        if not named or any(mention.covers(fiscal_year) for mention in every) or _is_of_this_year(source.text):
            continue
        start, end = named[0].start, named[-1].end
        yield Evidence(
            indicator=None,
            field="text",
            stated="、".join(dict.fromkeys(map(str, named))),
            expected=str(fiscal_year),
            at=source.at(start, end),
            other=source.passage(*_around(source.text, start, end)),
            row=row,
            facts=(("section", source.name),),
        )


def _is_of_this_year(text: str) -> bool:
    return any(word in text for word in _THIS_YEAR)


def _years_of_the_goal(source: Source, every: Sequence[Years]) -> list[Years]:
    found = []
    for start, end in clause_spans(source.text):
        clause = source.text[start:end]
        if words().background.search(clause) or not source.is_certain(start, end):
            continue
        found += [mention for mention in every if start <= mention.start < end]
    return found


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clauses that hold ``start`` to ``end``."""
    spans = [span for span in clause_spans(text) if span[1] > start and span[0] < end]
    return spans[0][0], spans[-1][1]
