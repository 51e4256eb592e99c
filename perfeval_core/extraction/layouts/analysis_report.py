"""项目支出绩效自评分析报告: cover, contents, narrative, budget table, indicator table."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from perfeval_core.domain.filing import BudgetLine, BudgetUnit, Filing, Indicator, Stated
from perfeval_core.extraction.blocks import Block, GridBlock, LineBlock, lines_beside
from perfeval_core.extraction.claims import Claims
from perfeval_core.extraction.cover import asks_for_project, cover, cover_table, label_cells, label_of
from perfeval_core.extraction.headers import Header, find_header
from perfeval_core.extraction.layouts.self_evaluation_form import indicator_rows, not_needed
from perfeval_core.extraction.lexicon import TableKind, analysis_words, columns, form_words
from perfeval_core.extraction.names import iso_date
from perfeval_core.extraction.rows import TotalRow, budget_lines, indicators
from perfeval_core.extraction.sections import (
    after_contents,
    contents,
    heading_of,
    sections,
    with_doubts,
)
from perfeval_core.extraction.slices import Slice
from perfeval_core.extraction.stated import fiscal_year, stated_in
from perfeval_core.extraction.status import with_status
from perfeval_core.extraction.stitching import as_table, stitched
from perfeval_core.extraction.tables import Table, doubted

FORM = "analysis_report"
_FEWEST_COLUMNS = 3
_UNIT_LINE = re.compile(r".{0,12}单位[::](?:人民币)?((?:万|亿)?元)(?:\(?人民币\)?)?[))]?")


def starts(blocks: Sequence[Block]) -> list[int]:
    """The positions of covers: a title line with the cover's fields below it on the same page."""
    return [
        index
        for index, block in enumerate(blocks)
        if isinstance(block, LineBlock) and _is_title(block.text) and _has_cover_fields(blocks[index + 1 :], block)
    ]


def _is_title(text: str) -> bool:
    return re.fullmatch(rf".{{0,20}}?(?:{analysis_words().title})(?:\(.{{0,12}}\))?", text) is not None


def _has_cover_fields(following: Sequence[Block], title: LineBlock) -> bool:
    for block in following:
        if block.page != title.page or (isinstance(block, LineBlock) and heading_of(block.text)):
            return False
        if asks_for_project(block):
            return not isinstance(block, GridBlock) or not _has_columns(block)
    return False


def _has_columns(block: GridBlock) -> bool:
    """Whether a table is one of figures: the national form asks for the project's name, too."""
    return sum(columns().knows(cell.text) for cell in block.grid.cells) >= _FEWEST_COLUMNS


def is_cover_line(text: str) -> bool:
    """Whether a line holds one of the cover's fields."""
    return label_of(text)[0] is not None or iso_date(text) is not None


def draft(piece: Slice) -> Filing:
    """The report in ``piece`` as raw strings with their places."""
    title, lines, claims = piece.title, piece.lines, Claims()
    front = cover_table(piece.blocks)
    front_table = _taken(as_table(front), claims) if front else None
    tables = [
        table for table in stitched([one for one in piece.blocks if one is not front]) if isinstance(table, Table)
    ]
    fields, at = cover(lines, front_table)
    budget, money = _budget(tables, claims)
    rows, total = _indicators(tables, claims)
    narrative = _without_tables_words(after_contents(lines), piece.blocks)
    found = with_doubts(sections(narrative), _missing(budget, rows))
    name, headline = fields["project_name"] or "", title.text if title else ""
    year = fiscal_year(headline, name, found)
    filing = Filing(
        index=piece.index,
        first_page=piece.first_page,
        last_page=piece.last_page,
        status="extracted",
        form=FORM,
        title=headline,
        fiscal_year=year,
        budget_unit=_budget_unit(money, lines),
        budget=budget,
        indicators=rows,
        contents=contents(lines),
        sections=found,
        stated=_with_total(stated_in(found, name, year), total),
        unclaimed=claims.unclaimed([*([front_table] if front_table else []), *tables]),
        at={"title": piece.title_place, **at},
        **fields,
    )
    return with_status(filing)


def _without_tables_words(lines: Sequence[LineBlock], blocks: Sequence[Block]) -> list[LineBlock]:
    """``lines`` without the unit that stands over a table; those beside it, and a note right under it, are doubted:
    they are its own."""
    over = {upper for upper, lower in pairwise(blocks) if isinstance(upper, LineBlock) and isinstance(lower, GridBlock)}
    under = {
        lower for upper, lower in pairwise(blocks) if isinstance(upper, GridBlock) and isinstance(lower, LineBlock)
    }
    own = lines_beside(blocks) | {block for block in under if form_words().is_note(block.text)}
    return [
        replace(block, place=doubted(block.place)) if block in own else block
        for block in lines
        if not (block in over and _UNIT_LINE.fullmatch(block.text))
    ]


def _taken(front: Table, claims: Claims) -> Table:
    """The cover's table ``front``, its fields and what is known not to be one claimed."""
    claims.take(cell for _, *cells in label_cells(front) for cell in cells)
    claims.take(not_needed(front))
    return front


def _budget(tables: Sequence[Table], claims: Claims) -> tuple[tuple[BudgetLine, ...], Header | None]:
    """The lines of the budget table, and its header."""
    table, header = _only(tables, "budget")
    if table is None or header is None:
        return (), None
    return budget_lines(table, header, range(header.rows.stop, table.height), claims), header


def _indicators(tables: Sequence[Table], claims: Claims) -> tuple[tuple[Indicator, ...], TotalRow | None]:
    """The rows of the indicator table, and its total row."""
    table, header = _only(tables, "indicator")
    if table is None or header is None:
        return (), None
    claims.take(not_needed(table))
    return indicators(table, header, indicator_rows(table, header), claims)


def _missing(budget: Sequence[object], rows: Sequence[object]) -> list[TableKind]:
    """The tables of which nothing was read."""
    read: dict[TableKind, Sequence[object]] = {"budget": budget, "indicator": rows}
    return [kind for kind, lines in read.items() if not lines]


def _with_total(stated: Stated, row: TotalRow | None) -> Stated:
    """``stated`` with the total of the table's own total row, which counts where the sentence gives none."""
    if stated.total is not None or row is None or not row.points or row.at is None:
        return stated
    return stated.model_copy(update={"total": row.points, "at": {**stated.at, "total": row.at}})


def _only(tables: Sequence[Table], kind: TableKind) -> tuple[Table | None, Header | None]:
    """The first table with the header of ``kind``."""
    for table in tables:
        header = find_header(table, kind)
        if header is not None:
            return table, header
    return None, None


def _budget_unit(header: Header | None, lines: Sequence[LineBlock]) -> BudgetUnit | None:
    """The money table's unit: its header's and that of a line 单位:元 in the report; two units are none."""
    units = {match.group(1) for block in lines if (match := _UNIT_LINE.fullmatch(block.text))}
    units |= header.units if header else set()
    return units.pop() if len(units) == 1 else None  # type: ignore[return-value]
