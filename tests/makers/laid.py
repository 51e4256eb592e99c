"""A table laid out on paper: wrapped lines, row heights, and the cut at a page's end."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.makers.grid import Grid

Measure = Callable[[str], float]

PAD = 3.0
_TOKEN = re.compile(r"[!-~]+|.")


@dataclass(frozen=True)
class LaidCell:
    """A cell with its place in the grid and its text in lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[str, ...]
    bold: bool
    left: bool

    def moved(self, by: int) -> "LaidCell":
        """The same cell ``by`` rows lower."""
        return replace(self, row=self.row + by)


@dataclass(frozen=True)
class Laid:
    """Cells on columns and rows of known size, in points."""

    cells: tuple[LaidCell, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    leading: float
    header: int = 0

    def cut(self, height: float, inside_rows: bool, repeat_header: bool) -> "tuple[Laid, Laid] | None":
        """What fits into ``height`` and the rest; ``None`` if nothing but header would fit.

        A merged cell across the cut stays open: its text stands in the first piece, and goes on in the second
        only if it is too long for the first.
        """
        whole = 0
        while whole < len(self.heights) and sum(self.heights[: whole + 1]) <= height:
            whole += 1
        room = height - sum(self.heights[:whole])
        lines = self._lines_before_cut(whole, room) if inside_rows else 0
        if whole + (lines > 0) <= self.header:
            return None
        first, second = self._first(whole, lines), self._second(whole, lines)
        return first, second._under(self) if repeat_header else second

    def _lines_before_cut(self, row: int, room: float) -> int:
        tallest = max((len(cell.lines) for cell in self._own(row)), default=0)
        fitting = int((room - 2 * PAD) // self.leading)
        return fitting if 0 < fitting < tallest else 0

    def _own(self, row: int) -> list[LaidCell]:
        return [cell for cell in self.cells if cell.row == row and cell.rows == 1]

    def _first(self, whole: int, lines: int) -> "Laid":
        ends = whole + (lines > 0)
        heights = self.heights[:whole] + ((lines * self.leading + 2 * PAD,) if lines else ())
        cells = []
        for cell in self.cells:
            if cell.row < ends:
                kept = self._kept(cell, whole, lines, heights)
                cells.append(replace(cell, rows=min(cell.rows, ends - cell.row), lines=cell.lines[:kept]))
        return replace(self, cells=tuple(cells), heights=heights)

    def _second(self, whole: int, lines: int) -> "Laid":
        first = self._first(whole, lines)
        heights = ((self.heights[whole] - lines * self.leading,) if lines else ()) + self.heights[whole + (lines > 0) :]
        cells = []
        for cell in self.cells:
            if cell.row + cell.rows > whole:
                begins = max(cell.row, whole)
                kept = self._kept(cell, whole, lines, first.heights)
                rest = replace(cell, row=begins, rows=cell.row + cell.rows - begins, lines=cell.lines[kept:])
                cells.append(rest.moved(-whole))
        return replace(self, cells=tuple(cells), heights=heights, header=0)

    def _kept(self, cell: LaidCell, whole: int, lines: int, heights: tuple[float, ...]) -> int:
        """How many lines of ``cell`` stand before the cut after ``whole`` rows and ``lines`` lines."""
        if cell.row + cell.rows <= whole:
            return len(cell.lines)
        if cell.row >= whole:
            return lines if cell.row == whole else 0
        return int((sum(heights[cell.row :]) - 2 * PAD) // self.leading)

    def _under(self, whole: "Laid") -> "Laid":
        """This piece with the header of ``whole`` above it."""
        top = tuple(cell for cell in whole.cells if cell.row < whole.header)
        below = tuple(cell.moved(whole.header) for cell in self.cells)
        heights = whole.heights[: whole.header] + self.heights
        return replace(self, cells=top + below, heights=heights, header=whole.header)


def lay(grid: Grid, width: float, leading: float, measure: Measure) -> Laid:
    """``grid`` on a page of ``width``, every row as high as its text needs."""
    widths = tuple(share * width / sum(grid.widths) for share in grid.widths)
    cells = []
    for row, column, cell in grid.placed():
        room = sum(widths[column : column + cell.columns]) - 2 * PAD
        lines = wrap(cell.text, room, measure)
        cells.append(LaidCell(row, column, cell.rows, cell.columns, lines, cell.bold, cell.left))
    return Laid(tuple(cells), widths, _heights(cells, len(grid.rows), leading), leading, grid.header)


def _heights(cells: list[LaidCell], count: int, leading: float) -> tuple[float, ...]:
    heights = [leading + 2 * PAD] * count
    for cell in sorted(cells, key=lambda cell: cell.rows):
        needed = len(cell.lines) * leading + 2 * PAD
        last = cell.row + cell.rows - 1
        heights[last] += max(0.0, needed - sum(heights[cell.row : last + 1]))
    return tuple(heights)


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """``text`` in lines of at most ``width``: ASCII is broken only where it must be."""
    lines, line = [], ""
    for token in _TOKEN.findall(text):
        pieces = [token] if measure(token) <= width else list(token)
        for piece in pieces:
            if line and measure(line + piece) > width:
                lines.append(line)
                line = ""
            line += piece
    return tuple([*lines, line] if line else lines)
