"""One sheet of an Excel workbook as stored: the shown text of each cell, merged ranges, what is hidden."""

import re
from dataclasses import dataclass, field

from perfeval_core.reading.office.cell_styles import UNSTYLED, CellStyle
from perfeval_core.reading.pagedoc import Unreadable

MAX_CELLS = 300_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


@dataclass(frozen=True)
class SheetCell:
    """One stored cell with what it shows. Rows and columns count from 1."""

    row: int
    column: int
    text: str
    sure: bool = True
    style: CellStyle = UNSTYLED
    is_number: bool = False

    @property
    def bordered(self) -> bool:
        """Whether a line is drawn at one of its sides."""
        return self.style.bordered


@dataclass(frozen=True)
class Merge:
    """A merged range."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet that is not hidden."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    shows_zeros: bool = True

    def is_hidden_column(self, column: int) -> bool:
        """Whether nobody sees that column."""
        return any(column in columns for columns in self.hidden_columns)

    def owners(self) -> dict[tuple[int, int], Merge]:
        """Of each place within the stored cells, the merged range that it belongs to."""
        last_row = max((row for row, _ in self.cells), default=0)
        last_column = max((column for _, column in self.cells), default=0)
        found: dict[tuple[int, int], Merge] = {}
        places = 0
        for merge in self.merges:
            rows = range(merge.top, min(merge.bottom, last_row) + 1)
            columns = range(merge.left, min(merge.right, last_column) + 1)
            places += len(rows) * len(columns)
            if places > MAX_CELLS:
                raise Unreadable("resource_limit", f"工作表“{self.name}”的合并区域太大，不像自评表，已停止读取")
            found |= {(row, column): merge for row in rows for column in columns}
        return found


def merge_of(reference: str) -> Merge:
    """``A1:B7`` or ``A1`` as a range. Raises ``ValueError``."""
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = cell_position(first), cell_position(last or first)
    return Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def cell_position(reference: str) -> tuple[int, int]:
    """``B7`` as row 7, column 2. Raises ``ValueError``."""
    match = _REFERENCE.fullmatch(reference.upper())
    if match is None:
        raise ValueError(f"no cell: {reference!r}")
    column = 0
    for letter in match.group(1):
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match.group(2)), column


def column_letters(column: int) -> str:
    """Column 28 as ``AB``."""
    text = ""
    while column:
        column, place = divmod(column - 1, 26)
        text = chr(ord("A") + place) + text
    return text
