"""Characters to lines of text, in reading order."""

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from perfeval_core.domain.place import Box
from perfeval_core.reading.pagedoc import TextLine
from perfeval_core.reading.pdf.ink import Chars, Flags, Floats, Indices, as_string, changes, in_order
from perfeval_core.reading.text import fold

UNTRUSTED = 0.1
UNSURE = 0.5
_WIDE_GAP = 2.0
"""A gap of more than so many character heights starts a new piece of a line."""

_GAP = 0.6
_COLUMNS, _LINES = 3, 2
"""Lines with so many gaps (in em) look like a table's, if there are so many of them."""

_SAME_LINE = 0.4
"""Base lines apart by no more than this share of the taller character's height are one."""


@dataclass(frozen=True)
class Rows:
    """Characters in reading order: home after home, in each row after row, in each from left to right.

    A home is a cell of a table, or what is outside all tables of a page.
    """

    chars: Chars
    home: Indices
    """The home of each row."""
    starts: Indices
    """Where each row starts among the characters; its end is the next one's start."""
    drawn: Indices
    """When each character was drawn."""

    @classmethod
    def of(cls, chars: Chars, home: Indices) -> Self:
        """The rows of ``chars``, each character in its ``home``.

        A raised 2 (m²) stands on its letter's line: what counts is the base line of the row's tallest character.
        """
        order = in_order(home, chars.base)
        row = np.empty(len(chars), np.intp)
        row[order] = _row_numbers(home[order], chars.base[order], chars.size[order])
        order = in_order(row, chars.x)
        row = row[order]
        starts = np.flatnonzero(changes(row))
        return cls(chars.at(order), home[order][starts], starts, order)

    @cached_property
    def bounds(self) -> list[int]:
        """Where each row starts, and where the last one ends."""
        return [*self.starts.tolist(), len(self.chars)]

    @cached_property
    def text(self) -> str:
        """The text of all rows."""
        return as_string(self.chars.text)

    @cached_property
    def _folded(self) -> str | None:
        """``text`` folded, if that keeps each character in its place."""
        if ">=" in self.text or "<=" in self.text:
            return None
        codes = _folded_codes(self.chars.text.view(np.uint32))
        return as_string(codes.view("U1")) if codes.all() else None

    def folded(self, start: int, stop: int) -> str:
        """The folded text of characters ``start`` to ``stop``."""
        return fold(self.text[start:stop]) if self._folded is None else self._folded[start:stop]

    def text_of(self, row: int) -> str:
        """The folded text of a row."""
        return self.folded(self.bounds[row], self.bounds[row + 1])

    def texts(self, bounds: Sequence[int]) -> list[str]:
        """The folded text of the rows from each of ``bounds`` to the next."""
        return list(itertools.starmap(self.folded, itertools.pairwise(map(self.bounds.__getitem__, bounds))))

    @cached_property
    def boxes(self) -> list[Box]:
        """The box around each row."""
        chars, starts = self.chars, self.starts
        sides = (
            np.minimum.reduceat(chars.x0, starts),
            np.minimum.reduceat(chars.top, starts),
            np.maximum.reduceat(chars.x1, starts),
            np.maximum.reduceat(chars.bottom, starts),
        )
        return list(zip(*(side.tolist() for side in sides), strict=True))

    @cached_property
    def sure(self) -> Floats:
        """How sure the text of each row is: not at all if a font does not say which character one of them is, half if
        one of them may be no part of it, or was drawn before the one to its left."""
        trusted = np.logical_and.reduceat(self.chars.trusted, self.starts)
        sure = np.logical_and.reduceat(self.chars.sure, self.starts)
        within = np.searchsorted(self.starts, self._backward, "right") - 1
        sure[within[self._backward > self.starts[within]]] = False
        return np.where(trusted, np.where(sure, 1.0, UNSURE), UNTRUSTED)

    @cached_property
    def red(self) -> Flags:
        """Whether a character of each row is printed in a seal's red."""
        return np.asarray(np.logical_or.reduceat(self.chars.red, self.starts))

    @cached_property
    def breaks(self) -> dict[int, list[int]]:
        """For each row with wide gaps in it, the characters that stand behind them."""
        chars = self.chars
        gap = chars.x0[1:] - chars.x1[:-1]
        wide = gap > _WIDE_GAP * np.minimum(chars.size[1:], chars.size[:-1])
        wide[self.starts[1:] - 1] = False
        found: dict[int, list[int]] = {}
        places = np.flatnonzero(wide)
        rows = np.searchsorted(self.starts, places, "right") - 1
        wide = gap[places] > _WIDE_GAP * _medians(chars.size, self.starts)[rows]
        for row, place in zip(rows[wide].tolist(), places[wide].tolist(), strict=True):
            found.setdefault(row, []).append(place + 1)
        return found

    def tabular(self, rows: range) -> bool:
        """Whether several of ``rows`` have gaps like a table's."""
        return bisect_left(self._gapped, rows.stop) - bisect_left(self._gapped, rows.start) >= _LINES

    @cached_property
    def _backward(self) -> Indices:
        """The characters that were drawn before the one to the left of them, or before the line above."""
        return np.flatnonzero(self.drawn[1:] < self.drawn[:-1]) + 1

    @property
    def out_of_order(self) -> Indices:
        """The rows in which, or before which in the same home, something was drawn later than what comes after it:
        columns side by side, a watermark between the letters, a correction above the line."""
        rows = np.searchsorted(self.starts, self._backward, "right") - 1
        first = rows == 0
        same = first | (self.home[rows] == self.home[rows - 1])
        return np.asarray(rows[same | (self._backward > self.starts[rows])])

    def gapped(self, row: int) -> bool:
        """Whether a row has a gap like one between columns."""
        return bool(self._gaps[row])

    @cached_property
    def _gapped(self) -> list[int]:
        """The rows with many gaps that are wider than between words."""
        return list(np.flatnonzero(self._gaps >= _COLUMNS).tolist())

    @cached_property
    def _gaps(self) -> Indices:
        """How many gaps that are wider than between words each row has."""
        chars = self.chars
        wide = chars.x0[1:] - chars.x1[:-1] > _GAP * chars.em[1:]
        wide[self.starts[1:] - 1] = False
        rows = np.searchsorted(self.starts, np.flatnonzero(wide), "right") - 1
        return np.bincount(rows, minlength=len(self.starts))

    def room(self, row: int, cell: Box) -> float:
        """The width left beside a row in its cell, in em."""
        box = self.boxes[row]
        return float((cell[2] - cell[0] - (box[2] - box[0])) / self._em[row])

    @cached_property
    def _em(self) -> list[float]:
        """The median em of each row's characters."""
        return list(_medians(self.chars.em, self.starts).tolist())

    def lines(self, rows: Sequence[int]) -> tuple[TextLine, ...]:
        """``rows`` as lines of text; one whose text folds away is left out."""
        boxes, confidence, breaks = self.boxes, self._confidence, self.breaks
        found = []
        for row in rows:
            text = self.text_of(row)
            if text:
                pieces = self._pieces(row) if row in breaks else (text,)
                found.append(TextLine(text, boxes[row], pieces, confidence[row]))
        return tuple(found)

    @cached_property
    def _confidence(self) -> list[float]:
        return list(self.sure.tolist())

    def _pieces(self, row: int) -> tuple[str, ...]:
        cuts = [self.bounds[row], *self.breaks[row], self.bounds[row + 1]]
        return tuple(itertools.starmap(self.folded, itertools.pairwise(cuts)))


_UNKNOWN = 0xFFFFFFFF
_FOLDED = np.full(0x110000, _UNKNOWN, np.uint32)
"""What each character folds to, filled in as they are met; 0 for one that folds away."""


def _folded_codes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    found = _FOLDED[codes]
    if (found == _UNKNOWN).any():
        for code in set(codes[found == _UNKNOWN].tolist()):
            _FOLDED[code] = ord(fold(chr(code)) or "\0")
        found = _FOLDED[codes]
    return found


def _medians(values: Floats, starts: Indices) -> Floats:
    """The median of the ``values`` of each row; rows begin at ``starts``."""
    count = np.diff(starts, append=len(values))
    ordered = values[in_order(np.repeat(np.arange(len(starts)), count), values)]
    return np.asarray((ordered[starts + (count - 1) // 2] + ordered[starts + count // 2]) / 2)


def _row_numbers(home: Indices, base: Floats, size: Floats) -> Indices:
    """The row of each character; they are sorted by home and base line."""
    begins = changes(home) | changes(base)
    starts = np.flatnonzero(begins)
    if not len(starts):
        return starts
    levels = zip(home[starts].tolist(), base[starts].tolist(), np.maximum.reduceat(size, starts).tolist(), strict=True)
    numbers: list[int] = []
    number, last = -1, (-2, 0.0, 0.0)
    for level in levels:
        if level[0] == last[0] and level[1] - last[1] <= _SAME_LINE * max(level[2], last[2]):
            last = level if level[2] > last[2] else last
        else:
            number, last = number + 1, level
        numbers.append(number)
    return np.asarray(np.array(numbers)[np.cumsum(begins) - 1])
