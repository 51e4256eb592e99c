"""Tables that page breaks cut, made whole again: columns matched, repeated headers dropped, cut rows joined."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from perfeval_core.extraction.blocks import Block, GridBlock
from perfeval_core.extraction.headers import Header, find_header
from perfeval_core.extraction.lexicon import columns
from perfeval_core.extraction.tables import Cell, Table, overlap
from perfeval_core.reading.pagedoc import Grid

_SAME_X = 4.0
_FULL = 2.6
"""A line is full if no more than this many character heights are left beside it: the next word had to wrap."""
_DOUBT = 0.5


def stitched(blocks: Sequence[Block]) -> tuple[Block | Table, ...]:
    """``blocks`` with each run of tables that continue each other over pages as one ``Table``."""
    found: list[Block | Table] = []
    last: tuple[Table, int] | None = None
    for block in blocks:
        if not isinstance(block, GridBlock):
            found.append(block)
            last = None
            continue
        part = as_table(block.grid, block.place.page)
        joined = _continue(last[0], part) if last and block.place.page == last[1] + 1 else None
        if joined is None:
            found.append(part)
        else:
            found[-1] = joined
        last = (joined or part, block.place.page)
    return tuple(found)


def as_table(grid: Grid, page: int) -> Table:
    """A page's grid as a logical table."""
    cells = tuple(Cell(cell.rows, cell.columns, cell.text, (cell.place,), cell.room) for cell in grid.cells)
    return Table(grid.edges, grid.row_count, cells, tuple((page, line) for line in grid.stray))


def _continue(upper: Table, lower: Table) -> Table | None:
    """``lower`` appended to ``upper``, or ``None`` if it is a table of its own."""
    if abs(upper.edges[0] - lower.edges[0]) > _SAME_X or abs(upper.edges[-1] - lower.edges[-1]) > _SAME_X:
        return None
    edges = _union(upper.edges, lower.edges)
    upper, lower = _respan(upper, edges), _respan(lower, edges)
    repeated = _repeated_header_rows(upper, lower)
    if not repeated and any(_header_words(lower, row) >= 3 for row in range(min(2, lower.height))):
        return None
    lower = _drop_rows(lower, repeated)
    return _Seam(upper, lower).close() if lower.height else upper


def _union(first: Iterable[float], second: Iterable[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for edge in sorted((*first, *second)):
        if not edges or edge - edges[-1] > _SAME_X:
            edges.append(edge)
    return tuple(edges)


def _respan(table: Table, edges: tuple[float, ...]) -> Table:
    places = [min(range(len(edges)), key=lambda index: abs(edges[index] - edge)) for edge in table.edges]
    cells = tuple(
        replace(cell, columns=range(places[cell.columns.start], places[cell.columns.stop])) for cell in table.cells
    )
    return replace(table, edges=edges, cells=cells)


def _header_words(table: Table, row: int) -> int:
    return sum(columns().knows(text) for text in table.texts(row))


def _repeated_header_rows(upper: Table, lower: Table) -> int:
    """How many rows at the top of ``lower`` repeat a header that ``upper`` has."""
    seen = {frozenset(upper.texts(row)) for row in range(upper.height) if _header_words(upper, row) >= 2}
    count = 0
    while count < lower.height and _header_words(lower, count) >= 2 and _is_repeat(lower, count, seen):
        count += 1
    return count


def _is_repeat(lower: Table, row: int, seen: set[frozenset[str]]) -> bool:
    texts = frozenset(lower.texts(row))
    return any(texts <= other for other in seen)


def _drop_rows(table: Table, count: int) -> Table:
    if not count:
        return table
    cells = tuple(
        replace(cell, rows=range(max(0, cell.rows.start - count), cell.rows.stop - count))
        for cell in table.cells
        if cell.rows.stop > count
    )
    return replace(table, height=table.height - count, cells=cells)


@dataclass(frozen=True)
class _Pair:
    """The two cells that meet at a page break in the same columns."""

    above: Cell
    below: Cell

    @property
    def goes_on(self) -> bool:
        """Both have text, and the upper one's last line is full: its text wrapped."""
        return bool(self.above.text and self.below.text) and self.above.room <= _FULL

    @property
    def breaks(self) -> bool:
        """Both have text, and the upper one's last line had room for more."""
        return bool(self.above.text and self.below.text) and self.above.room > _FULL


class _Seam:
    """A page break between two parts of one table."""

    def __init__(self, upper: Table, lower: Table) -> None:
        self.upper, self.lower = upper, lower
        self.header = _nearest_header(upper)
        below = lower.row(0)
        self.pairs = [
            _Pair(cell, other)
            for cell in upper.row(upper.height - 1)
            for other in below
            if cell.columns == other.columns
        ]

    def close(self) -> Table:
        """The two parts as one table."""
        cut = self._row_is_cut()
        shift = self.upper.height - (1 if cut else 0)
        moved = {cell: replace(cell, rows=_shifted(cell.rows, shift)) for cell in self.lower.cells}
        kept = {cell: cell for cell in self.upper.cells}
        for pair in self.pairs:
            if cut or self._level_goes_on(pair):
                kept[pair.above] = _merged(pair, moved.pop(pair.below))
        cells = (*kept.values(), *moved.values())
        table = Table(self.upper.edges, shift + self.lower.height, cells, self.upper.stray + self.lower.stray)
        return _doubt_rows(table, (shift - 1, shift)) if not cut and self._is_doubtful() else table

    def _row_is_cut(self) -> bool:
        leaves = [pair for pair in self.pairs if not self._is_level(pair.above)]
        if any(pair.breaks for pair in leaves) or not self._may_be_cut():
            return False
        if any(pair.goes_on for pair in leaves):
            return True
        name = self._pair("name") or self._pair("source")
        return name is not None and not (name.above.text and name.below.text)

    def _may_be_cut(self) -> bool:
        """Weight and points stand on one line: if both halves have some of them, they are two rows."""
        if self.header is None:
            return True
        keys = [pair for field in ("weight", "points") if (pair := self._pair(field))]
        return all(not pair.above.text for pair in keys) or all(not pair.below.text for pair in keys)

    def _is_doubtful(self) -> bool:
        """Rows that are incomplete on one side of the break and yet do not join."""
        name = self._pair("name") or self._pair("source")
        if name is None:
            return False
        keys = [pair for field in ("weight", "points") if (pair := self._pair(field))]
        lonely = keys and (all(not pair.above.text for pair in keys) != all(not pair.below.text for pair in keys))
        return self.header is not None and self.header.kind == "indicator" and bool(lonely or not name.below.text)

    def _pair(self, field: str) -> _Pair | None:
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

    def _level_goes_on(self, pair: _Pair) -> bool:
        if not self._is_level(pair.above):
            return False
        if not (pair.above.text and pair.below.text):
            return True
        levels = columns().levels
        return pair.above.text not in levels and pair.above.text + pair.below.text in levels


def _nearest_header(table: Table) -> Header | None:
    """The header that rules the last row of ``table``: the indicator table's stands below the budget's."""
    found = [header for kind in ("indicator", "budget") if (header := find_header(table, kind))]
    return max(found, key=lambda header: header.rows.start, default=None)


def _shifted(rows: range, by: int) -> range:
    return range(rows.start + by, rows.stop + by)


def _merged(pair: _Pair, moved: Cell) -> Cell:
    same = pair.above.text == pair.below.text and not pair.goes_on
    return replace(
        pair.above,
        rows=range(pair.above.rows.start, moved.rows.stop),
        text=pair.above.text if same else pair.above.text + pair.below.text,
        places=pair.above.places + pair.below.places,
        room=pair.below.room if pair.below.text else pair.above.room,
    )


def _doubt_rows(table: Table, rows: tuple[int, int]) -> Table:
    def doubt(cell: Cell) -> Cell:
        if len(cell.rows) != 1 or cell.rows.start not in rows:
            return cell
        return replace(cell, places=tuple(place.model_copy(update={"confidence": _DOUBT}) for place in cell.places))

    return replace(table, cells=tuple(doubt(cell) for cell in table.cells))
