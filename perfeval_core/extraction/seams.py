"""A page break in a table: is the row above it the same as the row below it?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from perfeval_core.extraction.headers import Header, find_header
from perfeval_core.extraction.lexicon import columns
from perfeval_core.extraction.repeats import header_words
from perfeval_core.extraction.tables import Cell, Table, overlap

Verdict = Literal["one", "two", "doubt"]
"""One row that was cut, two rows, or for a person to say."""

_SLACK = 1.6
"""A line is full if the next word needs more than what is left beside it; cells have this much padding (in em)."""
_DIGITS = re.compile(r"[-+]?[\d,.%]+")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_BEGUN = re.compile(r"[-+]?\d{1,3}(?:,\d{3})*,\d{0,2}|[-+]?[\d,]+\.")
_MARK = re.compile(r"[-—/]+")
_BRACKET = re.compile(r"\([\d.]+分?\)$")
_ASCII_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Pair:
    """The two cells that meet at a page break in the same columns."""

    above: Cell
    below: Cell

    @property
    def both(self) -> bool:
        """Both have text."""
        return bool(self.above.text and self.below.text)

    @property
    def goes_on(self) -> bool:
        """The upper one's last line is full: its next word had to wrap."""
        return self.both and self.above.room <= _SLACK + _width_of_first_word(self.below.text)

    @property
    def breaks(self) -> bool:
        """The upper one's last line had room for more, or the two cannot be one number."""
        return self.both and (not self.goes_on or self.two_values)

    @property
    def begun(self) -> bool:
        """The upper one is a number that stops in its middle (``2,500,00``)."""
        return self.both and _BEGUN.fullmatch(self.above.text) is not None and not self.two_values

    @property
    def two_values(self) -> bool:
        """Both are numbers or marks for none, and joined they are no number (``100.00%100.00%``)."""
        above, below = self.above.text, self.below.text
        values = all(_DIGITS.fullmatch(text) or _MARK.fullmatch(text) for text in (above, below))
        return self.both and values and _NUMBER.fullmatch(above + below) is None


def _width_of_first_word(text: str) -> float:
    word = _ASCII_WORD.match(text)
    return max(1.0, 0.55 * len(word.group())) if word else 1.0


class Seam:
    """A page break between two parts of one table."""

    def __init__(self, upper: Table, lower: Table) -> None:
        self.upper, self.lower = upper, lower
        self.header = _nearest_header(upper)
        below = lower.row(0)
        self.pairs = [
            Pair(cell, other)
            for cell in upper.row(upper.height - 1)
            for other in below
            if cell.columns == other.columns
        ]
        self.leaves = [pair for pair in self.pairs if not self._is_level(pair.above)]

    def close(self) -> Table:
        """The two parts as one table."""
        below_header = self.header is not None and self.upper.height - 1 in self.header.rows
        if below_header or header_words(self.lower, 0) >= 3:
            return self._joined("two", {})
        levels = {pair.above: self._level_verdict(pair) for pair in self.pairs if self._is_level(pair.above)}
        return self._joined(self._verdict(), levels)

    def _joined(self, verdict: Verdict, levels: dict[Cell, Verdict]) -> Table:
        shift = self.upper.height - (1 if verdict == "one" else 0)
        moved = {cell: replace(cell, rows=_shifted(cell.rows, shift)) for cell in self.lower.cells}
        kept = {cell: cell for cell in self.upper.cells}
        for pair in self.pairs:
            level = levels.get(pair.above, "two")
            if "one" in (verdict, level):
                kept[pair.above] = _merged(pair, moved.pop(pair.below))
            elif level == "doubt":
                kept[pair.above], moved[pair.below] = pair.above.doubt(), moved[pair.below].doubt()
        cells = (*kept.values(), *moved.values())
        table = Table(self.upper.edges, shift + self.lower.height, cells, self.upper.stray + self.lower.stray)
        return _doubt_rows(table, (shift - 1, shift)) if verdict == "doubt" else table

    def _verdict(self) -> Verdict:
        name = self._pair("name") or self._pair("source")
        if self.header is not None and name is None:
            return "two"
        begun, two_values = any(pair.begun for pair in self.leaves), any(pair.two_values for pair in self.leaves)
        if begun and two_values:
            return "doubt"
        if begun:
            return "one"
        if self._keys_on_both_sides() or any(pair.breaks for pair in self.leaves):
            return "doubt" if self._is_lonely(name) else "two"
        if name is not None and name.both and self._pair("source") is name:
            return _source_verdict(name)
        if any(pair.goes_on for pair in self.leaves) or (name is not None and not name.both):
            return "one"
        return "doubt" if self._is_lonely(name) else "two"

    def _keys(self) -> list[Pair]:
        """Weight and points: they stand on one line, so a cut row has them on one side."""
        return [pair for field in ("weight", "points") if (pair := self._pair(field))]

    def _keys_on_both_sides(self) -> bool:
        keys = self._keys()
        return _any_text(pair.above for pair in keys) and _any_text(pair.below for pair in keys)

    def _is_lonely(self, name: Pair | None) -> bool:
        """Rows that are incomplete on one side of the break and yet do not join."""
        if name is None or self.header is None or self.header.kind != "indicator":
            return False
        keys = self._keys()
        one_sided = _any_text(pair.above for pair in keys) != _any_text(pair.below for pair in keys)
        return one_sided or not name.below.text

    def _pair(self, field: str) -> Pair | None:
        if self.header is None:
            return None
        wanted = self.header.columns(field)
        return next((pair for pair in self.pairs if overlap(pair.above.columns, wanted)), None)

    def _is_level(self, cell: Cell) -> bool:
        """Whether a cell stands left of the names: levels and side labels, which merge over rows."""
        if self.header is None:
            return len(cell.rows) > 1
        name = self.header.columns("name") or self.header.columns("source")
        return bool(name) and cell.columns.stop <= name.start

    def _level_verdict(self, pair: Pair) -> Verdict:
        if not pair.both:
            return "one"
        above, below = pair.above.text, pair.below.text
        if _is_level_name(above + below) and not _is_level_name(above):
            return "one"
        return "two" if not pair.goes_on or (_is_level_name(above) and _is_level_name(below)) else "doubt"


def _is_level_name(text: str) -> bool:
    return _BRACKET.sub("", text) in columns().levels


def _source_verdict(source: Pair) -> Verdict:
    """Two lines of the money table, or one whose source wrapped: sources end in words like 资金."""
    whole = columns().source_ends
    if source.above.text.endswith(whole):
        return "two" if source.below.text.endswith(whole) else "doubt"
    return "one" if source.goes_on else "doubt"


def _any_text(cells: Iterable[Cell]) -> bool:
    return any(cell.text for cell in cells)


def _nearest_header(table: Table) -> Header | None:
    """The header that rules the last row of ``table``: the indicator table's stands below the budget's."""
    found = [header for kind in ("indicator", "budget") if (header := find_header(table, kind))]
    return max(found, key=lambda header: header.rows.start, default=None)


def _shifted(rows: range, by: int) -> range:
    return range(rows.start + by, rows.stop + by)


def _merged(pair: Pair, moved: Cell) -> Cell:
    same = pair.above.text == pair.below.text and not pair.goes_on
    return replace(
        pair.above,
        rows=range(pair.above.rows.start, moved.rows.stop),
        text=pair.above.text if same else pair.above.text + pair.below.text,
        places=pair.above.places + pair.below.places,
        room=pair.below.room if pair.below.text else pair.above.room,
    )


def _doubt_rows(table: Table, rows: tuple[int, int]) -> Table:
    cells = (cell.doubt() if len(cell.rows) == 1 and cell.rows.start in rows else cell for cell in table.cells)
    return replace(table, cells=tuple(cells))
