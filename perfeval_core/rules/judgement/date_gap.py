"""日期间隔异常: a term that covers only part of the year, and a service said to have run all year."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.dates import Month, Period, periods
from perfeval_core.rules.judgement.evidence import on_text, param
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.prose import Sentence, blocks, sentences
from perfeval_core.rules.subject import Subject

_NEAR = 20
"""The word for a term stands within so many characters before the period."""


def check(subject: Subject) -> Iterator[Evidence]:
    """Silent where the same section tells of a renewal, or gives the rest of the year as another term."""
    filing = subject.report.filing
    year = filing.fiscal_year
    if year is None:
        return
    told = "".join(block.text for block in blocks(filing, "result"))
    if says(told, words().renewed) or len(list(periods(told))) > 1:
        return
    for block in blocks(filing, "result"):
        if not says(block.text, words().all_year):
            continue
        for sentence in sentences(filing, "result"):
            if sentence.block == block:
                yield from _gaps(subject, sentence, year)


def _gaps(subject: Subject, sentence: Sentence, year: int) -> Iterator[Evidence]:
    least = param(subject, "least_months")
    for period in periods(sentence.text):
        if not _is_term(sentence, period) or not period.begin.year <= year <= period.end.year:
            continue
        before = Month(year, 1).months_to(period.begin)
        after = period.end.months_to(Month(year, 12))
        if after >= least:
            yield on_text(sentence, gap=f"{period.end}以后")
        elif before >= least:
            yield on_text(sentence, gap=f"{period.begin}以前")


def _is_term(sentence: Sentence, period: Period) -> bool:
    return says(sentence.text[max(0, period.start - _NEAR) : period.start], words().terms)
