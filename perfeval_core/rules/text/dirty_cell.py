"""单元格含多余字符: stray characters around an enumeration word (及时无), or markup left in a cell ($\\geq 90\\%$)."""

import re
from collections.abc import Iterator
from functools import cache

from perfeval_core.domain.filing import AMOUNT_FIELDS, Indicator
from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.place import Location
from perfeval_core.narrative.words import either, phrases
from perfeval_core.rules.subject import Subject

_WORD_CELLS = ("target_initial", "target", "actual")
_CELLS = ("name", *_WORD_CELLS, "weight", "points", "reason")
_BUDGET_CELLS = ("source", *AMOUNT_FIELDS, "execution_rate", "max_points", "points")
_MARKUP = re.compile(
    r"\$[^$]+\$"
    r"|\\(?:geqslant|leqslant|geq|leq|ge|le|gt|lt|times|text|mathrm|mbox|frac|quad|%)(?![a-z])"
    r"|</?(?:br|p|span|div|td|tr|th|table|sub|sup|b|i|u|em|font|strong)(?:[ =\"'a-z0-9:;-]*)/?>"
    r"|&(?:nbsp|lt|gt|le|ge|amp|quot|#\d{1,5}|#x[0-9a-f]{1,4});"
    r"|\*\*",
    re.IGNORECASE,
)
_ENUMERATED = (
    r"(?:部分)?达成(?:预期|年度)指标(?:并具有一定效果)?"
    r"|未(?:达成|完成)(?:\(未(?:达成|完成)\))?(?:预期|年度)指标(?:且效果较差)?"
)
_STRAY = r"""[/\\\-—–_*#?·`'"~^|.,;:、+A-Za-z\d]"""
"""No sentence's full stop, no operator, no bracket: those have a meaning."""


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a cell."""
    for row, figures in enumerate(subject.report.indicators):
        cells = figures.cells
        for field in _CELLS:
            text: str = getattr(cells, field) or ""
            clean = _clean_word(text) if field in _WORD_CELLS else None
            if clean is not None or _MARKUP.search(text):
                yield _evidence(cells.name, field, text, clean, _at(subject, cells, field), row)
    for row, line in enumerate(figures.line for figures in subject.report.budget):
        for field in _BUDGET_CELLS:
            text = getattr(line, field) or ""
            if _MARKUP.search(text):
                yield _evidence(None, field, text, None, subject.at_budget(line, field), row)


def _at(subject: Subject, cells: Indicator, field: str) -> tuple[Location, ...]:
    return subject.at_indicator(cells, field)


def _evidence(
    indicator: str | None, field: str, text: str, clean: str | None, at: tuple[Location, ...], row: int
) -> Evidence:
    advice = f"，应为“{clean}”" if clean else ""
    return Evidence(
        indicator=indicator,
        field=field,
        stated=text,
        expected=clean,
        at=at,
        row=row,
        facts=(("advice", advice),),
    )


@cache
def _dirty() -> re.Pattern[str]:
    word = rf"(?P<word>{_ENUMERATED}|{either(phrases().quality_words)})"
    return re.compile(rf"(?P<before>{_STRAY}{{0,3}}){word}(?P<after>{_STRAY}{{0,3}}无?{_STRAY}{{0,3}})")


def _clean_word(text: str) -> str | None:
    """The enumeration word in a cell that holds stray characters beside it, and nothing else; ``None`` if it is clean.

    A number or a letter beside a word may be its measure (提升5、达标A): they are stray beside the three enumerated
    words alone.
    """
    match = _dirty().fullmatch(text)
    if match is None or not (match["before"] or match["after"]):
        return None
    beside, word = match["before"] + match["after"], match["word"]
    has_measure = re.search(r"[\dA-Z]", beside) is not None and re.fullmatch(_ENUMERATED, word) is None
    return None if has_measure else word
