"""项目支出绩效自评分析报告: cover, contents, narrative, budget table, indicator table."""

import re
from collections.abc import Sequence

from perfeval_core.domain.filing import BudgetUnit, Filing, Stated
from perfeval_core.domain.place import At
from perfeval_core.extraction.blocks import Block, LineBlock
from perfeval_core.extraction.claims import Claims
from perfeval_core.extraction.headers import Header, find_header
from perfeval_core.extraction.lexicon import TableKind, analysis_words
from perfeval_core.extraction.names import code_and_name, iso_date
from perfeval_core.extraction.rows import TotalRow, budget_lines, indicators
from perfeval_core.extraction.sections import (
    after_contents,
    contents,
    heading_of,
    is_contents_entry,
    sections,
    with_doubts,
)
from perfeval_core.extraction.slices import Slice
from perfeval_core.extraction.stated import fiscal_year, stated_in
from perfeval_core.extraction.status import with_status
from perfeval_core.extraction.stitching import stitched
from perfeval_core.extraction.tables import Table

FORM = "analysis_report"
_UNIT_LINE = re.compile(r".{0,12}单位[::]((?:万|亿)?元)[))]?")


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
        if isinstance(block, LineBlock) and _cover_field(block.text, "project_name") is not None:
            return True
    return False


def is_cover_line(text: str) -> bool:
    """Whether a line holds one of the cover's fields."""
    return _label(text)[0] is not None or iso_date(text) is not None


def _cover_field(text: str, field: str) -> str | None:
    """The value after a cover label, or ``None`` if the line has another label or none."""
    for label in analysis_words().cover[field]:
        match = re.fullmatch(rf"{label}[::](.*)", text)
        if match:
            return match.group(1)
    return None


def draft(piece: Slice) -> Filing:
    """The report in ``piece`` as raw strings with their places."""
    title, lines = piece.title, piece.lines
    cover, at = _cover(lines)
    found = sections(after_contents(lines))
    tables = [block for block in stitched(piece.blocks) if isinstance(block, Table)]
    claims = Claims()
    budget_table, money = _only(tables, "budget")
    indicator_table, shape = _only(tables, "indicator")
    budget = (
        budget_lines(budget_table, money, range(money.rows.stop, budget_table.height), claims)
        if budget_table and money
        else ()
    )
    rows, total = (
        indicators(indicator_table, shape, range(shape.rows.stop, indicator_table.height), claims)
        if indicator_table and shape
        else ((), None)
    )
    found = with_doubts(found, _missing(budget, rows))
    name = cover["project_name"] or ""
    year = fiscal_year(title.text if title else "", name, found)
    filing = Filing(
        index=piece.index,
        first_page=piece.first_page,
        last_page=piece.last_page,
        status="extracted",
        form=FORM,
        title=title.text if title else "",
        fiscal_year=year,
        budget_unit=_budget_unit(money, lines),
        budget=budget,
        indicators=rows,
        contents=contents(lines),
        sections=found,
        stated=_with_total(stated_in(found, name, year), total),
        unclaimed=claims.unclaimed(tables),
        at={**({"title": title.place} if title else {}), **at},
        **cover,
    )
    return with_status(filing)


def _missing(budget: Sequence[object], rows: Sequence[object]) -> list[TableKind]:
    """The tables of which nothing was read."""
    read: dict[TableKind, Sequence[object]] = {"budget": budget, "indicator": rows}
    return [kind for kind, lines in read.items() if not lines]


def _with_total(stated: Stated, row: TotalRow | None) -> Stated:
    """``stated`` with the total of the table's own total row, which counts where the sentence gives none."""
    if stated.total is not None or row is None or not row.points or row.at is None:
        return stated
    return stated.model_copy(update={"total": row.points, "at": {**stated.at, "total": row.at}})


def _only(tables: Sequence[Table], kind: str) -> tuple[Table | None, Header | None]:
    """The first table with the header of ``kind``."""
    for table in tables:
        header = find_header(table, "budget" if kind == "budget" else "indicator")
        if header is not None:
            return table, header
    return None, None


def _budget_unit(header: Header | None, lines: Sequence[LineBlock]) -> BudgetUnit | None:
    """The money table's unit: its header's, else that of a line 单位:元 in the report; two units are none."""
    units = header.units if header else set()
    if not units:
        units = {match.group(1) for block in lines if (match := _UNIT_LINE.fullmatch(block.text))}
    return units.pop() if len(units) == 1 else None  # type: ignore[return-value]


def _cover(lines: Sequence[LineBlock]) -> tuple[dict[str, str | None], dict[str, At]]:
    """The cover's fields, in the lines below the title. A value that wraps goes on in the next lines, up to the next
    label or the date."""
    values: dict[str, str] = {}
    at: dict[str, At] = {}
    current: str | None = None
    for block in lines:
        if block.text == "目录" or is_contents_entry(block) or heading_of(block.text):
            break
        field, value = _label(block.text)
        date = iso_date(block.text)
        if field is not None:
            current, values[field], at[field] = field, value, block.place
        elif date is not None:
            current, values["report_date"], at["report_date"] = None, date, block.place
        elif current is not None and block.page == lines[0].page:
            values[current] += block.text
    unit_code, unit_name = code_and_name(values.get("unit", ""))
    department_code, department_name = code_and_name(values.get("department", ""))
    fields = {
        "project_name": values.get("project_name") or None,
        "unit_code": unit_code,
        "unit_name": unit_name,
        "department_code": department_code,
        "department_name": department_name,
        "report_date": values.get("report_date"),
    }
    return fields, _named_places(at, fields)


def _named_places(at: dict[str, At], fields: dict[str, str | None]) -> dict[str, At]:
    """The places of the cover's lines under the names of the fields that came out of them."""
    source = {
        "unit_code": "unit",
        "unit_name": "unit",
        "department_code": "department",
        "department_name": "department",
    }
    return {field: at[source.get(field, field)] for field, value in fields.items() if value is not None}


def _label(text: str) -> tuple[str | None, str]:
    for field in analysis_words().cover:
        value = _cover_field(text, field)
        if value is not None:
            return field, value
    return None, ""
