"""Whether a figure in a sentence speaks of the whole project in its year. Every doubt is a no.

Evidence that is asked for: the last year named before the figure covers the fiscal year (财政年度); no earlier clause
of the sentence narrows the scope (其中、上半年、省级…), and none sets a plan or target before it; the words between
the clause's beginning and the quantity's name are known not to narrow it (本项目、全年、2022年…).
"""

import re
from functools import cache

from perfeval_core.narrative.dates import about_year, months, years
from perfeval_core.narrative.passages import Sentence, clause_spans
from perfeval_core.narrative.words import words


@cache
def leading() -> re.Pattern[str]:
    """What may stand before a quantity's name in its clause."""
    return re.compile(words().leading)


def leads(text: str, project: str | None) -> bool:
    """Whether ``text``, the beginning of a clause, leaves the scope as it is; it may name the project."""
    without = text.replace(project, "") if project else text
    return leading().fullmatch(without.strip("“”\"'‘’")) is not None


def is_narrowed(clause: str) -> bool:
    """Whether a clause speaks of a part or of another period."""
    return words().narrowing.search(clause) is not None or bool(months(clause))


def is_other_money(clause: str) -> bool:
    """Whether a clause speaks of other money than the project's whole budget."""
    return words().other_money.search(clause) is not None


def is_planned(clause: str) -> bool:
    """Whether a clause speaks of what should be; 按计划, 根据要求 only say how something was done."""
    return words().planned.search(words().planned_apart.sub("", clause)) is not None


def earlier(sentence: Sentence, start: int) -> list[str]:
    """The clauses of ``sentence`` that end before character ``start`` of its text."""
    return [sentence.text[a:b] for a, b in clause_spans(sentence.text) if b <= start]


def in_year(sentence: Sentence, position: int, fiscal_year: int | None) -> bool:
    """Whether ``position`` is about the fiscal year, by the last year named in the sentence or else in its section."""
    text = sentence.source.text
    start = sentence.start if years(text[sentence.start : position]) else 0
    return about_year(text[start:position], position - start, fiscal_year)
