"""Ink that is no part of the text: seals and watermarks. They are told by their slant, or by what they lie over."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfeval_core.reading.pdf.ink import Char

_BUCKET = 24.0
"""Points: a character is compared with those of its own square and of the squares around it."""
_OVER = 0.3
"""Characters that share this much of the smaller one's width, on nearly the same height, lie over each other."""
_TWICE = 0.15
"""The same character drawn again no further away than this share of its height is one, made bold."""


def own_text(chars: Sequence[Char]) -> tuple[Char, ...]:
    """``chars`` without those of seals and watermarks; what cannot be told apart stays and is unsure.

    Characters are foreign if they run askew, or if most of those of their colour and size do: the topmost
    character of a round seal is upright. Where most of the page runs askew that is no seal: all of it is unsure.
    """
    kept = _without_slanted(chars)
    if 2 * len(kept) < len(chars):
        return tuple(replace(char, sure=False) for char in chars)
    twice, over = _overprinted(kept)
    return tuple(
        replace(char, sure=False) if index in over or char.style.turned or char.style.pale else char
        for index, char in enumerate(kept)
        if index not in twice
    )


def _without_slanted(chars: Sequence[Char]) -> list[Char]:
    slanted = Counter(_look(char) for char in chars if char.style.slanted)
    if not slanted:
        return list(chars)
    drawn = Counter(_look(char) for char in chars)
    return [char for char in chars if not char.style.slanted and 2 * slanted[_look(char)] <= drawn[_look(char)]]


def _look(char: Char) -> tuple[object, int]:
    return char.style.colour, char.style.size


def _overprinted(chars: Sequence[Char]) -> tuple[set[int], set[int]]:
    """The positions of characters that only repeat one, and of those that another one lies over."""
    twice: set[int] = set()
    over: set[int] = set()
    for first, second in _near(chars):
        one, other = chars[first], chars[second]
        if one.text == other.text and _same_place(one, other):
            twice.add(second)
        elif _lies_over(one, other):
            over |= {first, second}
    return twice, over


def _near(chars: Sequence[Char]) -> Iterator[tuple[int, int]]:
    """Pairs of characters of different runs whose centres are near each other."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, char in enumerate(chars):
        if not char.text.isalnum():
            continue  # punctuation is set closer than its width says
        x, y = char.middle
        column, row = int(x // _BUCKET), int(y // _BUCKET)
        for square in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
            for other in squares.get(square, ()):
                if chars[other].run != char.run:
                    yield other, index
        squares[column, row].append(index)


def _same_place(one: Char, other: Char) -> bool:
    near = _TWICE * min(one.size, other.size)
    return abs(one.x0 - other.x0) <= near and abs(one.base - other.base) <= near


def _lies_over(one: Char, other: Char) -> bool:
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    apart = abs(one.middle[1] - other.middle[1])
    return shared > _OVER * min(one.x1 - one.x0, other.x1 - other.x0) and apart < 0.45 * max(one.size, other.size)
