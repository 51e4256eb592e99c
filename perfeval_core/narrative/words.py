"""The words of the narrative, as data: ``data/lexicon/narrative*.yaml``."""

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator

from perfeval_core.datadir import lexicon
from perfeval_core.domain.base import Frozen

Role = Literal["overview", "period_goal", "goal", "plan", "conclusion", "result", "practice", "problems", "measures"]
"""What a section is for: 概况, 实施期目标, 年度目标, 计划, 结论, 完成情况, 经验, 问题, 措施."""

Basis = Literal["initial", "released", "full_year", "budget", "executed", "rate", "left"]
"""What a budget word names: 年初预算, 下达, 全年预算, 预算 (no basis), 执行数, 执行率, 结余."""


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


Pattern = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class ItemWords(Frozen):
    """Words around itemised amounts (分项金额)."""

    opens: tuple[str, ...]
    total: tuple[str, ...]
    whole: tuple[str, ...]
    partial: Pattern
    rest: Pattern
    unlike: Pattern
    not_a_part: Pattern
    per_unit: Pattern
    levels: Pattern
    nouns: Pattern
    own_label: Pattern
    labels: tuple[str, ...]


class MissingWords(Frozen):
    """Words around a number that is not there (缺数)."""

    nouns: tuple[str, ...]
    clear_units: tuple[str, ...]
    units: tuple[str, ...]
    not_before: Pattern


class Words(Frozen):
    """How narrative is read."""

    roles: dict[str, Role]
    mandatory: dict[str, tuple[str, ...]]
    most_absent: int
    units: tuple[str, ...]
    like_units: tuple[tuple[str, ...], ...]
    about_before: tuple[str, ...]
    at_least_before: tuple[str, ...]
    at_most_before: tuple[str, ...]
    about_after: tuple[str, ...]
    at_least_after: tuple[str, ...]
    at_most_after: tuple[str, ...]
    budget: dict[Basis, tuple[str, ...]]
    weak: tuple[str, ...]
    governing: str
    leading: str
    narrowing: Pattern
    other_money: Pattern
    planned: Pattern
    planned_apart: Pattern
    verbs: tuple[str, ...]
    background: Pattern
    items: ItemWords
    missing: MissingWords


class CountPair(Frozen):
    """Two counts of one thing, of which ``less`` cannot be below ``more``."""

    less: str
    more: str


class Ratio(Frozen):
    """A share with the words of its parts: whole, part, rate (发放、回收、回收率)."""

    whole: str
    part: str
    rate: str


class Phrases(Frozen):
    """What narrative says: phrases that exclude each other, future words, like pairs, enumerations."""

    all_done: tuple[Pattern, ...]
    not_done: tuple[Pattern, ...]
    not_asserted: Pattern
    not_work: Pattern
    nothing: tuple[str, ...]
    future: tuple[str, ...]
    not_future: tuple[str, ...]
    never_below: tuple[CountPair, ...]
    count_words: dict[str, tuple[str, ...]]
    total_cost: tuple[str, ...]
    unit_cost: Pattern
    quality_words: tuple[str, ...]
    ratios: tuple[Ratio, ...]
    rise: tuple[str, ...]
    fall: tuple[str, ...]


@cache
def words() -> Words:
    """How narrative is read."""
    return Words.model_validate(lexicon("narrative"))


@cache
def phrases() -> Phrases:
    """What narrative says."""
    return Phrases.model_validate(lexicon("narrative_pairs"))


def either(choices: tuple[str, ...]) -> str:
    """A pattern for any of ``choices``, the longest first."""
    return "|".join(re.escape(choice) for choice in sorted(choices, key=len, reverse=True))
