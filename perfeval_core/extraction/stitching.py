"""Tables that page breaks cut, made whole again: columns matched, repeated headers dropped, seams closed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfeval_core.extraction.blocks import Block, GridBlock
from perfeval_core.extraction.repeats import header_words, repeated_rows, without_rows
from perfeval_core.extraction.seams import Seam
from perfeval_core.extraction.tables import Cell, Table
from perfeval_core.reading.pagedoc import Grid

_SAME_X = 4.0


def stitched(blocks: Sequence[Block], one_table: bool = False) -> tuple[Block | Table, ...]:
    """``blocks`` with each run of tables that continue each other over pages as one ``Table``.

    A line of text between them or a new header at the top of a page begins a new table, except where the form is
    ``one_table`` of many blocks.
    """
    found: list[Block | Table] = []
    last: tuple[Table, int, int] | None = None  # the table, its last page, where it stands in ``found``
    for block in blocks:
        if not isinstance(block, GridBlock):
            found.append(block)
            last = last if one_table else None
            continue
        part, page = as_table(block.grid, block.place.page), block.place.page  # type: ignore[arg-type]
        joined = _continue(last[0], part, one_table) if last and page == last[1] + 1 else None
        if last is None or joined is None:
            found.append(part)
            last = (part, page, len(found) - 1)  # type: ignore[assignment]
        else:
            found[last[2]] = joined
            last = (joined, page, last[2])  # type: ignore[assignment]
    return tuple(found)


def as_table(grid: Grid, page: int) -> Table:
    """A page's grid as a logical table."""
    cells = tuple(Cell(cell.rows, cell.columns, cell.text, (cell.place,), cell.room) for cell in grid.cells)
    return Table(grid.edges, grid.row_count, cells, tuple((page, line) for line in grid.stray))


def _continue(upper: Table, lower: Table, one_table: bool) -> Table | None:
    """``lower`` appended to ``upper``, or ``None`` if it is a table of its own."""
    if abs(upper.edges[0] - lower.edges[0]) > _SAME_X or abs(upper.edges[-1] - lower.edges[-1]) > _SAME_X:
        return None
    edges = _union(upper.edges, lower.edges)
    upper, lower = _respan(upper, edges), _respan(lower, edges)
    repeated = repeated_rows(upper, lower)
    new_header = not repeated and any(header_words(lower, row) >= 3 for row in range(min(2, lower.height)))
    if new_header and not one_table:
        return None
    lower = without_rows(upper, lower, repeated)
    return Seam(upper, lower).close() if lower.height else upper


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
