"""Text from reports on its way into a letter: nothing invisible, nothing endless."""

import re
import unicodedata

EMPTY = "（空）"
NONE = "—"

_LONGEST = 240
_INTERVAL = re.compile(r"([\[(])(-?[\d.]+),(-?[\d.]+)([\])])")


def visible(text: str) -> str:
    """``text`` without control, format and private characters."""
    return "".join(one for one in text if unicodedata.category(one)[0] != "C")


def clean(text: str) -> str:
    """The same; a long text keeps its two ends."""
    seen = visible(text)
    half = _LONGEST // 2
    return seen if len(seen) <= _LONGEST else f"{seen[:half]}……{seen[-half:]}"


def stated(text: str | None) -> str:
    """What a report says in a cell."""
    return clean(text or "") or EMPTY


def worth(text: str | None) -> str:
    """A value or an interval, in words; a dash for none."""
    return intervals(clean(text or "")) or NONE


def intervals(text: str) -> str:
    """``text`` with each interval in words: ``[6.00,8.00)`` becomes ``6.00至8.00（不含8.00）``."""
    return _INTERVAL.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    left, low, high, right = found.groups()
    left_out = "、".join(end for end, included in ((low, left == "["), (high, right == "]")) if not included)
    return f"{low}至{high}" + (f"（不含{left_out}）" if left_out else "")
