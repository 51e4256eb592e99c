"""Tables that lost a side column, are split by hand, or hold rows that are no indicators."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.place import CERTAIN, Place
from perfeval_core.extraction.blocks import GridBlock, LineBlock, lines_beside
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading import pagedoc
from tests.makers import by_reportlab
from tests.makers.document import Block, Line, Look, blocks
from tests.makers.example import ANALYSIS
from tests.makers.grid import Cell, Grid, Row
from tests.makers.office import word_of

PRODUCERS: dict[str, Callable[[list[Block]], bytes]] = {
    "pdf": lambda made: by_reportlab.produce(made, Look()),
    "docx": word_of,
}
BUDGET, INDICATORS = 0, 1
NAMES = [row.name.replace("（", "(").replace("）", ")") for row in ANALYSIS.indicators]


def read(which: int, change: Callable[[Grid], list[Block]], extractor: Extractor, producer: str = "pdf") -> Filing:
    """The analysis report, one of whose tables is changed."""
    made: list[Block] = []
    seen = -1
    for block in blocks(ANALYSIS, Look(), {}):
        seen += isinstance(block, Grid)
        made += change(block) if isinstance(block, Grid) and seen == which else [block]
    (found,) = extractor.extract(PRODUCERS[producer](made), f"made.{producer}").reports
    return found


def without_last(grid: Grid) -> list[Block]:
    def cut(row: Row, first: bool) -> Row:
        return row if first else row[:-1]

    rows = tuple(cut(row, number == 1) for number, row in enumerate(grid.rows))
    return [replace(grid, widths=grid.widths[:-1], rows=rows)]


@pytest.mark.parametrize(("which", "field"), [(BUDGET, "points"), (INDICATORS, "reason")])
def test_a_column_that_the_layout_always_has_is_doubted_where_it_is_missing(
    which: int, field: str, extractor: Extractor
) -> None:
    found = read(which, without_last, extractor)
    rows = found.budget if which == BUDGET else found.indicators
    assert found.status == "partial"
    assert rows
    for row in rows:
        assert getattr(row, field) is None
        assert all(place.confidence < CERTAIN for place in row.where(field)) and row.where(field)


def test_lines_beside_a_table() -> None:
    grid = GridBlock(pagedoc.Grid((100, 100, 400, 200), (100, 400), 1, ()), 1)

    def line(x: float, y: float, page: int = 1) -> LineBlock:
        box = (x, y, x + 40, y + 10)
        return LineBlock(pagedoc.TextLine("得分", box), Place(page=page, bbox=box), page)

    beside, above, elsewhere = line(410, 150), line(410, 80), line(410, 150, page=2)
    assert lines_beside([grid, beside, above, elsewhere]) == {beside}


def with_rows(*rows: Row, at: int | None = None) -> Callable[[Grid], list[Block]]:
    def change(grid: Grid) -> list[Block]:
        place = len(grid.rows) if at is None else at
        return [replace(grid, rows=(*grid.rows[:place], *rows, *grid.rows[place:]))]

    return change


SUBTOTAL: Row = (Cell("指标得分小计", columns=2), *map(Cell, ("", "", "", "", "90", "88", "")))
EXECUTION: Row = (
    Cell("预算执行率(10分)", columns=2),
    *map(Cell, ("预算执行率", "100", "100%", "100%", "10", "10", "")),
)
NOTE: Row = (Cell("注：部分达成预期指标的，按60%—80%计分。", columns=9),)


@pytest.mark.parametrize("producer", list(PRODUCERS))
@pytest.mark.parametrize(
    "change",
    [with_rows(SUBTOTAL), with_rows(NOTE), with_rows(EXECUTION, at=2), with_rows(SUBTOTAL, NOTE)],
    ids=["subtotal", "note", "execution", "both"],
)
def test_rows_that_are_no_indicators(
    change: Callable[[Grid], list[Block]], producer: str, extractor: Extractor
) -> None:
    found = read(INDICATORS, change, extractor, producer)
    assert found.status == "extracted", found.reason
    assert [row.name for row in found.indicators] == NAMES


def test_a_row_of_another_kind_at_the_foot_is_no_indicator(extractor: Extractor) -> None:
    found = read(INDICATORS, with_rows((Cell("复核意见", columns=6), *map(Cell, ("90", "86", "")))), extractor)
    assert [row.name for row in found.indicators] == NAMES
    assert [one.text for one in found.unclaimed] == ["复核意见", "90", "86"]


def test_a_note_under_a_table_is_doubted(extractor: Extractor) -> None:
    found = read(BUDGET, lambda grid: [grid, Line("注：执行率保留两位小数。", "p")], extractor)
    assert found.status == "partial"


@pytest.mark.parametrize("producer", list(PRODUCERS))
@pytest.mark.parametrize(
    ("printed", "unit"),
    [("单位：元", "元"), ("金额单位：人民币元", "元"), ("（单位：元）", "元"), ("单位：万元", None)],
)
def test_a_line_with_the_unit_over_the_table(
    printed: str, unit: str | None, producer: str, extractor: Extractor
) -> None:
    """Against 万元 in the line stands 元 in the header: two units are none."""
    found = read(BUDGET, lambda grid: [Line(printed, "p"), grid], extractor, producer)
    assert found.budget_unit == unit
    assert (found.status == "extracted") == (unit is not None)
    assert [one.text for one in found.sections if "预算执行情况" in one.heading][:1] == [""]


def test_a_table_split_by_hand_in_word(extractor: Extractor) -> None:
    def at_level(grid: Grid) -> list[Block]:
        return [replace(grid, rows=grid.rows[:-2]), Grid(grid.widths, grid.rows[-2:])]

    found = read(INDICATORS, at_level, extractor, "docx")
    assert found.status == "extracted", found.reason
    assert [row.name for row in found.indicators] == NAMES
    assert [row.level1 for row in found.indicators] == [row.level1 for row in ANALYSIS.indicators]


def test_a_table_split_inside_a_level_is_doubted(extractor: Extractor) -> None:
    def inside(grid: Grid) -> list[Block]:
        *above, satisfaction = grid.rows
        blank = (Cell(""), Cell(""), *satisfaction[2:])
        return [replace(grid, rows=tuple(above)), Grid(grid.widths, (blank,))]

    found = read(INDICATORS, inside, extractor, "docx")
    assert found.status == "partial"
    assert all(place.confidence < CERTAIN for place in found.indicators[-1].where("level1"))
