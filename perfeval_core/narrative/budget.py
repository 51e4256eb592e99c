"""What a sentence says of the project's money: 年初预算、预算下达、全年预算、执行数、执行率、结余.

A statement needs one of the lexicon's budget words with its number directly behind it (only 为、是、达到、共… between),
words before it that do not narrow the scope, and a clause's end behind it. A word that does not say of what (执行率、
实际支出) needs the project or the year before it, or a statement earlier in the sentence. A clause of the sentence with
money that is no such statement, or that narrows the scope, ends the reading: what follows may be about that part.
Approximations (约、近、超) are no statements.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from perfeval_core.narrative.figures import Figure, figures, within
from perfeval_core.narrative.passages import Sentence, clause_spans, previous
from perfeval_core.narrative.scope import in_year, is_narrowed, is_other_money, is_planned, leads
from perfeval_core.narrative.words import Basis, words

_ENDS = re.compile(r"[,;:。!?、()\]”\"]|$")


@dataclass(frozen=True)
class Statement:
    """One amount or rate of the project as a sentence gives it."""

    basis: Basis
    figure: Figure
    sentence: Sentence


@dataclass(frozen=True)
class MoneySentence:
    """The statements of one sentence. ``alone``: there is no other money and no other percentage in it."""

    sentence: Sentence
    statements: tuple[Statement, ...]
    alone: bool

    def of(self, *bases: Basis) -> list[Figure]:
        """The figures stated on any of ``bases``."""
        return [statement.figure for statement in self.statements if statement.basis in bases]


@cache
def _patterns() -> tuple[tuple[Basis, str, re.Pattern[str]], ...]:
    """For each budget word, the text from a clause's beginning up to its number; longer words first."""
    listed = [(word, basis) for basis, known in words().budget.items() for word in known]
    ordered = sorted(listed, key=lambda pair: len(pair[0]), reverse=True)
    return tuple((basis, word, re.compile(rf"(.*?){re.escape(word)}{words().governing}")) for word, basis in ordered)


def states_budget(text: str) -> bool:
    """Whether ``text``, a clause up to its number, makes the number one of budget or execution."""
    return any(word in text and pattern.fullmatch(text) for _, word, pattern in _patterns())


def money_sentence(sentence: Sentence, project: str | None, fiscal_year: int | None) -> MoneySentence:
    """What ``sentence`` says of the project's money in its year."""
    if not _money_in(figures(sentence.text)):
        return MoneySentence(sentence, (), alone=True)
    before = previous(sentence)
    own = before is None or _read(before, project, fiscal_year, True).alone
    return _read(sentence, project, fiscal_year, own)


def _read(sentence: Sentence, project: str | None, fiscal_year: int | None, own: bool) -> MoneySentence:
    """``own``: the sentence before speaks of no other money, so that this one may go on without naming the project."""
    text, whole = sentence.text, True
    found: list[Statement] = []
    known = figures(text)
    relevant = _money_in(known)
    for start, end in clause_spans(text):
        clause = [figure for figure in within(known, start, end) if figure in relevant]
        statement = (
            _statement(sentence, start, clause, project, own, bool(found)) if len(clause) == 1 and whole else None
        )
        if statement is not None and in_year(sentence, sentence.start + clause[0].start, fiscal_year):
            found.append(statement)
        elif any(figure.is_money for figure in clause) or _is_apart(text[start:end]):
            whole = False
    return MoneySentence(sentence, tuple(found), len(found) == len(relevant))


def _money_in(known: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in known if figure.is_money or figure.is_rate]


@lru_cache(maxsize=1024)
def _is_apart(clause: str) -> bool:
    return is_narrowed(clause) or is_other_money(clause) or is_planned(clause)


def _statement(
    sentence: Sentence, start: int, clause: list[Figure], project: str | None, own: bool, goes_on: bool
) -> Statement | None:
    figure, text = clause[0], sentence.text
    if figure.hedge or not _ENDS.match(text, figure.end):
        return None
    clause_text = text[start : figure.start]
    for basis, word, pattern in _patterns():
        match = pattern.fullmatch(clause_text) if word in clause_text else None
        if match is None or figure.is_rate != (basis == "rate"):
            continue
        is_named = bool(match[1]) or goes_on or (own and word not in words().weak)
        return Statement(basis, figure, sentence) if is_named and leads(match[1], project) else None
    return None
