"""项目支出绩效自评表: the national one-page form, one table with labelled blocks, as provinces print it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfeval_core.domain.filing import BudgetLine, BudgetUnit, Filing, Goal, Stated, Unclaimed
from perfeval_core.domain.place import At
from perfeval_core.extraction.blocks import Block, GridBlock, LineBlock, lines_beside
from perfeval_core.extraction.claims import Claims, place_of
from perfeval_core.extraction.headers import Header, find_header
from perfeval_core.extraction.lexicon import TableKind, columns, form_words
from perfeval_core.extraction.names import code_and_name
from perfeval_core.extraction.rows import TotalRow, budget_lines, indicators
from perfeval_core.extraction.slices import Slice
from perfeval_core.extraction.status import with_status
from perfeval_core.extraction.stitching import stacked, stitched
from perfeval_core.extraction.tables import Cell, Table, overlap

FORM = "self_evaluation_form"
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_UNIT = re.compile(r"(?:万|亿)?元")

Labels = Sequence[tuple[Cell, str]]
"""The form's label cells, each with what it asks for."""


def starts(blocks: Sequence[Block]) -> list[int]:
    """The positions of form titles with a table that asks for the project's name close below them."""
    return [
        index
        for index, block in enumerate(blocks)
        if isinstance(block, LineBlock) and _is_title(block.text) and form_below(blocks[index + 1 : index + 8])
    ]


def _is_title(text: str) -> bool:
    return re.fullmatch(rf".{{0,30}}?(?:{form_words().title})(?:[((].{{0,12}}[))])?", text) is not None


def form_below(blocks: Sequence[Block]) -> bool:
    """Whether the next table asks for a project's name."""
    for block in blocks:
        if isinstance(block, GridBlock):
            return asks_for_project(block)
        if _is_title(block.text):
            return False
    return False


def asks_for_project(block: GridBlock) -> bool:
    """Whether a table asks for the project's name."""
    return any(form_words().label(cell.text) == "project_name" for cell in block.grid.cells)


def draft(piece: Slice) -> Filing:
    """The form in ``piece`` as raw strings with their places."""
    return with_status(read_form(piece, columns().required))


def read_form(piece: Slice, required: dict[TableKind, tuple[str, ...]]) -> Filing:
    """The form in ``piece``, whose tables have at least the ``required`` columns; its status is not judged yet."""
    title, lines = piece.title, piece.lines
    tables = stacked([block for block in stitched(piece.blocks, one_table=True) if isinstance(block, Table)])
    table, claims = tables[0] if tables else Table((), 0, (), ()), Claims()
    money = find_header(table, "budget", required["budget"])
    shape = _with_target(find_header(table, "indicator", required["indicator"]))
    labels = _labels(table)
    budget = _budget(table, money, labels, claims)
    rows, total = indicators(table, shape, indicator_rows(table, shape), claims) if shape else ((), None)
    fields, at = _fields(table, labels, claims)
    claims.take(cell for cell, _ in labels)
    claims.take(not_needed(table))
    year = _year([title, *lines] if title else lines, table)
    goals = _goals(table, labels, claims)
    return Filing(
        index=piece.index,
        first_page=piece.first_page,
        last_page=piece.last_page,
        status="extracted",
        form=piece.form,
        title=title.text if title else "",
        fiscal_year=year[0] if year else None,
        budget_unit=_budget_unit(money, labels, lines),
        budget=budget,
        indicators=rows,
        goals=goals,
        stated=_stated(budget, total, _grade(table, labels, claims)),
        unclaimed=(*claims.unclaimed(tables), *_beside(piece.blocks)),
        at={"title": piece.title_place, **at, **({"fiscal_year": year[1]} if year else {})},
        **fields,
    )


def _beside(blocks: Sequence[Block]) -> Iterator[Unclaimed]:
    """Text beside the form's table: of a column that no rule closes at the side."""
    for line in sorted(lines_beside(blocks), key=lambda line: (line.page, line.bbox[1])):
        yield Unclaimed(text=line.text, **line.place.location.model_dump())


def _with_target(header: Header | None) -> Header | None:
    """The form has one target: where it is called 年初指标值, that is it."""
    if header is None or "target" in header.fields or "target_initial" not in header.fields:
        return header
    fields = {"target" if name == "target_initial" else name: at for name, at in header.fields.items()}
    return replace(header, fields=fields)


def indicator_rows(table: Table, header: Header) -> range:
    """The rows below the header, up to notes or a label that has nothing to do with indicators."""
    for row in range(header.rows.stop, table.height):
        first = next((cell for cell in table.starting(row) if cell.text), None)
        if first is not None and (_is_foot(first.text) or first.columns == range(0, len(table.edges) - 1)):
            return range(header.rows.stop, row)
    return range(header.rows.stop, table.height)


def _is_foot(text: str) -> bool:
    words = form_words()
    return words.is_note(text) or words.is_ignored(text) or words.label(text) == "grade"


def not_needed(table: Table) -> Iterator[Cell]:
    """Cells that are ignored by name: notes, and labels that no field wants with what stands right of them."""
    words = form_words()
    for cell in table.cells:
        label, mark, rest = cell.text.partition(":")
        if words.is_note(cell.text) or (mark and rest and words.is_ignored(label)):
            yield cell
        elif words.is_ignored(cell.text):
            yield cell
            value = _right_of(table, cell)
            if value is not None and not _means_something(value.text):
                yield value


def _means_something(text: str) -> bool:
    words = form_words()
    return words.label(text) is not None or words.is_ignored(text) or columns().knows(text)


def _grade(table: Table, labels: Labels, claims: Claims) -> Cell | None:
    """The cell right of 评价等级, in the forms that print a grade."""
    label = _named(labels, "grade")
    value = _right_of(table, label) if label else None
    if value is None or not value.text:
        return None
    claims.take([value])
    return value


def _labels(table: Table) -> Labels:
    return [(cell, field) for cell in table.cells if (field := form_words().label(cell.text)) is not None]


def _named(labels: Labels, field: str) -> Cell | None:
    return next((cell for cell, name in labels if name == field), None)


def _fields(table: Table, labels: Labels, claims: Claims) -> tuple[dict[str, str | None], dict[str, At]]:
    """Project, department and unit: the cells right of their labels."""
    texts: dict[str, str] = {}
    places: dict[str, At] = {}
    for field in ("project_name", "department", "unit"):
        label = _named(labels, field)
        value = _right_of(table, label) if label else None
        if value is not None and value.text:
            claims.take([value])
            texts[field] = value.text
            places[field] = place_of([value]) or value.places
    department_code, department_name = code_and_name(texts.get("department", ""))
    unit_code, unit_name = code_and_name(texts.get("unit", ""))
    fields = {
        "project_name": texts.get("project_name"),
        "unit_code": unit_code,
        "unit_name": unit_name,
        "department_code": department_code,
        "department_name": department_name,
    }
    at = {field: places[field.split("_")[0] if field != "project_name" else field] for field in fields if fields[field]}
    return fields, at


def _right_of(table: Table, label: Cell) -> Cell | None:
    return next((cell for cell in table.row(label.rows.start) if cell.columns.start >= label.columns.stop), None)


def _budget(table: Table, header: Header | None, labels: Labels, claims: Claims) -> tuple[BudgetLine, ...]:
    """The lines of the money block: the rows that its label spans, or up to the next block."""
    if header is None:
        return ()
    label = _named(labels, "money")
    stop = label.rows.stop if label and label.rows.start <= header.rows.start else _next_block(labels, header)
    first_amount = min(header.fields.values(), key=lambda columns: columns.start).start
    left = max((label.columns.stop if label else 0), 0)
    fields = {**header.fields, "source": range(left, first_amount)}
    return budget_lines(table, replace(header, fields=fields), range(header.rows.stop, stop), claims)


def _next_block(labels: Labels, header: Header) -> int:
    below = [cell.rows.start for cell, field in labels if field in ("goals", "indicators")]
    return min((row for row in below if row >= header.rows.stop), default=header.rows.stop)


def _goals(table: Table, labels: Labels, claims: Claims) -> tuple[Goal, ...]:
    """The annual goals (年度总体目标): under 预期目标 and 实际完成情况, one a row of the block.

    Where one of several rows has an empty cell, its rules may be lines to write on and all of it one goal: unsure.
    """
    block = _named(labels, "goals")
    expected, actual = _named(labels, "expected"), _named(labels, "actual")
    if block is None or expected is None or actual is None:
        return ()
    found: list[tuple[list[Cell], list[Cell]]] = []
    for row in range(expected.rows.stop, block.rows.stop):
        wanted = [cell for cell in table.starting(row) if overlap(cell.columns, expected.columns)]
        reached = [cell for cell in table.starting(row) if overlap(cell.columns, actual.columns)]
        claims.take([*wanted, *reached])
        if _text(wanted) or _text(reached):
            found.append((wanted, reached))
    if len(found) > 1 and not all(_text(cells) for row in found for cells in row):
        return tuple(_goal(*([cell.doubt() for cell in cells] for cells in row), blank=True) for row in found)
    return tuple(_goal(*row, blank=False) for row in found)


def _goal(wanted: Sequence[Cell], reached: Sequence[Cell], *, blank: bool) -> Goal:
    """One goal; if ``blank``, also what is empty has a place, that of its neighbour if it has no cell."""
    at: dict[str, At] = {}
    for field, own, other in (("expected", wanted, reached), ("actual", reached, wanted)):
        place = place_of(own) or (place_of(other) if blank else None)
        if place and (blank or _text(own)):
            at[field] = place
    return Goal(expected=_text(wanted), actual=_text(reached), at=at)


def _text(cells: Sequence[Cell]) -> str:
    return "".join(cell.text for cell in cells)


def _stated(budget: tuple[BudgetLine, ...], total: TotalRow | None, grade: Cell | None) -> Stated:
    """Execution points from the total line of the money block, the total from 总分, the grade if one is printed."""
    at: dict[str, At] = {}
    if budget and "points" in budget[0].at:
        at["execution_points"] = budget[0].at["points"]
    if total and total.at:
        at["total"] = total.at
    if grade is not None:
        at["grade"] = place_of([grade]) or grade.places
    return Stated(
        execution_points=(budget[0].points or None) if budget else None,
        total=(total.points or None) if total else None,
        grade=grade.text if grade else None,
        at=at,
    )


def _year(lines: Sequence[LineBlock], table: Table) -> tuple[int, At] | None:
    """The year that the form prints above its table (2022年度), or in the table's first rows."""
    for block in lines[:4]:
        match = _YEAR.search(block.text)
        if match:
            return int(match.group(1)), block.place
    return None


def _budget_unit(header: Header | None, labels: Labels, lines: Sequence[LineBlock]) -> BudgetUnit | None:
    """The unit in the money label (项目资金(万元)), in the header, or in a line above the table."""
    label = _named(labels, "money")
    for text in (label.text if label else "", *(header.units if header else ()), *(line.text for line in lines[:4])):
        match = _UNIT.search(text)
        if match:
            return match.group()  # type: ignore[return-value]
    return None
