"""Tables that page breaks cut, made whole again: columns matched, repeated headers dropped, seams closed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfeval_core.domain.place import Location
from perfeval_core.extraction.blocks import Block, GridBlock
from perfeval_core.extraction.repeats import header_words, repeated_rows, without_rows
from perfeval_core.extraction.seams import Seam
from perfeval_core.extraction.tables import Cell, Table
from perfeval_core.reading.pagedoc import TextLine

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
        part, page = as_table(block), block.page
        joined = None
        if last is not None and page == last[1] + 1:
            joined = _continue(last[0], part, one_table)
        elif last is not None and page == last[1] and not one_table:
            joined = _split_by_hand(last[0], part)
        if last is None or joined is None:
            found.append(part)
            last = (part, page, len(found) - 1)
        else:
            found[last[2]] = joined
            last = (joined, page, last[2])
    return tuple(found)


def stacked(tables: Sequence[Table]) -> tuple[Table, ...]:
    """``tables`` of one form, where those that are as wide as the first stand below it as one: a gap cuts no form."""
    found: list[Table] = []
    for lower in tables:
        if found and _same_width(found[0], lower):
            found[0] = _below(found[0], lower)
        else:
            found.append(lower)
    return tuple(found)


def _split_by_hand(upper: Table, lower: Table) -> Table | None:
    """``lower`` below ``upper`` with nothing between, in the same columns and without a header: its rest. A level that
    is blank in its first row may be the one above."""
    same = len(upper.edges) == len(lower.edges) and all(
        abs(one - other) <= _SAME_X for one, other in zip(upper.edges, lower.edges, strict=True)
    )
    if not same or any(header_words(lower, row) >= 2 for row in range(min(2, lower.height))):
        return None
    first = next((cell.columns.start for cell in lower.row(0) if cell.text), 0)
    blank = {cell for cell in lower.row(0) if cell.columns.stop <= first}
    cells = tuple(cell.doubt() if cell in blank else cell for cell in lower.cells)
    return _below(upper, replace(lower, cells=cells))


def _below(upper: Table, lower: Table) -> Table:
    """``lower`` as further rows of ``upper``."""
    edges = _union(upper.edges, lower.edges)
    upper, lower = _respan(upper, edges), _respan(lower, edges)
    moved = (
        replace(cell, rows=range(cell.rows.start + upper.height, cell.rows.stop + upper.height)) for cell in lower.cells
    )
    height = upper.height + lower.height
    return Table(edges, height, (*upper.cells, *moved), upper.stray + lower.stray)


def as_table(block: GridBlock) -> Table:
    """A page's grid as a logical table."""
    grid = block.grid
    cells = tuple(Cell(cell.rows, cell.columns, cell.text, (cell.place,), cell.room) for cell in grid.cells)
    return Table(grid.edges, grid.row_count, cells, tuple((line.text, _location(block, line)) for line in grid.stray))


def _location(block: GridBlock, line: TextLine) -> Location:
    return line.place.location if line.place else Location(page=block.page, bbox=line.bbox)


def _continue(upper: Table, lower: Table, one_table: bool) -> Table | None:
    """``lower`` appended to ``upper``, or ``None`` if it is a table of its own."""
    if not _same_width(upper, lower):
        return None
    edges = _union(upper.edges, lower.edges)
    upper, lower = _respan(upper, edges), _respan(lower, edges)
    repeated = repeated_rows(upper, lower)
    new_header = not repeated and any(header_words(lower, row) >= 3 for row in range(min(2, lower.height)))
    if new_header and not one_table:
        return None
    lower = without_rows(upper, lower, repeated)
    return Seam(upper, lower).close() if lower.height else upper


def _same_width(upper: Table, lower: Table) -> bool:
    return all(abs(upper.edges[end] - lower.edges[end]) <= _SAME_X for end in (0, -1))


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
