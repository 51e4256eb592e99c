"""The grammar of figures in narrative: amounts (亿/万/元), percentages (%, 百分之), counts with their units.

A figure keeps its exact value in its base unit, the step of its last printed digit, and whether its wording makes it
an approximation or a bound (约、近、超、不少于、余、左右). No figures are: years, dates, ordinals, numbers of
documents, telephones, lists and versions, and every number without a unit that is known.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal

import cn2an

from perfeval_core.domain.numbers import dec
from perfeval_core.narrative.exact import Exact, of_decimal
from perfeval_core.narrative.words import either, words

Hedge = Literal["about", "at_least", "at_most", "range"]
"""What makes a figure less than exact: 约, 超, 不超过, 5至8."""

YUAN, PERCENT, POINT = "元", "%", "个百分点"

_POWER = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_CHINESE = r"[零一二三四五六七八九十百千两]+"
_MAGNITUDE = r"(?:[十百千]?万亿|[十百千]?[亿万]|[百千](?=元))"
_MORE = r"[余多]"
_TERM = re.compile(rf"({_ARABIC}|{_CHINESE})({_MAGNITUDE})?")
# Behind these a number is a version, an ordinal, a ratio, part of a date or of a longer number.
_START = r"(?<![\d.A-Za-z〔\[第/×*+])(?<!\d[,:])"
_DATE = re.compile(r"(?:年|月|日|号|时|分(?!之)|点|世纪)")
_RANGE_BEFORE = re.compile(r"[\d万亿元%人次场期个台户][至到~—–\-]$")
_RANGE_AFTER = re.compile(r"[至到~—–\-]\d")


@dataclass(frozen=True)
class Figure:
    """One figure in a text. ``unit`` is the base unit: 万 and 亿 are in the value; "" is a bare 万 or 亿 (345.98万)."""

    exact: Exact
    unit: str
    hedge: Hedge | None
    start: int
    end: int
    text: str

    @property
    def value(self) -> Fraction:
        """The exact value in the base unit."""
        return self.exact.value

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money; a bare 万 or 亿 may be one."""
        return self.unit in (YUAN, "")

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == PERCENT


def figures(text: str, more_units: Iterable[str] = ()) -> tuple[Figure, ...]:
    """The figures in folded ``text``; ``more_units`` are those that the report's own tables use."""
    return _figures(text, tuple(sorted(set(more_units) - {"", "万", "亿", "年", "月", "日", "号", "时", "分"})))


@lru_cache(maxsize=4096)
def _figures(text: str, more_units: tuple[str, ...]) -> tuple[Figure, ...]:
    found = (_figure(match, text, more_units) for match in _number_pattern().finditer(text))
    return tuple(figure for figure in found if figure is not None)


@cache
def _number_pattern() -> re.Pattern[str]:
    """A number up to its unit."""
    number = rf"(?P<terms>(?:(?:{_ARABIC}|{_CHINESE})(?:{_MAGNITUDE})?)+)"
    amount = rf"{number}(?P<more>{_MORE})?(?P<late>{_MAGNITUDE})?(?P<many>多)?"
    share = rf"百分之(?P<share>{_ARABIC}|{_CHINESE}(?:点[零一二三四五六七八九]+)?)"
    return re.compile(rf"{_START}(?:{share}|{amount})")


@cache
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:%|‰|{either(words().units)})(?:(?<!%)/[\u4e00-\u9fff]{{1,3}})?")


@cache
def _after_pattern() -> re.Pattern[str]:
    known = words()
    return re.compile(either((*known.about_after, *known.at_least_after, *known.at_most_after)))


def _unit_at(text: str, position: int, more_units: tuple[str, ...]) -> str:
    """The longest known unit that stands at ``position``, or ""."""
    match = _unit_pattern().match(text, position)
    own = [unit for unit in more_units if text.startswith(unit, position)]
    return max([match.group() if match else "", *own], key=len)


def _figure(match: re.Match[str], text: str, more_units: tuple[str, ...]) -> Figure | None:
    printed = "" if match["share"] else _unit_at(text, match.end(), more_units)
    end = match.end() + len(printed)
    exact, unit = _share(match["share"]) if match["share"] else _amount(match, printed)
    if exact is None or unit is None or (_DATE.match(text, end) and not unit):
        return None
    after = _after_pattern().match(text, end)
    end = after.end() if after else end
    hedge = _hedge(match, text, end, after.group() if after else "")
    return Figure(exact, unit, hedge, match.start(), end, text[match.start() : end])


def _share(text: str) -> tuple[Exact | None, str | None]:
    whole, _, rest = text.partition("点")
    value = _number(whole)
    if value is None:
        return None, None
    digits = "".join(str("零一二三四五六七八九".index(char)) for char in rest)
    return of_decimal(value + Decimal(digits).scaleb(-len(digits)) if digits else value), PERCENT


def _amount(match: re.Match[str], unit: str) -> tuple[Exact | None, str | None]:
    """Value and base unit; ``None`` for a number without a unit, and for terms that do not fit together."""
    late = match["late"]
    if not unit and not late and match["terms"][-1] not in "万亿":
        return None, None
    exact = _sum_of_terms(match["terms"])
    if exact is not None and late:
        exact = Exact(exact.value * _scale(late), exact.step * _scale(late))
    if unit == "‰" and exact is not None:
        return Exact(exact.value / 10, exact.step / 10), PERCENT
    return exact, unit


def _sum_of_terms(text: str) -> Exact | None:
    """``1亿2300万`` as one value: magnitudes fall, only the last term has decimals. 元 may stand for the last."""
    value, step, last = Fraction(0), Fraction(1), None
    terms = _TERM.findall(text)
    for position, (digits, magnitude) in enumerate(terms):
        number, scale = _number(digits), _scale(magnitude)
        if number is None or (last is not None and (scale >= last or number * scale >= last)):
            return None
        if position < len(terms) - 1 and (not magnitude or "." in digits):
            return None
        term = of_decimal(number, Fraction(scale))
        value, step, last = value + term.value, term.step, scale
    return Exact(value, step)


def _number(digits: str) -> Decimal | None:
    """Arabic digits, or a whole number in Chinese ones; anything that is not well formed is ``None``."""
    if digits.isascii():
        return dec(digits)
    written = re.sub(r"两(?=[百千])|^两$", "二", digits)
    try:
        value = cn2an.cn2an(written, "strict")
    except ValueError:
        return None
    return Decimal(value) if isinstance(value, int) else None


def _scale(magnitude: str) -> int:
    scale = 1
    for sign in magnitude:
        scale *= _POWER[sign]
    return scale


def _hedge(match: re.Match[str], text: str, end: int, after: str) -> Hedge | None:
    before = text[max(0, match.start() - 5) : match.start()]
    if _RANGE_BEFORE.search(before) or _RANGE_AFTER.match(text, end):
        return "range"
    if match["more"] or match["many"]:
        return "about"
    return _longest_end(before) or (_of(after, _AFTER) if after else None)


_BEFORE: tuple[tuple[Hedge, str], ...] = (
    ("about", "about_before"),
    ("at_least", "at_least_before"),
    ("at_most", "at_most_before"),
)
_AFTER: tuple[tuple[Hedge, str], ...] = (
    ("about", "about_after"),
    ("at_least", "at_least_after"),
    ("at_most", "at_most_after"),
)


def _longest_end(before: str) -> Hedge | None:
    """What the longest known word that ``before`` ends with means: 不少于 is not 少于."""
    ends = [word for _, field in _BEFORE for word in getattr(words(), field) if before.endswith(word)]
    return _of(max(ends, key=len), _BEFORE) if ends else None


def _of(word: str, lists: tuple[tuple[Hedge, str], ...]) -> Hedge:
    return next(hedge for hedge, field in lists if word in getattr(words(), field))


def within(found: tuple[Figure, ...], start: int, end: int) -> Iterator[Figure]:
    """The figures that stand between ``start`` and ``end``."""
    return (figure for figure in found if start <= figure.start and figure.end <= end)
