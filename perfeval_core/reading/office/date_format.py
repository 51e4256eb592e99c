"""A date or time as Excel shows it."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_BARE = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.|General', re.IGNORECASE)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[(?P<elapsed>[hms]+)\]|\[(?P<bracket>[^\]]*)\]|_.|\*.'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<fraction>\.0+)|(?P<code>y+|m+|d+|h+|s+|a{3,4}|e+|b+|g+)|(?P<other>.)",
    re.IGNORECASE,
)
_SECONDS = 86_400
_WEEKDAYS = "一二三四五六日"
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST = 2_958_466  # the day after 9999-12-31
_LEAP_BUG = 61
"""Excel counts a 29 February 1900: before 1 March of that year its days are one less."""


@lru_cache(maxsize=256)
def is_date_format(section: str) -> bool:
    """Whether a format shows its number as a date or time."""
    return re.search(r"[ymdhs]|aaa", _BARE.sub("", section), re.IGNORECASE) is not None


def shown_date(value: Decimal, section: str, epoch_1904: bool) -> str | None:
    """The day number ``value`` as ``section`` shows it, or ``None`` where that is not known here."""
    if not 0 <= value < _LAST or (value < _LEAP_BUG and value >= 1 and not epoch_1904):
        return None
    seconds = int((value * _SECONDS).quantize(Decimal(1), ROUND_HALF_UP))
    moment = (_EPOCH_1904 if epoch_1904 else _EPOCH) + timedelta(seconds=seconds)
    tokens = list(_TOKEN.finditer(section))
    halves = any(token["half"] for token in tokens)
    text = ""
    for number, token in enumerate(tokens):
        piece = _piece(token, moment, halves, _is_minute(tokens, number))
        if piece is None:
            return None
        text += piece
    return text


def _piece(token: re.Match[str], moment: datetime, halves: bool, minute: bool) -> str | None:
    if token["elapsed"] or token["fraction"]:
        return None
    if token["bracket"] is not None:
        return "" if re.fullmatch(r"\$-(?:[0-9A-F]{1,2})?[08]?0?[48]04|\$-4?0?9|\$-409", token["bracket"]) else None
    if token["half"]:
        chinese = token["half"] == "上午/下午"
        return ("上午" if chinese else "AM") if moment.hour < 12 else ("下午" if chinese else "PM")
    if token["code"]:
        return _coded(token["code"].lower(), moment, halves, minute)
    return token["quoted"] or token["escaped"] or (token["other"] or "").replace("@", "").replace(";", "")


def _coded(code: str, moment: datetime, halves: bool, minute: bool) -> str | None:
    wide = len(code) == 2
    match code[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if code in ("y", "yy") else str(moment.year)
        case "m" if minute:
            return _number(moment.minute, wide)
        case "m":
            return _number(moment.month, wide) if len(code) <= 2 else None
        case "d":
            return _number(moment.day, wide) if len(code) <= 2 else None
        case "a":
            return ("星期" if len(code) == 4 else "周") + _WEEKDAYS[moment.weekday()]
        case "h":
            return _number((moment.hour - 1) % 12 + 1 if halves else moment.hour, wide)
        case "s":
            return _number(moment.second, wide)
    return None


def _number(value: int, wide: bool) -> str:
    return f"{value:02d}" if wide else str(value)


def _is_minute(tokens: list[re.Match[str]], number: int) -> bool:
    """``m`` is minutes after hours and before seconds."""
    codes = [(at, token["code"].lower()[0]) for at, token in enumerate(tokens) if token["code"]]
    at = next((index for index, (place, _) in enumerate(codes) if place == number), None)
    if at is None:
        return False
    before = codes[at - 1][1] if at else ""
    behind = codes[at + 1][1] if at + 1 < len(codes) else ""
    return before == "h" or behind == "s"
