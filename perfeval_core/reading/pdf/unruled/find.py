"""Unruled tables of a page as grids, with how sure each cell's borders are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perfeval_core.reading.pdf.grids import BareCell, BareGrid
from perfeval_core.reading.pdf.ink import PageInk
from perfeval_core.reading.pdf.lattice import Bar
from perfeval_core.reading.pdf.unruled.columns import Body, Stripe, body_of, edges_of, grown, is_other
from perfeval_core.reading.pdf.unruled.header import Header, children, headers
from perfeval_core.reading.pdf.unruled.pieces import Line, Piece
from perfeval_core.reading.pdf.unruled.rows import RowBands, bands, merged_cells
from perfeval_core.reading.pdf.unruled.words import Kind, vocabulary

SURE, DOUBT = 0.95, 0.5
_LEADING = 1.3
"""In em: from line to line in a cell, where no cell of the table has two."""
_ONE_CELL = 1.2
"""Lines of one cell are no further apart than so many times the table's own leading."""
_KEYS: dict[Kind, tuple[str, ...]] = {"indicator": ("weight", "points"), "budget": ("full_year", "executed")}
_SLACK = 0.2
"""In em: a rule may run so far into the square of a character that it lies beside."""
_MERGED = ("level1", "level2")
_FOOT = 0.12
"""The share of a page's height at its end where page numbers stand."""
_ABOVE_FOOT = 0.8
"""In em: the least space above a page number."""
_PAGE_NUMBER = re.compile(r"[-–—~·]*\d{1,4}[-–—~·]*|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")


@dataclass(frozen=True)
class _Columns:
    """The columns of a table that goes on over the page's end."""

    names: tuple[str, ...]
    stripes: tuple[Stripe, ...]
    edges: tuple[float, ...]
    em: float


class UnruledTables:
    """Finds unruled tables page after page: one without a header goes on from the page before."""

    def __init__(self, page_count: int) -> None:
        self._page_count = page_count
        self._open: Table | None = None

    @property
    def going_on(self) -> bool:
        """Whether a table may go on on the next page."""
        return self._open is not None

    def on_page(self, lines: Sequence[Line], bars: Sequence[Bar], page: PageInk) -> "tuple[list[Table], int]":
        """The tables among ``lines`` (from top to bottom) of a page, between level rules or without any, and how many
        of the first lines may be the rest of a table from the page before that was not understood."""
        before, lines = self._open, _without_foot(lines, page.height)
        found = headers(lines)
        stops = [*(header.lines.start for header in found), len(lines)]
        going_on = self._going_on(lines, stops[0], bars, page.width) if before else None
        begun = [_begun(lines, header, stop, bars, page.width) for header, stop in zip(found, stops[1:], strict=True)]
        if before is not None and stops[0] == 0 and begun and begun[0] is not None:
            before.cut_below = begun[0].follows(before)
        tables = [table for table in (going_on, *begun) if table is not None]
        at_end = bool(tables) and tables[-1].stop == len(lines)
        self._open = tables[-1] if at_end and page.number < self._page_count else None
        if self._open:
            self._open.cut_below = True  # until the next page shows that it is not
        if before is None or not before.cut_below or going_on is not None:
            return tables, 0
        before.lost = not (begun and begun[0] is not None and begun[0].cut_above)
        return tables, _before_other(lines[: stops[0]], before.columns.em)

    def _going_on(self, lines: Sequence[Line], stop: int, bars: Sequence[Bar], width: float) -> "Table | None":
        """The rest of the table on the page before, if the first lines fit in its columns."""
        before = self._open
        if before is None:
            return None
        if not stop:
            return None
        if is_other(lines[0], before.columns.em):
            before.cut_below = False
            return None
        body = grown(lines, range(stop), before.columns.stripes, before.columns.em, bars)
        if body is None or not len(body.lines):
            return None
        return Table(lines, None, body, bars, before.columns, width)


def _without_foot(lines: Sequence[Line], height: float) -> Sequence[Line]:
    """``lines`` without a page number at the foot of the page."""
    if len(lines) < 2 or lines[-1].base < (1 - _FOOT) * height or not _PAGE_NUMBER.fullmatch(lines[-1].text):
        return lines
    gap = lines[-1].base - lines[-2].base - lines[-1].em
    return lines[:-1] if gap > _ABOVE_FOOT * lines[-1].em else lines


def _before_other(lines: Sequence[Line], em: float) -> int:
    return next((number for number, line in enumerate(lines) if is_other(line, em)), len(lines))


def _begun(lines: Sequence[Line], header: Header, stop: int, bars: Sequence[Bar], width: float) -> "Table | None":
    body = body_of(lines, header, stop, bars)
    if body is None or not len(body.lines):
        return None
    columns = _Columns(tuple(leaf.text for leaf in header.leaves), body.stripes, (), header.em)
    return Table(lines, header, body, bars, columns, width)


def _by_column(lines: Sequence[Line], body: Body) -> list[list[Piece]]:
    """The pieces of each column."""
    pieces = [piece for index in body.lines for piece in lines[index].pieces]
    return [[piece for piece in pieces if stripe.x0 <= piece.x <= stripe.x1] for stripe in body.stripes]


@dataclass(frozen=True)
class _Span:
    """A cell of the body: its first and last border (numbers of levels), and whether they are beyond doubt."""

    start: int
    stop: int
    sure: bool


class Table:
    """One table: columns from its stripes, rows from its rules or gaps."""

    def __init__(
        self,
        lines: Sequence[Line],
        header: Header | None,
        body: Body,
        bars: Sequence[Bar],
        columns: _Columns,
        width: float,
    ) -> None:
        self._header, self._em, self._names = header, columns.em, columns.names
        self.stop = body.lines.stop
        self.cut_above, self.cut_below = header is None, False
        """Whether it goes on from the page before, and on the next page."""
        self.lost = False
        """Whether it may go on on the next page, where nothing was understood: its last row may be cut."""
        self._columns = _by_column(lines, body)
        self._middles = [(stripe.x0 + stripe.x1) / 2 for stripe in body.stripes]
        pieces = [piece for column in self._columns for piece in column]
        heads = [piece for cell in (*header.leaves, *header.groups) for piece in cell.pieces] if header else []
        first, last = min(piece.top for piece in (heads or pieces)), max(piece.bottom for piece in pieces)
        self._bars = [bar for bar in bars if first - 2 * self._em < bar.at < last + 2 * self._em]
        edges = columns.edges or edges_of(body.stripes, self._bars, width)
        self.columns = _Columns(columns.names, body.stripes, edges, columns.em)
        slack = _SLACK * self._em
        self._top = min((bar.at for bar in self._bars if bar.at <= first + slack), default=first - self._em / 2)
        self._bottom = max((bar.at for bar in self._bars if bar.at >= last - slack), default=last + self._em / 2)
        self._body_top = self._top
        if heads:
            self._body_top = self._below_header(max(p.bottom for p in heads), min(p.top for p in pieces))
        self._kind: Kind = max(_KEYS, key=lambda kind: sum(self._field(kind, name) is not None for name in self._names))
        self._head_levels = self._header_levels(header) if header else ()

    def follows(self, before: "Table") -> bool:
        """Whether this goes on from ``before`` under a repeated header; its columns are then the same."""
        self.cut_above = self.columns.names == before.columns.names
        edges = before.columns.edges
        stripes = zip(self.columns.stripes, pairwise(edges), strict=False)
        if self.cut_above and all(left <= stripe.x0 and stripe.x1 <= right for stripe, (left, right) in stripes):
            self.columns = replace(self.columns, edges=edges)
        return self.cut_above

    def grid(self) -> BareGrid:
        """The table as a grid."""
        spans, inner = self._rows()
        levels = (*self._head_levels, *inner)
        cells = tuple(sorted(self._cells(spans, levels), key=lambda cell: (cell.row, cell.column)))
        if self.lost:
            last = len(levels) - 1
            cells = tuple(cell._replace(sure=DOUBT) if cell.row + cell.row_span == last else cell for cell in cells)
        return BareGrid(self.columns.edges, levels, cells)

    def _field(self, kind: Kind, name: str) -> str | None:
        return vocabulary().field(kind, name)

    def _below_header(self, bottom: float, top: float) -> float:
        """The border between header and body: a rule between the two, else the middle of the gap."""
        slack = _SLACK * self._em
        between = [bar.at for bar in self._bars if bottom - slack <= bar.at <= top + slack]
        return between[0] if between else (bottom + top) / 2

    def _header_levels(self, header: Header) -> tuple[float, ...]:
        """The upper border of the header and, under its groups, the one between its two rows."""
        groups = header.groups
        if not groups:
            return (self._top,)
        below = [header.leaves[column] for group in groups for column in children(group, header.leaves)]
        upper = max(piece.bottom for group in groups for piece in group.pieces)
        return (self._top, (upper + min(leaf.pieces[0].top for leaf in below)) / 2)

    def _cells(self, spans: list[list[_Span]], levels: Sequence[float]) -> Iterator[BareCell]:
        head, leaves = len(self._head_levels), self._header.leaves if self._header else ()
        under: set[int] = set()
        for group in self._header.groups if self._header else ():
            own = children(group, leaves)
            under.update(own)
            yield self._cell(levels, 0, 1, own, sure=True)
        for column, of_column in enumerate(spans):
            own = range(column, column + 1)
            if head:
                yield self._cell(levels, 1 if column in under else 0, head, own, sure=True)
            for span in of_column:
                yield self._cell(levels, head + span.start, head + span.stop, own, sure=span.sure)

    def _cell(self, levels: Sequence[float], top: int, bottom: int, columns: range, *, sure: bool) -> BareCell:
        left, right = columns.start, columns.stop
        box = (self.columns.edges[left], levels[top], self.columns.edges[right], levels[bottom])
        return BareCell(box, top, left, bottom - top, right - left, sure=SURE if sure else DOUBT)

    def _rows(self) -> tuple[list[list[_Span]], tuple[float, ...]]:
        """The cells of each column, and the borders between rows from the header's lower end on."""
        ruled = self._between_rules()
        return ruled if ruled is not None else self._between_gaps()

    def _key_column(self) -> int:
        """The column with one line in every row: the weight's, or the money's; the first if it has none."""
        for field in _KEYS[self._kind]:
            for column, name in enumerate(self._names):
                if self._field(self._kind, name) == field and self._columns[column]:
                    return column
        return 0

    def _between_rules(self) -> tuple[list[list[_Span]], tuple[float, ...]] | None:
        """Each column between the rules that run through it; ``None`` if those do not part the rows."""
        inner = sorted({bar.at for bar in self._bars if self._body_top + 1 < bar.at < self._bottom - 1})
        levels = (self._body_top, *inner, self._bottom)
        spans = []
        for middle in self._middles:
            through = {bar.at for bar in self._bars if bar.start <= middle <= bar.stop}
            borders = [0, *(n for n, level in enumerate(inner, start=1) if level in through), len(levels) - 1]
            spans.append([_Span(start, stop, True) for start, stop in pairwise(borders)])
        key = self._key_column()
        crowded = any(
            sum(levels[span.start] < piece.base < levels[span.stop] for piece in self._columns[key]) > 1
            for span in spans[key]
        )
        return None if crowded or not inner else (spans, levels)

    def _between_gaps(self) -> tuple[list[list[_Span]], tuple[float, ...]]:
        merged = [self._field(self._kind, name) in _MERGED for name in self._names]
        plain = [column for column, over in zip(self._columns, merged, strict=True) if not over]
        rows = bands(plain, self._columns[self._key_column()], self._body_top, self._bottom, self._em)
        leading = self._leading(plain, rows)
        sure = [rows.sure and self._is_tight(plain, rows.levels, row, leading) for row in range(len(rows.levels) - 1)]
        sure[0] = sure[0] and not self.cut_above  # a row may be cut by the page's end
        sure[-1] = sure[-1] and not self.cut_below
        firsts = [self._first(plain, top, bottom) for top, bottom in pairwise(rows.levels)]
        spans, whole = [], not self.cut_above and not self.cut_below
        for column, over in zip(self._columns, merged, strict=True):
            if over:
                own = merged_cells(column, rows.levels, firsts, self._em, leading)
                borders = pairwise((*sorted({0, *own.starts}), len(sure)))
                spans.append([_Span(start, stop, own.sure and rows.sure and whole) for start, stop in borders])
            else:
                spans.append([_Span(row, row + 1, sure[row]) for row in range(len(sure))])
        return spans, rows.levels

    def _leading(self, columns: Sequence[Sequence[Piece]], rows: RowBands) -> float:
        """From line to line in a cell: the least distance in one."""
        apart = [
            low.base - high.base
            for column in columns
            for high, low in pairwise(sorted(column, key=lambda piece: piece.base))
            if low.base - high.base > 0.5 * self._em and not any(high.base < level < low.base for level in rows.levels)
        ]
        return min(apart, default=_LEADING * self._em)

    def _is_tight(self, columns: Sequence[Sequence[Piece]], levels: Sequence[float], row: int, leading: float) -> bool:
        """Whether no cell of a row has a gap between its lines, and no key has two lines."""
        for column in columns:
            bases = sorted({p.base for p in column if levels[row] < p.base < levels[row + 1]})
            if any(low - high > _ONE_CELL * leading for high, low in pairwise(bases)):
                return False
        keys = sorted(key.base for key in self._columns[self._key_column()])
        return all(low - high > _ONE_CELL * leading for high, low in pairwise(keys))

    def _first(self, columns: Sequence[Sequence[Piece]], top: float, bottom: float) -> float | None:
        return min((p.base for column in columns for p in column if top < p.base < bottom), default=None)
