"""Counts that the plan states, held against the targets of the indicators that they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.counting import Count, counted, counts
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.naming import shared, stem
from perfeval_core.rules.judgement.prose import Sentence, asserts, sentences
from perfeval_core.rules.subject import Subject

_PHRASE = 10
"""A count's noun stands within so many characters behind its unit."""


@dataclass(frozen=True)
class Planned:
    """A count in the plan that belongs to the indicator in ``row``, whose target is another number.

    ``admitted`` is a sentence that admits the plan was not carried out; it is what a loose match rests on.
    """

    row: int
    target: Decimal
    count: Count
    admitted: Sentence | None


def differing(subject: Subject) -> Iterator[Planned]:
    """One a row at most. Silent where the plan has the target as well, or several numbers that might belong."""
    indicators = subject.report.indicators
    targets = [_target(figures) for figures in indicators]
    units = [target[1] if target else None for target in targets]
    stated = [count for sentence in sentences(subject.report.filing, "plan") for count in counts(sentence)]
    usable = [count for count in stated if not count.distributive and not count.stock and count.bound != "about"]
    for row, (figures, target) in enumerate(zip(indicators, targets, strict=True)):
        if target is None:
            continue
        matter = stem(figures.cells.name)
        like = [count for count in usable if count.unit == target[1]]
        if any(count.value == target[0] for count in like):
            continue
        clear = [count for count in like if _clearly(count, matter, units.count(target[1]) == 1)]
        if clear:
            if len({count.value for count in clear}) == 1:
                yield Planned(row, target[0], clear[0], None)
            continue
        yield from _loose(subject, row, target[0], [count for count in like if _named(count, matter)])


def admissions(subject: Subject) -> Iterator[Sentence]:
    """The sentences that admit that the plan was not carried out."""
    for sentence in sentences(subject.report.filing, "result", "problems"):
        if asserts(sentence.text, words().admitted):
            yield sentence


def _loose(subject: Subject, row: int, target: Decimal, found: list[Count]) -> Iterator[Planned]:
    """A count above the target whose noun is the indicator's, if the report admits a shortfall of that noun."""
    if len({count.value for count in found}) != 1 or found[0].value <= target:
        return
    common = _named(found[0], stem(subject.report.indicators[row].cells.name))
    for sentence in admissions(subject):
        if any(noun in sentence.text for noun in common):
            yield Planned(row, target, found[0], sentence)
            return


def _target(figures: IndicatorFigures) -> tuple[Decimal, str] | None:
    target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
    return counted(figures, target) if isinstance(target, Quantity) else None


def _clearly(count: Count, matter: str, only_one: bool) -> bool:
    """Whether ``count`` is what the plan demands of the indicator: named in full, or the only one of its unit."""
    clause = count.before + count.after
    demanded = count.bound in ("at_least", "at_most")
    if matter in clause:
        annual = count.sentence.block.name in words().roles["annual"]
        return demanded or annual or says(count.before, words().planned)
    people = set(words().people)
    others = says(count.before, words().people) and not shared(matter, count.before) - people
    return demanded and only_one and not others and bool(shared(matter, count.sentence.text) - people)


def _named(count: Count, matter: str) -> frozenset[str]:
    return shared(matter, count.after[:_PHRASE])
