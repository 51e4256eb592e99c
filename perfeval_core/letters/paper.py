"""What our Word templates are made of: page, headings, paragraphs and tables after GB/T 9704 (党政机关公文格式).

Fonts are named, not embedded.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from perfeval_core.letters.render import repacked

BODY, TITLE, HEAD = "仿宋_GB2312", "方正小标宋简体", "黑体"
RED = RGBColor(0xC0, 0x00, 0x00)

Columns = Sequence[tuple[str, int, tuple[str, ...]]]
"""Heading, width in millimetres, and the paragraphs that stand in each row."""


def begin(title: str) -> Any:
    """An empty document with our page, called ``title``."""
    document: Any = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.line_spacing, style.paragraph_format.space_after = Pt(28), Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    properties.created = properties.modified = datetime(2020, 2, 25, tzinfo=UTC)
    foot = page.footer.paragraphs[0]
    foot.alignment = ALIGN.CENTER
    add_run(foot, "— ", size=14)
    _page_number(foot)
    add_run(foot, " —", size=14)
    return document


def finished(document: Any) -> bytes:
    """The document as a .docx file, the same bytes each time."""
    packed = io.BytesIO()
    document.save(packed)
    return repacked(packed.getvalue())


def add_heading(document: Any, words: str) -> None:
    """A heading of a part, which stays with what follows."""
    form = add_paragraph(document, words, HEAD).paragraph_format
    form.keep_with_next, form.space_before = True, Pt(8)


def add_body(document: Any, words: str) -> None:
    """A paragraph of running text."""
    add_paragraph(document, words).paragraph_format.first_line_indent = Pt(32)


def add_small(document: Any, words: str) -> None:
    """A line in small type."""
    add_paragraph(document, words, size=10.5).paragraph_format.line_spacing = Pt(16)


def add_table(document: Any, columns: Columns, rows: str) -> None:
    """A table with a header on each page, and one row for each of the field ``rows`` (called ``项`` in it)."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for number, (heading, width, words) in enumerate(columns):
        table.columns[number].width = Mm(width)
        for row in table.rows:
            row.cells[number].width = Mm(width)
        _fill(table.rows[0].cells[number], (heading,), HEAD, ALIGN.CENTER)
        _fill(table.rows[2].cells[number], words, BODY, ALIGN.LEFT)
    _fill(table.rows[1].cells[0], (f"{{%tr for 项 in {rows} %}}",), BODY, ALIGN.LEFT)
    _fill(table.rows[3].cells[0], ("{%tr endfor %}",), BODY, ALIGN.LEFT)
    _mark(table.rows[0], "w:tblHeader")
    for row in table.rows:
        _mark(row, "w:cantSplit")


def _fill(cell: Any, paragraphs: Sequence[str], font: str, align: Any) -> None:
    for number, words in enumerate(paragraphs):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = Pt(14)
        paragraph.alignment = align
        add_run(paragraph, words, font, 10.5)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def add_paragraph(
    document: Any, words: str, font: str = BODY, size: float = 16, align: Any = None, colour: RGBColor | None = None
) -> Any:
    """A paragraph; returns it."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    if words:
        add_run(paragraph, words, font, size, colour)
    return paragraph


def add_run(paragraph: Any, words: str, font: str = BODY, size: float = 16, colour: RGBColor | None = None) -> None:
    """A piece of text in a paragraph."""
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.font.color.rgb = font, Pt(size), colour
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def add_rule_below(paragraph: Any) -> None:
    """A red line below a paragraph."""
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)
