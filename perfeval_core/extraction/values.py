"""From a cell's string to what it means: the grammar of target (指标值) and actual value (实际完成值).

A value that can be read in two ways keeps both readings; nothing here chooses between them. Numbers are made in
``domain.numbers`` alone.
"""

import html
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from perfeval_core.domain.numbers import dec
from perfeval_core.domain.quantity import Attainment, Nothing, Operator, Quality, Quantity, Reading, Words
from perfeval_core.reading.text import fold

NONE_SIGNS = frozenset({"", "/", "\\", "-", "--", "–", "—", "——", "―", "――"})
"""A blank cell, and the signs that a form prints for 'none'."""

_BEFORE = {
    "≥": Operator.AT_LEAST,
    "大于或等于": Operator.AT_LEAST,
    "大于等于": Operator.AT_LEAST,
    "不低于": Operator.AT_LEAST,
    "不少于": Operator.AT_LEAST,
    "不小于": Operator.AT_LEAST,
    "至少": Operator.AT_LEAST,
    "达到": Operator.AT_LEAST,
    ">": Operator.MORE,
    "大于": Operator.MORE,
    "高于": Operator.MORE,
    "多于": Operator.MORE,
    "超过": Operator.MORE,
    "≤": Operator.AT_MOST,
    "小于或等于": Operator.AT_MOST,
    "小于等于": Operator.AT_MOST,
    "不超过": Operator.AT_MOST,
    "不大于": Operator.AT_MOST,
    "不高于": Operator.AT_MOST,
    "不多于": Operator.AT_MOST,
    "至多": Operator.AT_MOST,
    "<": Operator.LESS,
    "小于": Operator.LESS,
    "低于": Operator.LESS,
    "少于": Operator.LESS,
    "=": Operator.EQUAL,
    "═": Operator.EQUAL,
    "等于": Operator.EQUAL,
}
_AFTER = {
    "(含)以上": Operator.AT_LEAST,
    "及以上": Operator.AT_LEAST,
    "以上": Operator.AT_LEAST,
    "(含)以下": Operator.AT_MOST,
    "及以下": Operator.AT_MOST,
    "以下": Operator.AT_MOST,
    "以内": Operator.AT_MOST,
    "之内": Operator.AT_MOST,
}

_TEX = (
    (re.compile(r"\\(?:text|mathrm|mbox)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\(?:geqslant|geq|ge)(?![a-z])"), "≥"),
    (re.compile(r"\\(?:leqslant|leq|le)(?![a-z])"), "≤"),
    (re.compile(r"\\gt(?![a-z])"), ">"),
    (re.compile(r"\\lt(?![a-z])"), "<"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\[,;:!]|\$"), ""),
)
_TRAILING = "。;,、"

_NUMBER = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)(.*)")
_UNIT = re.compile(r"%|‰|\([^\d()]{1,4}\)|[A-Za-z\u4e00-\u9fff㎡㎥℃³²/]{1,6}[23]?|")
# An approximation (30余人), a range (30至50), a point in time (9月前) or a clause is no plain quantity.
_NO_UNIT = re.compile(r"[前后底初末余多约至到近不未无没以]|左右|完成|达成|达标|合格")
_DATE = re.compile(r"\d{4}年|\d{1,2}月")

# A report is parsed at several steps, and most cells of a year say what others say.
_remembered = lru_cache(maxsize=1024)


@_remembered
def read_target(text: str | None) -> Reading:
    """What a target cell (指标值) asks for: a number with its operator, words, or nothing.

    A number without an operator keeps ``operator=None``: which way it counts is not written.
    """
    cell = _clean(text)
    if cell in NONE_SIGNS:
        return Nothing()
    body, before = _take(cell, _BEFORE, at_start=True)
    body, after = _take(body, _AFTER, at_start=False)
    number = None if before and after and before is not after else _quantity(body)
    if number is None:
        return Words(cell)
    return Quantity(number.value, number.unit, before or after)


@_remembered
def read_actual(text: str | None) -> Reading:
    """What an actual cell (实际完成值) says: a number, one of the enumerated quality words, words, or nothing."""
    cell = _ticked(_clean(text))
    if cell in NONE_SIGNS:
        return Nothing()
    return _quality(cell) or _quantity(cell) or Words(cell)


def _clean(text: str | None) -> str:
    """``text`` folded, without mathematical markup, character references and a closing punctuation mark."""
    cell = fold(html.unescape(text or ""))
    for pattern, plain in _TEX:
        cell = pattern.sub(plain, cell)
    return fold(cell).rstrip(_TRAILING)


def _take(cell: str, signs: dict[str, Operator], *, at_start: bool) -> tuple[str, Operator | None]:
    """``cell`` without the longest sign that it starts (or ends) with, and the operator that the sign means."""
    for sign in sorted(signs, key=len, reverse=True):
        if at_start and cell.startswith(sign):
            return cell.removeprefix(sign), signs[sign]
        if not at_start and cell.endswith(sign):
            return cell.removesuffix(sign), signs[sign]
    return cell, None


def _quantity(body: str) -> Quantity | None:
    """The number with its unit that ``body`` consists of, or ``None`` for anything else, dates included."""
    match = _NUMBER.fullmatch(body)
    if match is None or _DATE.match(body):
        return None
    value, unit = dec(match.group(1)), match.group(2)
    if value is None or not _UNIT.fullmatch(unit) or _NO_UNIT.search(unit):
        return None
    return Quantity(value, unit)


_GOAL = r"(?:预期|年度)指标"
_QUALITY = (
    (Attainment.PARTLY, re.compile(rf"部分达成{_GOAL}(?:并?具有一定效果)?")),
    (Attainment.NOT_MET, re.compile(rf"未(?:达成|完成)(?:\(未(?:达成|完成)\))?{_GOAL}(?:且效果较差)?")),
    (Attainment.MET, re.compile(rf"达成{_GOAL}")),
)
# Stray characters do not change the word that they stand beside; another word (未、基本、全部) may.
_STRAY_BEFORE = re.compile(r"[^\u4e00-\u9fff%]{0,3}")
_STRAY_AFTER = re.compile(r"[^\u4e00-\u9fff%]{0,3}无?[^\u4e00-\u9fff%]{0,3}")


def _quality(cell: str) -> Quality | None:
    for attainment, pattern in _QUALITY:
        match = pattern.search(cell)
        if match is None:
            continue
        before, after = cell[: match.start()], cell[match.end() :]
        if _STRAY_BEFORE.fullmatch(before) and _STRAY_AFTER.fullmatch(after):
            return Quality(attainment)
    return None


_TICKED, _BOXES = "☑☒✓✔√■", "☑☒✓✔√■□☐"


def _ticked(cell: str) -> str:
    """The words of the one ticked box (☑) among several (□), or ``cell`` itself if no single box is ticked."""
    if not any(sign in cell for sign in _BOXES):
        return cell
    choice = rf"([{_BOXES}])([^{_BOXES}]+)" if cell[0] in _BOXES else rf"([^{_BOXES}]+)([{_BOXES}])"
    pairs = (match if cell[0] in _BOXES else match[::-1] for match in re.findall(choice, cell))
    ticked = [words for box, words in pairs if box in _TICKED]
    return ticked[0] if len(ticked) == 1 else cell


# --- two quantities made comparable -------------------------------------------------------------------------------

_POWER = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_MAGNITUDE = re.compile(r"((?:[十百千]?[万亿])|(?:[十百千](?=元)))?(.*)")
_SAME_UNIT = {
    "百分比": "%",
    "百分点": "%",
    "个百分点": "%",
    "日": "天",
    "㎡": "平方米",
    "个工作日": "工作日",
    "个月": "月",
}
_NAME_UNIT = re.compile(r"\((?:单位:?)?([^\d()]{1,6})\)$")
_RATE_NAME = re.compile(r"(?:率|满意度|比例|占比|比重)$")


class Pair(NamedTuple):
    """One reading of target and actual, both in the same unit."""

    target: Fraction
    actual: Fraction


class _Unit(NamedTuple):
    scale: Fraction
    base: str


@_remembered
def comparable(target: Quantity, actual: Quantity, name: str) -> tuple[Pair, ...]:
    """Every reading of ``target`` and ``actual`` in one unit; empty if their units cannot be compared.

    万 and 亿 are units. A number without a unit takes the other's, or the one in brackets at the end of the
    indicator's ``name`` (``成本控制数(万)``). Where another unit brings it nearer to its counterpart, or where a number
    without a sign may be a share (``0.98`` beside ``≥98%``), both readings are given.
    """
    of_target, of_actual, of_name = _unit(target.unit), _unit(actual.unit), _name_unit(name)
    if of_target.base and of_actual.base and of_target.base != of_actual.base:
        return ()
    plain = not target.unit and not actual.unit
    if "%" in (of_target.base, of_actual.base) or (plain and of_name.base == "%"):
        return _percent_pairs(target, actual)
    return _scaled_pairs(target, actual, of_name)


def _unit(printed: str) -> _Unit:
    text = printed.strip("()")
    if text == "‰":
        return _Unit(Fraction(1, 10), "%")
    match = _MAGNITUDE.fullmatch(text)
    magnitude, base = match.groups() if match else (None, text)
    scale = Fraction(1)
    for sign in magnitude or "":
        scale *= _POWER[sign]
    return _Unit(scale, _SAME_UNIT.get(base, base))


def _name_unit(name: str) -> _Unit:
    match = _NAME_UNIT.search(fold(name))
    if match is None:
        return _Unit(Fraction(1), "%" if _RATE_NAME.search(fold(name)) else "")
    return _unit(match.group(1))


def _percent_pairs(target: Quantity, actual: Quantity) -> tuple[Pair, ...]:
    """Readings in per cent. A number without a sign may be a share: ``0.98`` is 0.98% or 98%."""
    wanted, reached = _in_unit(target), _in_unit(actual)
    pairs = [Pair(wanted, reached)]
    both_shares = not target.unit and not actual.unit and max(abs(wanted), abs(reached)) <= 1
    if not both_shares:
        if not actual.unit and _may_be_share(reached, wanted):
            pairs.append(Pair(wanted, 100 * reached))
        if not target.unit and _may_be_share(wanted, reached):
            pairs.append(Pair(100 * wanted, reached))
    return tuple(dict.fromkeys(pairs))


def _in_unit(quantity: Quantity) -> Fraction:
    return Fraction(quantity.value) * _unit(quantity.unit).scale


def _may_be_share(value: Fraction, counterpart: Fraction) -> bool:
    """Whether ``value`` may stand for ``100 * value`` per cent: up to 1, and above it where that comes nearer.

    The same figure on both sides is the same value.
    """
    if value == counterpart:
        return False
    return abs(value) <= 1 or _nearer(100 * value, value, counterpart)


def _nearer(one: Fraction, other: Fraction, counterpart: Fraction) -> bool:
    """Whether ``one`` is nearer to ``counterpart`` than ``other``, by difference and by ratio."""
    if min(one, other, counterpart) <= 0:
        return False
    by_ratio = max(one / counterpart, counterpart / one) < max(other / counterpart, counterpart / other)
    return by_ratio and abs(counterpart - one) < abs(counterpart - other)


def _scaled_pairs(target: Quantity, actual: Quantity, of_name: _Unit) -> tuple[Pair, ...]:
    if bool(target.unit) == bool(actual.unit):
        return (Pair(_in_unit(target), _in_unit(actual)),)
    if target.unit:
        wanted = _in_unit(target)
        readings = _readings(actual.value, _unit(target.unit), of_name, wanted)
        return tuple(Pair(wanted, reading) for reading in readings)
    reached = _in_unit(actual)
    readings = _readings(target.value, _unit(actual.unit), of_name, reached)
    return tuple(Pair(reading, reached) for reading in readings)


def _readings(value: Decimal, unit: _Unit, of_name: _Unit, counterpart: Fraction) -> tuple[Fraction, ...]:
    """``value`` in the counterpart's unit, and in any other magnitude that brings it nearer to its counterpart."""
    first = Fraction(value) * unit.scale
    others = {Fraction(1), of_name.scale} | ({Fraction(_POWER["万"])} if unit.base == "元" else set())
    nearer = [v for v in (Fraction(value) * scale for scale in sorted(others)) if _nearer(v, first, counterpart)]
    return tuple(dict.fromkeys([first, *nearer]))
