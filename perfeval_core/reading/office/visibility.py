"""Whether text can be seen: its colour against what is behind it, and its size."""

import re
from decimal import Decimal
from enum import IntEnum

PAPER = "FFFFFF"
_HIDDEN_STEP, _DOUBTED_STEP = 8, 40
"""Of 255: where red, green and blue differ by no more, nobody sees the text; by less, hardly anybody."""
_HIDDEN_POINTS, _DOUBTED_POINTS = Decimal("2.5"), Decimal(4)
_COLOUR = re.compile(r"(?:[0-9A-F]{2})?([0-9A-F]{6})", re.IGNORECASE)


class Sight(IntEnum):
    """What a reader sees of a text: the worst of several reasons counts."""

    SEEN = 0
    DOUBTED = 1
    HIDDEN = 2


def sight_of_colour(colour: str | None, behind: str | None) -> Sight:
    """How text of ``colour`` (``RRGGBB``, ``None``: one that stands out) is seen on ``behind`` (``None``: unknown)."""
    text = parts_of(colour)
    if text is None:
        return Sight.SEEN
    ground = parts_of(behind)
    if ground is None:  # most likely a dark one was chosen for bright text
        return min(sight_of_colour(colour, PAPER), Sight.DOUBTED)
    step = max(abs(one - other) for one, other in zip(text, ground, strict=True))
    if step <= _HIDDEN_STEP:
        return Sight.HIDDEN
    return Sight.DOUBTED if step < _DOUBTED_STEP else Sight.SEEN


def sight_of_size(points: Decimal | None) -> Sight:
    """How text of that size is seen; ``None`` is the size that nobody set."""
    if points is None or points >= _DOUBTED_POINTS:
        return Sight.SEEN
    return Sight.HIDDEN if points < _HIDDEN_POINTS else Sight.DOUBTED


def parts_of(colour: str | None) -> tuple[int, int, int] | None:
    """Red, green and blue of ``RRGGBB`` or ``AARRGGBB``, 0 to 255; ``None`` if it is no such colour."""
    match = _COLOUR.fullmatch(colour or "")
    if match is None:
        return None
    red, green, blue = bytes.fromhex(match.group(1))
    return red, green, blue
