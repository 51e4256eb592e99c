"""跨年度指标: a target for several years stands where the year's own target belongs."""

import re
from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator, on_text
from perfeval_core.rules.judgement.lexicon import any_of, says, words
from perfeval_core.rules.judgement.prose import clauses
from perfeval_core.rules.subject import Subject

_SPAN = re.compile(r"(20\d\d)年?(?:[-—~至]|到)(20\d\d)年")
_UNTIL = re.compile(r"(?:到|至)(20\d\d)年(?!\d{1,2}月|[上下]半年|春|第|年?初|[一二三四]季度)(?:底|末)?")
_YEARS = re.compile(r"(?<!\d)[2-9]年(?:内|累计)")
_TITLES = re.compile(r"《[^》]*》|“[^”]*”")


def check(subject: Subject) -> Iterator[Evidence]:
    """Names of plans and school years are no targets; a goal counts where it has a number, but none for the year."""
    year = subject.report.filing.fiscal_year
    for row, figures in enumerate(subject.report.indicators):
        for field in ("target", "target_initial", "name"):
            found = _several_years(getattr(figures.cells, field) or "", year)
            if found:
                yield on_indicator(subject, row, field, years=found)
                break
    for clause in clauses(subject.report.filing, "goal"):
        text = _TITLES.sub("", clause.text)
        found = _several_years(text, year)
        if year is not None and f"{year}年" in clause.block.text.replace(found or "", ""):
            continue
        if found and re.search(r"\d", text.replace(found, "")):
            yield on_text(clause, years=found)


def _several_years(text: str, year: int | None) -> str | None:
    """The words in ``text`` that name more than the year evaluated, or ``None``."""
    if says(text, words().years_aside):
        return None
    for span in _SPAN.finditer(text):
        if int(span[2]) - int(span[1]) >= 2:
            return span.group()
    several = any_of(words().many_years).search(text) or _YEARS.search(text)
    if several:
        return several.group()
    for until in _UNTIL.finditer(text):
        if year is not None and int(until[1]) > year:
            return until.group()
    return None
