"""Characters into the cells of a page's tables, and the rest into lines."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfeval_core.domain.place import Box, Place
from perfeval_core.reading.pagedoc import Grid, GridCell, Page
from perfeval_core.reading.pdf.grids import BareCell, BareGrid, cell_of, find_grids
from perfeval_core.reading.pdf.ink import Char, PageInk
from perfeval_core.reading.pdf.lines import UNSURE, cell_confidence, joined, room_after, text_lines

_STICKS_OUT_SIDEWAYS, _STICKS_OUT_UPRIGHT = 0.3, 0.35
"""The share of a character that may lie beyond its cell's border."""
_SAME_WORD = 0.15
"""Characters no further apart than this share of their height are one word, and a word has one cell."""


@dataclass(frozen=True)
class _Home:
    """Where a character stands: a table and a cell in it, or none of its cells."""

    grid: int
    cell: BareCell | None


def page_of(ink: PageInk) -> Page:
    """The lines and tables that a page's characters and rules form."""
    bare = find_grids(ink)
    outside: list[Char] = []
    inside: dict[_Home, list[Char]] = defaultdict(list)
    homes = [_home(char, bare) for char in ink.chars]
    for char, home in zip(ink.chars, homes, strict=True):
        (outside if home is None else inside[home]).append(char)
    crossed = _crossed(ink.chars, homes)
    grids = tuple(_fill(ink, index, grid, inside, crossed) for index, grid in enumerate(bare))
    return Page(ink.number, ink.width, ink.height, ink.route, text_lines(outside), grids)


def _home(char: Char, grids: Sequence[BareGrid]) -> _Home | None:
    x, y = char.middle
    for index, grid in enumerate(grids):
        x0, top, x1, bottom = grid.bbox
        if x0 <= x < x1 and top <= y < bottom:
            return _Home(index, cell_of(char, grid))
    return None


def _crossed(chars: Sequence[Char], homes: Sequence[_Home | None]) -> set[_Home]:
    """The cells whose border a word runs over: nobody can say which of its characters belong to the neighbour."""
    found = {
        home
        for char, home in zip(chars, homes, strict=True)
        if home is not None and home.cell is not None and _sticks_out(char, home.cell.bbox)
    }
    for (before, home), (char, other) in pairwise(zip(chars, homes, strict=True)):
        if home != other and _one_word(before, char):
            found |= {place for place in (home, other) if place is not None}
    return found


def _sticks_out(char: Char, cell: Box) -> bool:
    x0, top, x1, bottom = cell
    sideways = max(x0 - char.x0, char.x1 - x1)
    upright = max(top - char.top, char.bottom - bottom)
    return sideways > _STICKS_OUT_SIDEWAYS * (char.x1 - char.x0) or upright > _STICKS_OUT_UPRIGHT * char.size


def _one_word(before: Char, char: Char) -> bool:
    size = min(before.size, char.size)
    return abs(char.x0 - before.x1) <= _SAME_WORD * size and abs(char.base - before.base) <= _SAME_WORD * size


def _fill(ink: PageInk, index: int, grid: BareGrid, inside: dict[_Home, list[Char]], crossed: set[_Home]) -> Grid:
    cells = []
    for cell in grid.cells:
        home = _Home(index, cell)
        chars = inside.get(home, [])
        sure = min(cell_confidence(chars), UNSURE if home in crossed else 1.0)
        cells.append(
            GridCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=joined(chars),
                room=room_after(chars, cell.bbox),
                place=Place(page=ink.number, bbox=cell.bbox, route=ink.route, confidence=sure),
                open_top=cell.open_top,
                open_bottom=cell.open_bottom,
            )
        )
    stray = text_lines(inside.get(_Home(index, None), ()))
    return Grid(grid.bbox, grid.edges, grid.row_count, tuple(cells), stray)
