"""Headers that a table repeats at the top of each page."""

from collections.abc import Iterator
from dataclasses import replace

from perfeval_core.extraction.lexicon import columns
from perfeval_core.extraction.tables import Cell, Table


def header_words(table: Table, row: int) -> int:
    """How many cells of ``row`` are names of columns."""
    return sum(columns().knows(text) for text in table.texts(row))


def repeated_rows(upper: Table, lower: Table) -> int:
    """How many rows at the top of ``lower`` repeat a header that ``upper`` has."""
    seen = [set(upper.texts(row)) for row in range(upper.height) if header_words(upper, row) >= 2]
    count = 0
    while count < lower.height and header_words(lower, count) >= 2 and _is_repeat(lower, count, seen):
        count += 1
    return count


def without_rows(upper: Table, lower: Table, count: int) -> Table:
    """``lower`` without its first ``count`` rows, and without what spilled out of them into the next row.

    Office programs give a repeated header a fixed height: the last line of a long name is then printed below it.
    """
    if not count:
        return lower
    spilled = dict(_spilled(upper, lower, count))
    cells = tuple(
        replace(spilled.get(cell, cell), rows=range(max(0, cell.rows.start - count), cell.rows.stop - count))
        for cell in lower.cells
        if cell.rows.stop > count
    )
    return replace(lower, height=lower.height - count, cells=cells)


def _is_repeat(lower: Table, row: int, seen: list[set[str]]) -> bool:
    return any(all(_whole(text, names) is not None for text in lower.texts(row)) for names in seen)


def _whole(text: str, names: set[str]) -> str | None:
    """The name that ``text`` is, or that it is the beginning of."""
    if text in names:
        return text
    return next((name for name in names if len(text) >= 2 and name.startswith(text)), None)


def _spilled(upper: Table, lower: Table, count: int) -> Iterator[tuple[Cell, Cell]]:
    """Cells of the first row below the header that begin with the missing end of the name above, without it."""
    names = {text for row in range(upper.height) if header_words(upper, row) >= 2 for text in upper.texts(row)}
    for head in lower.row(count - 1):
        rest = (_whole(head.text, names) or head.text)[len(head.text) :]
        for cell in lower.starting(count):
            if rest and cell.columns == head.columns and cell.text.startswith(rest):
                own = replace(cell, text=cell.text.removeprefix(rest))
                yield cell, own.doubt() if own.text else own
