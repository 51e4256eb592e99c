"""Sentences that say that everything was done, and sentences that say that something was not.

Only what is said of all work counts as all done (各项工作、全部任务); 未完成 of a payment is no work left undone. A
phrase that is denied, wished for or conditional (未…, 确保…, 如…) is no assertion, nor is one about another year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_core.domain.filing import Filing
from perfeval_core.narrative.passages import Sentence, sentences_of
from perfeval_core.narrative.scope import in_year, is_narrowed
from perfeval_core.narrative.words import phrases


@dataclass(frozen=True)
class Assertion:
    """A sentence and the words in it that assert."""

    sentence: Sentence
    words: str


def all_done(filing: Filing) -> tuple[Assertion, ...]:
    """严格按计划开展各项工作, 各项任务全部完成."""
    return tuple(_said(filing, phrases().all_done))


def not_done(filing: Filing) -> tuple[Assertion, ...]:
    """部分工作未开展, 未完成年度任务."""
    return tuple(
        assertion
        for assertion in _said(filing, phrases().not_done)
        if not phrases().not_work.match(assertion.sentence.text.partition(assertion.words)[2])
    )


def _said(filing: Filing, patterns: tuple[re.Pattern[str], ...]) -> Iterator[Assertion]:
    for sentence in sentences_of(filing, "conclusion", "result", "practice", "problems"):
        match = next((match for pattern in patterns if (match := pattern.search(sentence.text))), None)
        if match is None or phrases().not_asserted.search(sentence.text[: match.start()]):
            continue
        clause = re.split(r"[,;:]", sentence.text[: match.start()])[-1]
        if not is_narrowed(clause) and in_year(sentence, sentence.start + match.start(), filing.fiscal_year):
            yield Assertion(sentence, match.group())
