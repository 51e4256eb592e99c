"""The header of a sheet (表头): which column holds what, and in which unit its money is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.reference.sheets import ListUnreadable, Row, Sheet
from perfeval_core.reference.words import AMOUNTS, Field, words

_IN_HEADER = re.compile(r"\((?:金额)?(?:单位[::]?)?(?:人民币)?((?:万|亿)?元)\)|(?<=数)((?:万|亿)?元)$")
_ABOVE = re.compile(r"(?:金额)?单位[::]?(?:人民币)?((?:万|亿)?元)")


@dataclass(frozen=True)
class Header:
    """The columns of a list, by what they hold; their texts; the unit of each amount; the texts that are not used."""

    row: int
    columns: dict[Field, int]
    texts: dict[Field, str]
    units: dict[Field, str]
    unused: tuple[str, ...]


def find_header(sheet: Sheet) -> Header | None:
    """The header of ``sheet``, or ``None`` if it has none: then it is no list, but a note or a cover.

    Raises ``ListUnreadable`` for a header that can be read in two ways, or that names no unit of money.
    """
    for index, (number, cells) in enumerate(sheet.rows[: words().header_within]):
        fields = [words().field(text) for text in cells]
        if all(field in fields for field in words().required) and any(field in fields for field in words().any_of):
            return _header(sheet, number, cells, sheet.rows[:index])
    return None


def _header(sheet: Sheet, number: int, cells: Sequence[str], above: Sequence[Row]) -> Header:
    where = f"工作表“{sheet.name}”" if sheet.name else ""
    columns: dict[Field, int] = {}
    for column, text in enumerate(cells):
        field = words().field(text)
        if field is not None and field in columns:
            both = f"“{cells[columns[field]]}”和“{text}”"
            raise ListUnreadable(f"{where}第{number}行表头里{both}是同一项，不知该用哪一列；请删去一列，或改掉列名")
        if field is not None:
            columns[field] = column
    units = {field: _unit(cells[columns[field]], above) for field in AMOUNTS if field in columns}
    if missing := [cells[columns[field]] for field, unit in units.items() if unit is None]:
        raise ListUnreadable(
            f"{where}表头没有写“{'”“'.join(missing)}”的金额单位；"
            f"请写成“{missing[0]}（元）”或“（万元）”，或在表头上方写“单位：元”"
        )
    return Header(
        row=number,
        columns=columns,
        texts={field: cells[column] for field, column in columns.items()},
        units={field: unit for field, unit in units.items() if unit is not None},
        unused=tuple(text for text in cells if text and words().field(text) is None),
    )


def _unit(header: str, above: Sequence[Row]) -> str | None:
    """The unit in the header itself, or else the one written above it; two different ones above are none."""
    if own := _IN_HEADER.search(header):
        return own.group(1) or own.group(2)
    units = {match.group(1) for _, cells in above for cell in cells for match in _ABOVE.finditer(cell)}
    return units.pop() if len(units) == 1 else None
