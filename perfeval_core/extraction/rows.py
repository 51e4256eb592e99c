"""Rows of the budget and the indicator table to drafts."""

from dataclasses import dataclass
from typing import Any

from perfeval_core.domain.filing import AMOUNT_FIELDS, BudgetLine, Indicator
from perfeval_core.domain.place import At
from perfeval_core.extraction.claims import Claims, place_of
from perfeval_core.extraction.headers import Header
from perfeval_core.extraction.lexicon import columns, without_unit
from perfeval_core.extraction.tables import Cell, Table, overlap
from perfeval_core.reading.text import ungroup

_BUDGET_FIELDS = ("source", *AMOUNT_FIELDS, "execution_rate", "max_points", "points")
_INDICATOR_FIELDS = ("level1", "level2", "name", "target_initial", "target", "actual", "weight", "points", "reason")
_PARTS = {"target": ("target_operator", "target", "target_unit")}
"""A field that some forms print in several columns (指标性质、指标值、度量单位): its parts joined in this order."""
_GROUPED = {*AMOUNT_FIELDS, "target_initial", "target", "actual", "weight", "points"}


@dataclass(frozen=True)
class TotalRow:
    """The row at the foot of the indicator table (总分): the stated total and where it stands."""

    points: str
    at: At | None


def budget_lines(table: Table, header: Header, rows: range, claims: Claims) -> tuple[BudgetLine, ...]:
    """The lines of the budget table in ``rows``; one whose source and amounts are all blank is left out."""
    claims.take(header.cells)
    lines = []
    for row in rows:
        values, at = _read_row(table, header, row, _BUDGET_FIELDS, claims)
        if any(values[field] for field in ("source", *AMOUNT_FIELDS)):
            lines.append(BudgetLine(**values, at=at))
    return tuple(lines)


def indicators(
    table: Table, header: Header, rows: range, claims: Claims
) -> tuple[tuple[Indicator, ...], TotalRow | None]:
    """The indicators in ``rows`` and the total row, if there is one. Rows without name and target are left out."""
    claims.take(header.cells)
    found: list[Indicator] = []
    total = None
    for row in rows:
        first = next((cell for cell in table.row(row) if cell.text), None)
        if first is not None and first.text in columns().total_rows and first.rows.start == row:
            total = _total_row(table, header, row, claims)
            continue
        if _is_no_indicator(table, row):
            claims.take(table.starting(row))
            continue
        if first is not None and _is_foot(header, first):
            continue
        values, at = _read_row(table, header, row, _INDICATOR_FIELDS, claims)
        if values["name"] or values["target"]:
            found.append(Indicator(**values, at=at))
    return tuple(found), total


def _is_no_indicator(table: Table, row: int) -> bool:
    """Whether a row holds a group's subtotal (小计), or the execution rate in the place of the levels."""
    own = [cell for cell in table.starting(row) if cell.text]
    if any(cell.text.endswith(columns().subtotal_rows) for cell in own[:2]):
        return True
    return bool(own) and len(own[0].rows) == 1 and without_unit(own[0].text) in columns().execution_rows


def _is_foot(header: Header, first: Cell) -> bool:
    """Whether one cell stands for levels and name together: a row of another kind, which nothing claims."""
    return all(overlap(first.columns, header.columns(field)) for field in ("level1", "name"))


def _total_row(table: Table, header: Header, row: int, claims: Claims) -> TotalRow:
    claims.take(cell for cell in table.row(row) if cell.text in columns().total_rows)
    claims.take(table.covering(row, header.columns("weight")))
    cells = table.covering(row, header.columns("points"))
    claims.take(cells)
    text = ungroup("".join(cell.text for cell in cells))
    return TotalRow(text, place_of(cells) if text or any(cell.doubted for cell in cells) else None)


def _read_row(
    table: Table, header: Header, row: int, fields: tuple[str, ...], claims: Claims
) -> tuple[dict[str, Any], dict[str, At]]:
    """The strings of one row by field, ``None`` for a column that the table does not have, and their places."""
    values: dict[str, Any] = {}
    at: dict[str, At] = {}
    for field in fields:
        wanted = header.columns(field)
        if not wanted:
            values[field] = "" if field in ("level1", "level2", "name", "source") else None
            if field in columns().always[header.kind] and (lost := _lost(table, row)) is not None:
                at[field] = lost
            continue
        parts = [part for name in _PARTS.get(field, (field,)) if (part := header.columns(name))]
        cells = list(dict.fromkeys(cell for part in parts for cell in table.covering(row, part)))
        claims.take(cells)
        text = "".join(cell.text for cell in cells)
        values[field] = ungroup(text) if field in _GROUPED else text
        place = place_of(_sure(cells, parts))
        if place is not None and (text or any(cell.doubted for cell in cells)):
            at[field] = place
    claims.take(cell for ignored in header.ignored for cell in table.covering(row, ignored))
    return values, at


def _lost(table: Table, row: int) -> At | None:
    """The row, doubted, where a column of its kind is missing: its rules may not have been drawn."""
    return place_of([cell.doubt() for cell in table.row(row)[:1]])


def _sure(cells: list[Cell], parts: list[range]) -> list[Cell]:
    """``cells`` as they are if no more of them have text than there are ``parts`` of a field, and these keep to its
    columns; else they are doubted."""
    first, last = min(part.start for part in parts), max(part.stop for part in parts)
    with_text = [cell for cell in cells if cell.text or (cell.doubted and len(parts) > 1)]
    wide = any(cell.columns.start < first or cell.columns.stop > last for cell in with_text)
    return [cell.doubt() for cell in cells] if wide or len(with_text) > len(parts) else with_text or cells
