"""偏差原因矛盾: two places give causes of different kinds for one shortfall of payment."""

from collections.abc import Iterator
from functools import cache

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator, on_text
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.naming import stem
from perfeval_core.rules.judgement.prose import Sentence, asserts, sentences
from perfeval_core.rules.shared import is_blank
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Causes that overlap are no conflict, and a place whose causes are of no known kind says nothing."""
    filing = subject.report.filing
    analysed = [sentence for sentence in sentences(filing, "execution") if _on_payment(sentence)]
    admitted = [sentence for sentence in sentences(filing, "problems") if _on_payment(sentence)]
    one, other = _kinds(analysed), _kinds(admitted)
    if one and other and not one & other:
        first = next(sentence for sentence in analysed if _kinds([sentence]))
        second = next(sentence for sentence in admitted if _kinds([sentence]))
        yield on_text(first, other=second, text=second.text, one="、".join(sorted(one)), two="、".join(sorted(other)))
    yield from _cells(subject)


def _cells(subject: Subject) -> Iterator[Evidence]:
    """A reason in the table against the sentences that speak of the same indicator."""
    told = list(sentences(subject.report.filing, "result", "problems"))
    for row, figures in enumerate(subject.report.indicators):
        matter = stem(figures.cells.name)
        if is_blank(figures.cells.reason) or len(matter) < 4:
            continue
        own = _kinds_of(figures.cells.reason or "")
        about = [sentence for sentence in told if matter in sentence.text and _kinds([sentence])]
        if own and about and not own & _kinds(about):
            yield on_indicator(
                subject,
                row,
                "reason",
                other=about[0],
                one="、".join(sorted(own)),
                two="、".join(sorted(_kinds(about))),
            )


def _on_payment(sentence: Sentence) -> bool:
    text = sentence.text
    short = asserts(text, words().not_done) or says(text, words().low_rate) or "只完成" in text
    return short and says(text, words().payment)


def _kinds(found: list[Sentence]) -> frozenset[str]:
    return frozenset(kind for sentence in found for kind in _kinds_of(sentence.text))


@cache
def _lists() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(words().reasons.items())


def _kinds_of(text: str) -> frozenset[str]:
    return frozenset(kind for kind, entries in _lists() if says(text, entries))
