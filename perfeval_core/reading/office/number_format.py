"""A number as Excel shows it (单元格格式): the part of the format language that reports use; the rest is unsure."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

from perfeval_core.domain.numbers import round_half_up
from perfeval_core.reading.office.date_format import is_date_format, shown_date

_DIGITS = 15
"""Excel computes with binary numbers and shows 15 digits of them: 85.899999999999991 is 85.9."""
_GENERAL_WIDTH = 11
"""So many characters a number without a format takes at most."""
_BETWEEN_SECTIONS = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[([^\]]*)\]|_.|\*.|(General|G/通用格式)|([0#?,.]+)|(%)|(.)', re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-\]]*)(?:-[0-9A-Fa-f]+)?")
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+|黑色|蓝色|红色|绿色|白色)", re.IGNORECASE
)
_WHITE = re.compile(r"white|白色|color ?2", re.IGNORECASE)
_SECTIONS = 4
"""For positive numbers, negative ones, zero and text."""


@dataclass(frozen=True)
class Shown:
    """What a cell shows, and whether that is certain."""

    text: str
    sure: bool = True


@dataclass
class _Parts:
    """A format section taken apart: what stands before and behind the digits."""

    before: str = ""
    digits: str = ""
    behind: str = ""
    percent: int = 0
    general: bool = False
    sure: bool = True


def shown_number(raw: str, code: str, epoch_1904: bool = False) -> Shown:
    """The number that a cell stores as ``raw``, in the format ``code``. Raises ``ArithmeticError`` if it is none."""
    value = Context(prec=_DIGITS, rounding=ROUND_HALF_EVEN).create_decimal(raw)
    if not value.is_finite():
        raise ArithmeticError(raw)
    if code in ("", "@"):
        code = "General"
    sections = _number_sections(code)
    if not sections:
        return Shown(_plain(value), sure=False)
    if is_date_format(sections[0]):
        text = shown_date(value, sections[0], epoch_1904)
        return Shown(text or _plain(value), text is not None)
    section, signed = _chosen(value, sections)
    parts = _taken_apart(section)
    text, sure = _printed(abs(value), parts)
    shown = ("-" if signed and value < 0 else "") + parts.before + text + parts.behind
    return Shown(shown, sure and parts.sure and not _is_filled(section) and bool(shown.strip()))


def shown_text(text: str, code: str) -> Shown:
    """The text that a cell stores, in the format ``code``: its fourth section, or the last one that has an ``@``."""
    sections = _BETWEEN_SECTIONS.split(code)
    if len(sections) != _SECTIONS and not _is_for_text(sections[-1]):
        return Shown(text)
    section, shown, sure = sections[-1], "", True
    for quoted, escaped, bracket, general, digits, percent, other in _TOKEN.findall(section):
        shown += text if other == "@" else quoted or escaped or percent or other
        sure = sure and not (general or digits) and (not bracket or _is_colour(bracket))
    return Shown(shown, sure and not _is_filled(section) and bool(shown.strip()))


@lru_cache(maxsize=256)
def _number_sections(code: str) -> list[str]:
    return [one for one in _BETWEEN_SECTIONS.split(code)[:3] if not _is_for_text(one)]


def _is_for_text(section: str) -> bool:
    return any(other == "@" for *_, other in _TOKEN.findall(section))


@lru_cache(maxsize=256)
def _is_filled(section: str) -> bool:
    """Whether a character is repeated as often as the column has room for it."""
    return any(token[0][0] == "*" and token[0][1:].strip() for token in _TOKEN.finditer(section))


def _is_colour(bracket: str) -> bool:
    """Whether a bracket only says a colour; white ones may hide what they colour."""
    return _COLOUR.fullmatch(bracket) is not None and _WHITE.fullmatch(bracket) is None


def _chosen(value: Decimal, sections: list[str]) -> tuple[str, bool]:
    """The section for ``value``, and whether a minus sign is put before it."""
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _taken_apart(section: str) -> _Parts:
    parts = _Parts()
    for quoted, escaped, bracket, general, digits, percent, other in _TOKEN.findall(section):
        literal = quoted or escaped or percent or other.replace("@", "")
        if bracket:
            literal = _of_bracket(bracket, parts)
        parts.percent += bool(percent)
        parts.general = parts.general or bool(general)
        if digits and parts.digits:
            parts.sure = False  # literals between the digits: an account number, a fraction
        parts.digits += digits
        if parts.digits or parts.general:
            parts.behind += literal
        else:
            parts.before += literal
        if other and other in "/Ee@":
            parts.sure = False
    return parts


def _of_bracket(bracket: str, parts: _Parts) -> str:
    """What a bracket adds: a currency sign; colours add nothing, conditions and Chinese numerals are unsure."""
    currency = _CURRENCY.fullmatch(bracket)
    if currency is None and not _is_colour(bracket):
        parts.sure = False
    return currency.group(1) if currency else ""


def _printed(value: Decimal, parts: _Parts) -> tuple[str, bool]:
    """The digits of ``value`` (not negative)."""
    if parts.general:
        return _general(value)
    if not parts.digits:
        return "", False  # a format without digits hides the number
    whole, _, fraction = parts.digits.partition(".")
    scale = len(whole) - len(whole.rstrip(",")) if not fraction else len(fraction) - len(fraction.rstrip(","))
    places = [sign for sign in fraction if sign in "0#?"]
    scaled = value.scaleb(2 * parts.percent - 3 * scale)
    text = f"{round_half_up(scaled, len(places)):f}"
    integer, _, decimals = text.partition(".")
    least = sum(sign == "0" for sign in whole)
    integer = integer.lstrip("0").rjust(least, "0") if least else integer.lstrip("0")
    while decimals and places[len(decimals) - 1] != "0" and decimals.endswith("0"):
        decimals = decimals[:-1]
    if "," in whole.rstrip(","):
        integer = _grouped(integer)
    return integer + ("." + decimals if "." in parts.digits else ""), True


def _grouped(integer: str) -> str:
    first = len(integer) % 3 or 3
    return ",".join([integer[:first], *(integer[at : at + 3] for at in range(first, len(integer), 3))])


def _general(value: Decimal) -> tuple[str, bool]:
    """A number without a format. One that is too long is shortened to what fits its column: that is unsure."""
    text = _plain(value)
    return text, len(text) <= _GENERAL_WIDTH


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
