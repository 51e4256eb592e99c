"""满意度无依据: a satisfaction figure, and no word on who was asked and how."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Quantity
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.prose import Sentence, blocks, sentences
from perfeval_core.rules.judgement.standing import is_satisfaction
from perfeval_core.rules.shared import is_blank
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Only in reports that have a section on satisfaction; evidence anywhere near the word counts."""
    filing = subject.report.filing
    own = list(sentences(filing, "satisfaction"))
    if not own or any(says(block.text, words().survey) for block in blocks(filing, "satisfaction")):
        return
    if any(_surveyed(sentence) for sentence in sentences(filing, "plan", "result")):
        return
    for row, figures in enumerate(subject.report.indicators):
        if not is_satisfaction(figures) or not isinstance(figures.actual, Quantity):
            continue
        if is_blank(figures.cells.reason) or not says(figures.cells.reason or "", words().survey):
            yield on_indicator(subject, row, "actual", other=own[-1])


def _surveyed(sentence: Sentence) -> bool:
    return "满意" in sentence.text and says(sentence.text, words().survey)
