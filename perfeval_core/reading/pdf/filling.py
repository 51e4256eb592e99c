"""Characters into the cells of tables, and the rest into lines."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from perfeval_core.domain.place import CERTAIN, Box
from perfeval_core.reading.pagedoc import Grid, GridCell, Page, Spot
from perfeval_core.reading.pdf.grids import BareCell, BareGrid, find_grids
from perfeval_core.reading.pdf.ink import Chars, Flags, Floats, Indices, Ink, PageInk, changes
from perfeval_core.reading.pdf.lattice import bars
from perfeval_core.reading.pdf.lines import UNSURE, Rows
from perfeval_core.reading.pdf.plain import Plain
from perfeval_core.reading.pdf.unruled.find import Table, UnruledTables
from perfeval_core.reading.pdf.unruled.pieces import lines_of
from perfeval_core.reading.pdf.unruled.words import vocabulary

_STICKS_OUT_SIDEWAYS, _STICKS_OUT_UPRIGHT = 0.3, 0.35
"""The share of a character that may lie beyond its cell's border."""
_SAME_WORD = 0.15
"""Characters no further apart than this share of their height are one word, and a word has one cell."""
_EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


def pages_of(ink: Ink, tables: UnruledTables, plain: Plain) -> tuple[Page, ...]:
    """The lines and tables that the characters and rules of pages form; ``tables`` and ``plain`` know the pages before.

    Where lines stand like a table's and no table is sure, ``plain`` is asked, and again on the next page if that has no
    rules of its own.
    """
    ruled = [find_grids(page) for page in ink.pages]
    filling = _Filling(ink, ruled)
    unruled = filling.unruled(tables)
    if any(page.grids for page in unruled):
        filling = _Filling(ink, [(*some, *page.grids) for some, page in zip(ruled, unruled, strict=True)])
    pages = []
    for index, page in enumerate(unruled):
        plain.going_on &= not ruled[index]
        by_plain = _second_look(ink, index, plain) if page.unsure or plain.going_on else None
        # text in columns that nobody parted has no order
        pages.append(by_plain or filling.page(index, len(ink.chars) if page.lost else page.doubtful))
    return tuple(pages)


def _second_look(ink: Ink, index: int, plain: Plain) -> Page | None:
    """A page with the tables that ``plain`` finds there; ``None`` if it finds none. Where its tables do not part what
    stands apart they are part of one that was not understood: then all is text, and unsure."""
    page, chars = replace(ink.pages[index], route="fallback"), ink.chars.at(ink.chars.page == index)
    before, grids = plain.going_on, plain.grids(page, chars)
    alone = Ink((page,), replace(chars, page=np.zeros_like(chars.page)))
    filling = _Filling(alone, [grids])
    plain.going_on = bool(grids) and filling.parts()
    if plain.going_on:
        return filling.page(0, 0)
    return _Filling(alone, [()]).page(0, len(chars)) if grids and before else None


@dataclass(frozen=True)
class Unruled:
    """What is unruled on a page: tables, how many of its first lines may be part of one, and whether it has the header
    of a table."""

    grids: tuple[BareGrid, ...]
    doubtful: int
    headed: bool

    @property
    def lost(self) -> bool:
        """Whether there is a table of which nothing was understood."""
        return self.headed and not self.grids

    @property
    def unsure(self) -> bool:
        """Whether there is a table that is not understood, or of which not every border is sure."""
        sure = all(cell.sure >= CERTAIN for grid in self.grids for cell in grid.cells)
        return self.doubtful > 0 or self.lost or not sure


class _Filling:
    """Where characters stand. Homes are numbered: for each page what is outside its tables, then for each table its
    cells and what is stray in it."""

    def __init__(self, ink: Ink, bare: Sequence[tuple[BareGrid, ...]]) -> None:
        self._pages, self._bare = ink.pages, bare
        self._outside: list[int] = []
        self._first: list[list[int]] = []
        boxes: list[Box] = []
        for grids in self._bare:
            self._outside.append(len(boxes))
            boxes.append(_EVERYWHERE)
            self._first.append([])
            for grid in grids:
                self._first[-1].append(len(boxes))
                boxes += [*(cell.bbox for cell in grid.cells), _EVERYWHERE]
        home = self._homes(ink.chars)
        in_table = np.ones(len(boxes), bool)
        in_table[self._outside] = False
        self._crossed = _crossed(ink.chars, home, np.array(boxes), in_table[home])
        self._rows = Rows.of(ink.chars, home)
        bounds = np.searchsorted(self._rows.home, np.arange(len(boxes) + 1)).tolist()
        self._of = list(itertools.starmap(range, itertools.pairwise(bounds)))
        self._texts = self._rows.texts(bounds)
        self._sure = self._confidence(len(boxes))

    def _homes(self, chars: Chars) -> Indices:
        home = np.array(self._outside, np.intp)[chars.page]
        x, y = chars.x, chars.y
        for page, grids in enumerate(self._bare):
            if grids:
                begin, end = np.searchsorted(chars.page, (page, page + 1)).tolist()
                for first, grid in zip(self._first[page], grids, strict=True):
                    _settle(x[begin:end], y[begin:end], grid, first, home[begin:end], self._outside[page])
        return home

    def _confidence(self, homes: int) -> list[float]:
        """How sure the text of each home is as a cell's: red may be a seal's, what crosses the border another's, and
        what was not drawn in the order in which it is read may be none of it."""
        found = np.ones(homes)
        if len(self._rows.home):
            sure = np.where(self._rows.red, np.minimum(self._rows.sure, UNSURE), self._rows.sure)
            first = np.flatnonzero(changes(self._rows.home))
            found[self._rows.home[first]] = np.minimum.reduceat(sure, first)
        mixed = self._rows.home[self._rows.out_of_order]
        found[mixed] = np.minimum(found[mixed], UNSURE)
        crossed = list(self._crossed)
        found[crossed] = np.minimum(found[crossed], UNSURE)
        return list(found.tolist())

    def unruled(self, tables: UnruledTables) -> list[Unruled]:
        """For each page the tables among the text outside its ruled ones, and how many of its lines are doubtful."""
        found: list[tuple[list[Table], int, bool]] = []
        for page, outside in zip(self._pages, self._outside, strict=True):
            own = self._of[outside]
            headed = (tables.going_on or self._rows.tabular(own)) and self._headed(own)
            if not tables.going_on and not headed:
                found.append(([], 0, False))
                continue
            of_page, doubtful = tables.on_page(lines_of(self._rows, own), bars(page.rules).level, page)
            found.append((of_page, doubtful, headed))
        # a table's end is known when the next page has been seen
        return [
            Unruled(tuple(table.grid() for table in of_page), doubtful, headed) for of_page, doubtful, headed in found
        ]

    def _headed(self, rows: range) -> bool:
        """Whether the names of columns stand in one of ``rows``."""
        return any(map(vocabulary().heads, map(self._rows.text_of, rows)))

    def parts(self) -> bool:
        """Whether tables part whatever stands apart in a line, inside and outside of them."""
        within = (row for home in set(range(len(self._of))) - set(self._outside) for row in self._of[home])
        tabular = any(self._rows.tabular(self._of[home]) for home in self._outside)
        return not tabular and not any(map(self._rows.gapped, within))

    def page(self, index: int, doubtful: int) -> Page:
        """One page; its first ``doubtful`` lines are unsure."""
        page = self._pages[index]
        lines = self._rows.lines(self._of[self._outside[index]])
        unsure = tuple(line._replace(confidence=min(line.confidence, UNSURE)) for line in lines[:doubtful])
        lines = (*unsure, *lines[doubtful:])
        numbered = zip(self._first[index], self._bare[index], strict=True)
        grids = tuple(self._grid(page, first, grid) for first, grid in numbered)
        return Page(page.number, page.width, page.height, page.route, lines, grids)

    def _grid(self, page: PageInk, first: int, grid: BareGrid) -> Grid:
        cells = tuple(
            self._cell(page, first + number, cell, last=cell.row + cell.row_span == grid.row_count)
            for number, cell in enumerate(grid.cells)
        )
        stray = self._rows.lines(self._of[first + len(grid.cells)])
        return Grid(grid.bbox, grid.edges, grid.row_count, cells, stray)

    def _cell(self, page: PageInk, home: int, cell: BareCell, *, last: bool) -> GridCell:
        bbox, row, column, row_span, column_span, open_top, open_bottom, sure = cell
        text, within = self._texts[home], self._of[home]
        room = self._rows.room(within[-1], bbox) if last and within else 0.0
        spot = Spot(page.number, bbox, page.route, min(sure, self._sure[home]))
        return GridCell(row, column, row_span, column_span, text, spot, open_top, open_bottom, room)


def _settle(x: Floats, y: Floats, grid: BareGrid, first: int, home: Indices, outside: int) -> None:
    """Writes the homes of the characters whose middle stands in ``grid``; its homes are numbered from ``first`` on."""
    x0, top, x1, bottom = grid.bbox
    inside = np.flatnonzero((x >= x0) & (x < x1) & (y >= top) & (y < bottom) & (home == outside))
    column = np.searchsorted(grid.edges, x[inside], "right") - 1
    row = np.searchsorted(grid.levels, y[inside], "right") - 1
    home[inside] = first + grid.cell_numbers()[row, column]


def _crossed(chars: Chars, home: Indices, boxes: Sequence[Box] | Indices, inside: Flags) -> set[int]:
    """The homes whose border a word runs over: nobody can say which of its characters belong to the neighbour."""
    own = np.flatnonzero(inside)
    if not len(own):
        return set()
    found = set(home[own[_sticks_out(chars.at(own), np.asarray(boxes)[home[own]].T)]].tolist())
    moves = np.flatnonzero((home[1:] != home[:-1]) & (chars.page[1:] == chars.page[:-1]))
    for first in moves[_one_word(chars.at(moves), chars.at(moves + 1))].tolist():
        found |= {int(home[first]), int(home[first + 1])}
    return found


def _sticks_out(chars: Chars, cells: Any) -> Flags:
    x0, top, x1, bottom = cells
    sideways = np.maximum(x0 - chars.x0, chars.x1 - x1)
    upright = np.maximum(top - chars.top, chars.bottom - bottom)
    wide = _STICKS_OUT_SIDEWAYS * (chars.x1 - chars.x0)
    return np.asarray((sideways > wide) | (upright > _STICKS_OUT_UPRIGHT * chars.size))


def _one_word(before: Chars, after: Chars) -> Flags:
    near = _SAME_WORD * np.minimum(before.size, after.size)
    return np.asarray((np.abs(after.x0 - before.x1) <= near) & (np.abs(after.base - before.base) <= near))
