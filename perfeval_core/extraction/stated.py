"""Scores, grade and years as the narrative states them."""

import re
from collections import Counter
from collections.abc import Sequence

from perfeval_core.domain.filing import Section, Stated
from perfeval_core.domain.place import At
from perfeval_core.extraction.lexicon import analysis_words
from perfeval_core.extraction.sections import section_named

_NUMBER = r"(\d+(?:\.\d+)?)"
_SAYS = r"(?:合计|共计|共|为|是|:|达到|达)?"
_PATTERNS = {
    "execution_points": re.compile(rf"预算执行(?:情况|率)?(?:指标)?(?:自评)?得分{_SAYS}{_NUMBER}分"),
    "indicator_points": re.compile(rf"(?<!率)指标(?:完成|自评)?(?:情况)?(?:自评)?得分{_SAYS}{_NUMBER}分"),
    "total": re.compile(rf"(?:总得分|总分|最终得分|综合得分|自评得分){_SAYS}{_NUMBER}分"),
    "grade": re.compile(
        r"(?:属于|等级[为是:]?|评定为|评为|结论为)[“\"'‘「]?(优秀|良好|中等|较差|合格|不合格|优|良|中|差|[^“”\"'‘’「」,。;]{1,4}(?=[”\"'’」]))"
    ),
}
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_TOPIC_YEAR = re.compile(
    r"(?<!\d)(20\d\d)年(?=度?[^,。;]{0,6}(?:预算|下达|执行|资金)|(?<=[。;!?]\d{4}年)|(?<=^\d{4}年))"
)
"""A year that a budget clause is about: before 预算, 下达 or 执行, or at the head of a sentence."""


def stated_in(sections: Sequence[Section]) -> Stated:
    """The scores and the grade in the section 项目自评得分和结论; what is not written is ``None``.

    A figure written twice counts with its first value.
    """
    section = section_named(sections, analysis_words().conclusion)
    values: dict[str, str] = {}
    at: dict[str, At] = {}
    for field, pattern in _PATTERNS.items():
        match = pattern.search(section.text) if section else None
        if section is None or match is None:
            continue
        values[field] = match.group(1)
        found = section.passage(match.start(1), match.end(1))
        at[field] = found[0] if len(found) == 1 else found
    return Stated(**values, at=at)


def fiscal_year(title: str, project_name: str, sections: Sequence[Section]) -> int | None:
    """The evaluated year (预算年度): the title's, else the one that conclusion and budget sentences speak of most.

    A year in the project's own name (2022年需付合同款) counts only if nothing else tells.
    """
    in_title = _YEAR.search(title)
    if in_title:
        return int(in_title.group(1))
    words = analysis_words()
    conclusion, execution = (section_named(sections, name) for name in (words.conclusion, words.execution))
    said = conclusion.text if conclusion else ""
    return (
        _most_named(_YEAR, said.replace(project_name, "") if project_name else said)
        or _most_named(_TOPIC_YEAR, execution.text if execution else "")
        or _most_named(_YEAR, said)
    )


def _most_named(pattern: re.Pattern[str], text: str) -> int | None:
    """The year that ``pattern`` finds most often in ``text``; none if two are named as often."""
    years = Counter(int(match.group(1)) for match in pattern.finditer(text)).most_common(2)
    tie = len(years) == 2 and years[0][1] == years[1][1]
    return years[0][0] if years and not tie else None
