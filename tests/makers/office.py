"""Word and Excel files by python-docx and openpyxl, from the same blocks as the PDFs, with their truths."""

import copy
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.makers.description import ReportText
from tests.makers.document import Block, Break, Entry, Gap, Line, Look, blocks
from tests.makers.grid import Grid
from tests.makers.truth import truth

Change = Callable[[WordDocument], None]
_BOX = Border(**{side: Side(style="thin") for side in ("left", "right", "top", "bottom")})
_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,9}(?:\.\d{1,4})?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%")


@dataclass(frozen=True)
class MadeOffice:
    """A file and what a perfect reader would say about it."""

    data: bytes
    truth: list[dict[str, Any]]


def truths(reports: Sequence[ReportText]) -> list[dict[str, Any]]:
    """The truths of reports in one file without pages."""
    found = []
    for index, report in enumerate(reports, start=1):
        one = truth(report, _AnyPage(), 1, 1, index)
        sections = [{**section, "page": None} for section in one["sections"]]
        found.append({**one, "first_page": None, "last_page": None, "sections": sections})
    return found


class _AnyPage(dict[str, int]):
    def __missing__(self, key: str) -> int:
        return 1


def word(*reports: ReportText, look: Look | None = None, change: Change | None = None) -> MadeOffice:
    """The reports as one Word document, one behind the other; ``change`` alters it before it is saved."""
    made = [block for report in reports for block in (*blocks(report, look or Look(), {}), Break())]
    return MadeOffice(word_of(made, change), truths(reports))


def word_of(made: Sequence[Block], change: Change | None = None) -> bytes:
    """A Word document of ``made``."""
    document = Document()
    for block in made:
        _add(document, block)
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: WordDocument, block: Block) -> None:
    match block:
        case Line(text):
            document.add_paragraph(text)
        case Entry(text, page):
            document.add_paragraph(f"{text}\t{page}")
        case Break():
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case Gap():
            document.add_paragraph()
        case Grid():
            _add_table(document, block)


def _add_table(document: WordDocument, grid: Grid) -> Table:
    table = document.add_table(len(grid.rows), len(grid.widths), style="Table Grid")
    rows = [row.cells for row in table.rows]
    for row, column, cell in grid.placed():
        own = rows[row][column]
        if cell.rows * cell.columns > 1:
            own = own.merge(rows[row + cell.rows - 1][column + cell.columns - 1])
        own.text = cell.text
    return table


def excel(*reports: ReportText, sheets: bool = True, typed: bool = True) -> MadeOffice:
    """The reports as one workbook: a sheet each, or one below the other. ``typed`` stores numbers as numbers."""
    made = [blocks(report, Look(), {}) for report in reports]
    return MadeOffice(excel_of(made, sheets=sheets, typed=typed), truths(reports))


def excel_of(made: Sequence[Sequence[Block]], sheets: bool = True, typed: bool = True) -> bytes:
    """A workbook of reports."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet, row = book.create_sheet("自评表"), 1
    for number, one in enumerate(made):
        if number and sheets:
            sheet, row = book.create_sheet(f"自评表{number + 1}"), 1
        row = _fill(sheet, one, row, typed) + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, made: Sequence[Block], row: int, typed: bool) -> int:
    """Writes blocks from ``row`` on; the row below them."""
    width = max((len(block.widths) for block in made if isinstance(block, Grid)), default=1)
    for block in made:
        if isinstance(block, Line):
            sheet.cell(row, 1, block.text)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            row += 1
        elif isinstance(block, Grid):
            _fill_table(sheet, block, row, typed)
            row += len(block.rows)
    return row


def _fill_table(sheet: Worksheet, grid: Grid, top: int, typed: bool) -> None:
    for row, column, cell in grid.placed():
        own = sheet.cell(top + row, 1 + column)
        own.value, own.number_format = _typed(cell.text) if typed else (cell.text or None, "@")
        own.data_type = "s" if isinstance(own.value, str) else own.data_type  # =8个 is no formula
        for r in range(cell.rows):
            for c in range(cell.columns):
                sheet.cell(top + row + r, 1 + column + c).border = copy.copy(_BOX)
        if cell.rows * cell.columns > 1:
            end = {"end_row": top + row + cell.rows - 1, "end_column": column + cell.columns}
            sheet.merge_cells(start_row=top + row, start_column=1 + column, **end)


def _typed(text: str) -> tuple[object, str]:
    """A number as a number with the format that shows it as ``text``, anything else as text."""
    if percent := _PERCENT.fullmatch(text):
        places = len(percent.group(1).partition(".")[2])
        return float(percent.group(1)) / 100, "0." + "0" * places + "%" if places else "0%"
    if _NUMBER.fullmatch(text) and not re.match(r"-?0\d", text):
        places = len(text.partition(".")[2])
        whole = "#,##0" if "," in text else "0"
        plain = text.replace(",", "")
        return float(plain) if places else int(plain), whole + ("." + "0" * places if places else "")
    return text or None, "@"


# --- what real documents have besides text ------------------------------------------------------------------------


def number_headings(document: WordDocument) -> None:
    """Takes the numbers of headings out of the text and lets Word count them, as writers who use styles do."""
    kinds = (
        (0, re.compile(r"^[一二三四五六七八九十]+、"), "chineseCountingThousand", "%1、"),
        (1, re.compile(r"^（[一二三四五六七八九十]+）"), "chineseCounting", "（%2）"),
        (2, re.compile(r"^\d+\."), "decimal", "%3."),
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{name}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, _, name, text in kinds
    )
    part = document.part.numbering_part.element
    for one in list(part):
        part.remove(one)
    part.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7">{levels}</w:abstractNum>'))
    reports = 0
    for paragraph in document.paragraphs:
        if paragraph.text.startswith("一、") and "\t" not in paragraph.text:
            reports += 1
            restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            number = f'<w:num {nsdecls("w")} w:numId="{reports}"><w:abstractNumId w:val="7"/>{restart}</w:num>'
            part.append(parse_xml(number))
        for level, sign, *_ in kinds:
            if reports and sign.match(paragraph.text) and len(paragraph.text) < 30:
                paragraph.text = sign.sub("", paragraph.text)
                reference = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{reports}"/></w:numPr>'
                paragraph._p.get_or_add_pPr().append(parse_xml(reference))


def insert_run(paragraph: Any, xml: str) -> None:
    """Appends ``xml`` (``w:`` is declared) to a paragraph."""
    paragraph._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def replace_text(document: WordDocument, old: str, xml: str) -> None:
    """Replaces the runs of every paragraph or cell whose whole text is ``old`` by ``xml``."""
    found = [
        p for p in document.element.body.iter(qn("w:p")) if "".join(t.text or "" for t in p.iter(qn("w:t"))) == old
    ]
    assert found, old
    for paragraph in found:
        for run in paragraph.findall(qn("w:r")):
            paragraph.remove(run)
        for one in parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"):
            paragraph.append(one)
