"""Scores, grade and years as the narrative states them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from perfeval_core.domain.filing import Section, Stated
from perfeval_core.domain.numbers import points
from perfeval_core.domain.place import At
from perfeval_core.extraction.conclusion import Mention, mentions
from perfeval_core.extraction.lexicon import analysis_words
from perfeval_core.extraction.sections import section_named
from perfeval_core.extraction.tables import doubted

_FIELDS = ("execution_points", "indicator_points", "total", "grade")
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_TOPIC_YEAR = re.compile(
    r"(?<!\d)(20\d\d)年(?=度?[^,。;]{0,6}(?:预算|下达|执行|资金)|(?<=[。;!?]\d{4}年)|(?<=^\d{4}年))"
)
"""A year that a budget clause is about: before 预算, 下达 or 执行, or at the head of a sentence."""


def stated_in(sections: Sequence[Section], project_name: str, year: int | None) -> Stated:
    """The scores and the grade in the section 项目自评得分和结论; what is not written is ``None``.

    Of two values the evaluated ``year``'s counts. Where nothing tells which of them it is, or where there is a figure
    or a word for a score and nobody knows whose, the field is doubted.
    """
    section = section_named(sections, analysis_words().conclusion)
    if section is None:
        return Stated()
    found = mentions(section.text, project_name)
    values: dict[str, str] = {}
    at: dict[str, At] = {}
    for field in _FIELDS:
        said = _said(field, found)
        if not said:
            continue
        chosen = next((mention for mention in _of_year(said, year) if mention.value), said[0])
        if chosen.value is not None:
            values[field] = chosen.value
        where = section.passage(chosen.start, chosen.end)
        where = where if _is_sure(said, year) else tuple(doubted(place) for place in where)
        at[field] = where[0] if len(where) == 1 else where
    return Stated(**values, at=at)


def _said(field: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions of ``field``: with a value, else words for it, else figures of which nobody knows what they are.

    总分100分 gives the full marks where there is a score beside it; alone it may be either.
    """
    own = [mention for mention in found if mention.field == field]
    valued = [mention for mention in own if mention.value is not None]
    if valued:
        return valued
    if field == "total":
        own += [
            replace(mention, field="total", sure=_adds_up(found)) for mention in found if mention.field == "full_marks"
        ]
    if not own and field != "grade":
        own = [replace(mention, value=None) for mention in found if mention.field == ""]
    return own


def _adds_up(found: Sequence[Mention]) -> bool:
    """Whether the points for execution and indicators make the full marks."""
    parts = {
        mention.field: mention.value for mention in found if mention.field in ("execution_points", "indicator_points")
    }
    known = [value for text in parts.values() if (value := points(text)) is not None]
    return len(known) == 2 and sum(known) == 100


def _of_year(said: Sequence[Mention], year: int | None) -> Sequence[Mention]:
    """Those in sentences about ``year``, if the others are about other years."""
    own = [mention for mention in said if mention.year == year]
    return own if own and year is not None and all(mention.year for mention in said) else said


def _is_sure(said: Sequence[Mention], year: int | None) -> bool:
    """Whether one value is meant, and it is the evaluated year's."""
    own = _of_year(said, year)
    one = len({mention.value for mention in own}) == 1 and own[0].value is not None
    other_year = any(mention.own_year not in (None, year) for mention in own) and year is not None
    return one and not other_year and all(mention.sure for mention in own)


def fiscal_year(title: str, project_name: str, sections: Sequence[Section]) -> int | None:
    """The evaluated year (预算年度): the title's, else the one that the conclusion speaks of, or the budget sentences
    if the conclusion names several (a comparison with the year before).

    A year in the project's own name (2022年需付合同款) counts only if nothing else tells.
    """
    in_title = _YEAR.search(title)
    if in_title:
        return int(in_title.group(1))
    words = analysis_words()
    conclusion, execution = (section_named(sections, name) for name in (words.conclusion, words.execution))
    said = conclusion.text if conclusion else ""
    own = said.replace(project_name, "") if project_name else said
    named = {int(year) for year in _YEAR.findall(own)}
    if len(named) == 1:
        return named.pop()
    return (
        _most_named(_TOPIC_YEAR, execution.text if execution else "")
        or _most_named(_YEAR, own)
        or _most_named(_YEAR, said)
    )


def _most_named(pattern: re.Pattern[str], text: str) -> int | None:
    """The year that ``pattern`` finds most often in ``text``; none if two are named as often."""
    years = Counter(int(match.group(1)) for match in pattern.finditer(text)).most_common(2)
    tie = len(years) == 2 and years[0][1] == years[1][1]
    return years[0][0] if years and not tie else None
