"""Which column holds which field: header rows against the lexicon."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from perfeval_core.extraction.lexicon import TableKind, columns, without_unit
from perfeval_core.extraction.tables import Cell, Table

_UNIT = re.compile(r"[((](?:单位[::])?((?:万|亿)?元)[))]")


@dataclass(frozen=True)
class Header:
    """The header of a table or of a block within one: its rows, its fields by column, its cells, unknown columns, and
    the columns that are known not to be used."""

    kind: TableKind
    rows: range
    fields: dict[str, range]
    cells: tuple[Cell, ...]
    unknown: tuple[Cell, ...]
    ignored: tuple[range, ...] = ()

    @property
    def units(self) -> set[str]:
        """The money units that the header cells print."""
        return {match.group(1) for cell in self.cells if (match := _UNIT.search(cell.text))}

    def columns(self, field: str) -> range:
        """The columns of ``field``; empty if the table has no such column."""
        return self.fields.get(field, range(0))


def find_header(table: Table, kind: TableKind, required: Collection[str] | None = None) -> Header | None:
    """The first rows of ``table`` that are the header of a table of ``kind``, or ``None``.

    It must have the ``required`` fields, by default those that the lexicon asks for.
    """
    required = columns().required[kind] if required is None else required
    for index in range(table.height):
        named = [cell for cell in table.starting(index) if _names(table, cell, kind)]
        if len(named) >= 3:
            header = _header(table, kind, index)
            if all(field in header.fields for field in required):
                return header
    return None


def _names(table: Table, cell: Cell, kind: TableKind) -> bool:
    return columns().field(kind, cell.text) is not None


def _header(table: Table, kind: TableKind, first: int) -> Header:
    stop = max(cell.rows.stop for cell in table.starting(first) if _names(table, cell, kind) or not cell.text)
    stop = min(stop, first + 3)
    cells = [cell for cell in table.cells if first <= cell.rows.start < stop and cell.rows.stop <= stop]
    fields: dict[str, range] = {}
    used: list[Cell] = []
    unknown: list[Cell] = []
    ignored: list[range] = []
    for cell in cells:
        leaf = not any(other.rows.start >= cell.rows.stop and _under(other, cell) for other in cells)
        field = columns().field(kind, cell.text)
        if leaf and without_unit(cell.text) in columns().ignored:
            used.append(cell)
            ignored.append(cell.columns)
        elif not leaf or not cell.text:
            used.append(cell)
        elif field is not None and field not in fields:
            fields[field] = cell.columns
            used.append(cell)
        else:
            unknown.append(cell)
    return Header(kind, range(first, stop), fields, tuple(used), tuple(unknown), tuple(ignored))


def _under(cell: Cell, group: Cell) -> bool:
    return cell.columns.start >= group.columns.start and cell.columns.stop <= group.columns.stop
