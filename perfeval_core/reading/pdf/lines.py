"""Characters to lines of text, in reading order."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from perfeval_core.domain.place import Box
from perfeval_core.reading.pagedoc import TextLine
from perfeval_core.reading.pdf.ink import Char
from perfeval_core.reading.text import fold

UNTRUSTED = 0.1
UNSURE = 0.5
_WIDE_GAP = 2.0
"""A gap of more than so many character heights starts a new piece of a line."""

_SAME_LINE = 0.4
"""Base lines apart by no more than this share of the taller character's height are one."""


def text_lines(chars: Iterable[Char]) -> tuple[TextLine, ...]:
    """The lines that ``chars`` form, from top to bottom; one whose text folds away is left out."""
    lines = (_line(row) for row in rows(chars))
    return tuple(line for line in lines if line.text)


def rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters that share a line, each row from left to right, rows from top to bottom.

    A raised 2 (m²) stands on its letter's line: what counts is the base line of the row's tallest character.
    """
    found: list[list[Char]] = []
    tallest: Char | None = None
    for char in sorted(chars, key=lambda char: (char.base, char.x0)):
        if tallest is not None and char.base - tallest.base <= _SAME_LINE * max(char.size, tallest.size):
            found[-1].append(char)
            tallest = max(tallest, char, key=lambda char: char.size)
        else:
            found.append([char])
            tallest = char
    return [sorted(row, key=lambda char: (char.x0 + char.x1) / 2) for row in found]


def joined(chars: Iterable[Char]) -> str:
    """The folded text of a cell's characters, line after line."""
    return fold("".join(char.text for row in rows(chars) for char in row))


def confidence(chars: Iterable[Char]) -> float:
    """How sure the text is: not at all if a font does not say which character one of them is, half if one of them
    may be no part of it."""
    listed = list(chars)
    if not all(char.trusted for char in listed):
        return UNTRUSTED
    return 1.0 if all(char.sure for char in listed) else UNSURE


def cell_confidence(chars: Iterable[Char]) -> float:
    """``confidence`` in a table, where what is printed in a seal's red may be one's upright letters."""
    listed = list(chars)
    return min(confidence(listed), UNSURE if any(char.style.red for char in listed) else 1.0)


def room_after(chars: Sequence[Char], cell: Box) -> float:
    """The width left beside the last line of ``chars`` in its cell, in em; 0 for a blank cell."""
    if not chars:
        return 0.0
    last = rows(chars)[-1]
    used = last[-1].x1 - last[0].x0
    return (cell[2] - cell[0] - used) / median(char.em for char in last)


def box_around(chars: Iterable[Char]) -> Box:
    """The smallest box around ``chars`` (at least one)."""
    listed = list(chars)
    return (
        min(char.x0 for char in listed),
        min(char.top for char in listed),
        max(char.x1 for char in listed),
        max(char.bottom for char in listed),
    )


def _line(row: list[Char]) -> TextLine:
    gap = _WIDE_GAP * median(char.size for char in row)
    pieces = [row[0].text]
    for before, char in pairwise(row):
        if char.x0 - before.x1 > gap:
            pieces.append("")
        pieces[-1] += char.text
    return TextLine(fold("".join(pieces)), box_around(row), tuple(fold(piece) for piece in pieces), confidence(row))
