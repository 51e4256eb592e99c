"""Units, departments and dates as covers and forms print them."""

import re

_CODED = re.compile(r"(?:[\[((](?P<bracket>\d{3,})[\]))]|(?P<plain>\d{3,})[-—–_])(?P<name>.+)")
_BEHIND = re.compile(r"(?P<name>.+?)[\[((](?P<code>\d{3,})[\]))]")
_YEAR = r"([\dOo〇○◯零一二三四五六七八九]{4})"
_DATES = (
    re.compile(rf"{_YEAR}年(?:([\d一二三四五六七八九十]{{1,3}})月(?:([\d一二三四五六七八九十]{{1,3}})[日号])?)?"),
    re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?"),
)
_BEGINS_LIKE_DATE = re.compile(rf"{_YEAR}(?:年(?!度)|[-/.])")
_DIGITS = dict(zip("〇○◯Oo零一二三四五六七八九", "000000123456789", strict=True))


def code_and_name(text: str) -> tuple[str | None, str | None]:
    """``102001-某某局``, ``(102001)某某局`` or ``某某局(102001)`` as code and name; no code is ``None``."""
    match = _CODED.fullmatch(text)
    if match:
        return match.group("bracket") or match.group("plain"), match.group("name")
    match = _BEHIND.fullmatch(text)
    if match:
        return match.group("code"), match.group("name")
    return None, text or None


def iso_date(text: str) -> str | None:
    """``2022年12月``, ``2022-12`` or ``2022.12`` as ``2022-12``, at the precision printed; ``None`` if ``text`` is no
    date."""
    match = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
    if match is None:
        return None
    year = "".join(_DIGITS.get(char, char) for char in match.group(1))
    parts = [_number(part) for part in match.groups()[1:] if part and part not in "-/."]
    if any(not 1 <= part <= most for part, most in zip(parts, (12, 31), strict=False)):
        return None
    return "-".join([year, *(f"{part:02d}" for part in parts)])


def looks_like_date(text: str) -> bool:
    """Whether ``text`` begins as a date does, and may be one in a writing that is not known."""
    return _BEGINS_LIKE_DATE.match(text) is not None


def _number(text: str) -> int:
    """A day or month in Arabic or Chinese digits: ``十二`` is 12."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digit = {char: int(value) for char, value in _DIGITS.items()}
    if not ten:
        return int("".join(_DIGITS[char] for char in text))
    return 10 * (digit[tens] if tens else 1) + (digit[ones] if ones else 0)
