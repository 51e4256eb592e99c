"""What a page is made of, whoever read it: characters and rules, in displayed coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from perfeval_core.domain.place import Route

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


def changes(values: NDArray[Any]) -> Flags:
    """Where one of ``values`` is not the one before; the first counts as such."""
    found = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def in_order(first: Indices, then: Floats) -> Indices:
    """The order by ``first`` and, where that is the same, by ``then``.

    Complex numbers are compared so; what is drawn mostly is nearly in order, and sorting it all at once uses that.
    """
    if not np.isfinite(then).all():
        return np.lexsort((then, first))
    both = np.empty(len(first), complex)
    both.real, both.imag = first, then
    return np.argsort(both, kind="stable")


_PALE, _TINY = 176, 2.5
"""The least of a colour's parts (of 255) with which it is as light as a watermark, and points that nobody can read."""
_ASKEW = 8.0
"""Degrees; a page that was scanned askew is turned by less."""


@dataclass(frozen=True)
class Style:
    """How runs of text are drawn, one entry a run: colour, font size in points, and direction in degrees (0 is
    upright and read from left to right, as displayed)."""

    colour: NDArray[np.int64]
    size: Floats
    angle: Floats

    @property
    def slanted(self) -> Flags:
        """Whether it runs askew, as no text of a form does."""
        return self._off(90)

    @property
    def turned(self) -> Flags:
        """Whether it does not run from left to right."""
        return self._off(360)

    def _off(self, step: float) -> Flags:
        """Whether the direction is far from all multiples of ``step`` degrees; most text has the direction 0."""
        found = np.zeros(len(self.angle), bool)
        tilted = np.flatnonzero(self.angle)
        angle = self.angle[tilted]
        found[tilted] = np.minimum(angle % step, -angle % step) > _ASKEW
        return found

    @property
    def pale(self) -> Flags:
        """Whether it can hardly be seen: as light as a watermark on white paper, or too small to be read."""
        red, green, blue = self.colour.T
        return np.asarray((np.minimum(np.minimum(red, green), blue) >= _PALE) | (self.size < _TINY))

    @property
    def red(self) -> Flags:
        """Whether it has the colour of a seal."""
        red, green, blue = self.colour.T
        return np.asarray((red > green + 60) & (red > blue + 60))


@dataclass(frozen=True)
class Chars:
    """The characters of some pages in the order in which they are drawn, one entry each in every column.

    Columns, because a page has hundreds of characters and each is asked a dozen questions; several pages at once,
    because a question to a column costs the same for one page and for twenty.
    """

    text: NDArray[np.str_]
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    base: Floats
    """The height of the base line (points from the top)."""
    trusted: Flags
    """Whether the font says which character it is."""
    sure: Flags
    """Whether it stands where text stands: read from left to right, and nothing printed over it."""
    red: Flags
    em: Floats
    """The font's own size, or the height of the box where it has none."""
    run: Indices
    """Which run of text it was drawn in; characters of one run do not lie over each other."""
    page: Indices
    """The page it stands on, counted from 0 among those that were read together."""

    def __len__(self) -> int:
        return len(self.x0)

    @property
    def x(self) -> Floats:
        """The middle, across."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> Floats:
        """The middle, down."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> Floats:
        """The height of the box."""
        return self.bottom - self.top

    def at(self, which: Indices | Flags | slice) -> Self:
        """Those of ``which``, in its order."""
        return type(self)(*[getattr(self, name)[which] for name in _COLUMNS])

    def unsure(self, which: Flags) -> Self:
        """The same characters, those of ``which`` unsure."""
        return replace(self, sure=self.sure & ~which)

    @classmethod
    def joined(cls, parts: "Sequence[Chars]") -> "Chars":
        """All of ``parts``, one after the other."""
        columns: list[Any] = [np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS]
        return cls(*columns)

    @classmethod
    def none(cls) -> Self:
        """No characters."""
        numbers, flags, text = np.zeros(0), np.zeros(0, bool), np.zeros(0, "U1")
        columns: list[Any] = [text, *[numbers] * 5, *[flags] * 3, numbers, *[np.zeros(0, np.intp)] * 2]
        return cls(*columns)


_COLUMNS = tuple(column.name for column in fields(Chars))


def as_string(characters: NDArray[np.str_]) -> str:
    """All ``characters``, none of which is U+0000, one after the other."""
    if not len(characters):
        return ""
    return str(np.ascontiguousarray(characters).view(f"U{len(characters)}")[0])


class Rule(NamedTuple):
    """One straight horizontal or vertical rule; its thickness is folded away."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.x0 == self.x1


@dataclass(frozen=True)
class PageInk:
    """One page: its rules, and what can be told of it without them."""

    number: int
    width: float
    height: float
    route: Route
    rules: Sequence[Rule] | Floats
    """A rule a row."""
    objects: int = 0
    """How many objects the page draws, whatever they are."""
    pictures: int = 0
    """How many of them are pictures, or forms that may hold some."""
    characters: int = 0
    untrusted: int = 0
    """How many of the characters a font does not name."""


@dataclass(frozen=True)
class Ink:
    """All that stands on some pages."""

    pages: tuple[PageInk, ...]
    chars: Chars
