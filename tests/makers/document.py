"""A report as a run of blocks, the same for every producer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.makers.description import BUDGET_HEADING, HEADINGS, INDICATOR_HEADING, ReportText, Text
from tests.makers.grid import Grid, budget_grid, form_grid, indicator_grid

Style = Literal["title", "cover", "date", "contents_title", "h1", "h2", "h3", "p", "form_title", "form_year"]


Rules = Literal["all", "thin", "double", "dashed", "dotted", "level", "ends", "none", "fills", "bands"]
"""Lines around each cell (as thin rectangles, double, dashed, as dots), level ones only, only above and below header
and table, none, or none but a pale ground in each cell or each row."""


class Look(Text):
    """How a report looks; nothing here changes its truth but the pages."""

    size: float = 14
    """Of the narrative, in points."""
    table_size: float = 9
    footer: str = "- {page} -"
    """At the foot of each page; empty for none."""
    contents: bool = True
    break_before: tuple[str, ...] = ("一、项目基本信息", "二、项目绩效完成情况")
    """The headings that begin a page."""
    space_before_table: float = 0
    """In points: pushes the indicator table towards the end of its page."""
    cut_rows: bool = False
    """Rows may be cut inside at a page's end."""
    repeat_header: bool = False
    budget_widths: tuple[float, ...] = (0.16, 0.14, 0.14, 0.13, 0.13, 0.12, 0.09, 0.09)
    indicator_widths: tuple[float, ...] = (0.09, 0.11, 0.19, 0.09, 0.11, 0.11, 0.07, 0.07, 0.16)
    form_widths: tuple[float, ...] = (0.07, 0.1, 0.12, 0.18, 0.11, 0.12, 0.08, 0.08, 0.14)
    full_width: bool = False
    """Digits and punctuation in full width, as some input methods leave them."""
    rules: Rules = "all"
    """How tables are ruled."""
    top: bool = False
    """Cells' texts stand at the top of their cells."""
    leading: float = 1.25
    """Of tables, in em."""


@dataclass(frozen=True)
class Line:
    """A heading or a paragraph."""

    text: str
    style: Style


@dataclass(frozen=True)
class Entry:
    """A line of the contents: dot leaders and a page number."""

    text: str
    page: int
    level: int


@dataclass(frozen=True)
class Break:
    """A new page."""


@dataclass(frozen=True)
class Gap:
    """Empty space, in points."""

    height: float


Block = Line | Entry | Break | Gap | Grid

_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "-."}


def blocks(report: ReportText, look: Look, pages: dict[str, int]) -> list[Block]:
    """The blocks of ``report``; ``pages`` are the page numbers for the contents."""
    made = _form(report, look) if report.form == "self_evaluation_form" else _analysis(report, look, pages)
    return [_wide(block) for block in made] if look.full_width else list(made)


def _form(report: ReportText, look: Look) -> Iterator[Block]:
    yield Line(report.title, "form_title")
    yield Line(f"（{report.fiscal_year}年度）", "form_year")
    yield form_grid(report, look.form_widths)


def _analysis(report: ReportText, look: Look, pages: dict[str, int]) -> Iterator[Block]:
    yield from _cover(report)
    if look.contents:
        yield Break()
        yield Line("目  录", "contents_title")
        yield from (Entry(h, pages.get(h, 1), level) for level, h in HEADINGS if level < 3)
    for level, heading in HEADINGS:
        if heading in look.break_before:
            yield Break()
        yield Line(heading, f"h{level}")  # type: ignore[arg-type]
        for paragraph in report.text_of(heading).splitlines():
            if paragraph.strip():
                yield Line(paragraph.strip(), "p")
        if heading == BUDGET_HEADING:
            yield budget_grid(report, look.budget_widths)
            yield Gap(6)
        if heading == INDICATOR_HEADING:
            yield Gap(look.space_before_table)
            yield indicator_grid(report, look.indicator_widths)
            yield Gap(6)


def _cover(report: ReportText) -> Iterator[Block]:
    yield Gap(110)
    yield Line(report.title, "title")
    yield Gap(120)
    yield Line(f"项目名称：{report.project_name}", "cover")
    yield Line(f"项目单位：{report.unit}", "cover")
    yield Line(f"主管部门：{report.department}", "cover")
    yield Gap(120)
    yield Line(report.date or "", "date")


def _wide(block: Block) -> Block:
    if isinstance(block, Grid):
        return block.map_text(lambda text: text.translate(_FULL_WIDTH))
    if isinstance(block, Line) and block.style == "p":
        return Line(block.text.translate(_FULL_WIDTH), block.style)
    return block
