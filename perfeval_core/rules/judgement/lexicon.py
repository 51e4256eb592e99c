"""The words that the judgement rules look for, as data: ``data/lexicon/judgement.yaml``."""

import re
from collections.abc import Sequence
from functools import cache

from perfeval_core.datadir import lexicon
from perfeval_core.domain.base import Frozen

_GAP = "[^,。;:]{0,10}"


class Words(Frozen):
    """Word lists (词表); ``…`` in a word stands for a few characters of the same clause."""

    roles: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    reasons: dict[str, tuple[str, ...]]
    selves: dict[str, tuple[str, ...]]
    tell_apart: str
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    about: tuple[str, ...]
    more: tuple[str, ...]
    each: tuple[str, ...]
    stock: tuple[str, ...]
    scope: tuple[str, ...]
    planned: tuple[str, ...]
    measures: tuple[str, ...]
    completion: tuple[str, ...]
    generic: tuple[str, ...]
    whole: tuple[str, ...]
    not_done: tuple[str, ...]
    late: tuple[str, ...]
    short: tuple[str, ...]
    unless: tuple[str, ...]
    unless_close: tuple[str, ...]
    people: tuple[str, ...]
    admitted: tuple[str, ...]
    payment: tuple[str, ...]
    low_rate: tuple[str, ...]
    survey: tuple[str, ...]
    weak_reasons: tuple[str, ...]
    cost_names: tuple[str, ...]
    payment_names: tuple[str, ...]
    unit_cost_names: tuple[str, ...]
    zero_is_good: tuple[str, ...]
    bounded_rates: tuple[str, ...]
    prior_years: tuple[str, ...]
    arrears: tuple[str, ...]
    arrears_projects: tuple[str, ...]
    paid: tuple[str, ...]
    not_arrears: tuple[str, ...]
    terms: tuple[str, ...]
    all_year: tuple[str, ...]
    renewed: tuple[str, ...]
    done: tuple[str, ...]
    future: tuple[str, ...]
    placeholders: tuple[str, ...]
    many_years: tuple[str, ...]
    years_aside: tuple[str, ...]
    organisations: tuple[str, ...]


@cache
def words() -> Words:
    """The word lists."""
    return Words.model_validate(lexicon("judgement"))


def alternatives(entries: Sequence[str]) -> str:
    """A regular expression for any of ``entries``, the longest first."""
    longest_first = sorted(entries, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(entry).replace("…", _GAP) for entry in longest_first) + ")"


@cache
def any_of(entries: tuple[str, ...]) -> re.Pattern[str]:
    """``entries`` as one compiled expression."""
    return re.compile(alternatives(entries))


def says(text: str, entries: tuple[str, ...]) -> bool:
    """Whether ``text`` holds one of ``entries``."""
    return any_of(entries).search(text) is not None
