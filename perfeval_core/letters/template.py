"""Makes the template that comes with the program: ``python -m perfeval_core.letters.template``.

A bureau does not run this: it copies ``data/letters/rectification.docx`` and edits the copy in Word. Page and type
follow GB/T 9704 (党政机关公文格式); fonts are named, not embedded.
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

from perfeval_core.letters.render import default_template, repacked

BODY, TITLE, HEAD = "仿宋_GB2312", "方正小标宋简体", "黑体"
RED = RGBColor(0xC0, 0x00, 0x00)

Columns = Sequence[tuple[str, int, tuple[str, ...]]]
"""Heading, width in millimetres, and the paragraphs that stand in each row."""

_WHERE = ("{{ 项.位置 }}", "{{ 项.栏目 }}")
_WHY = ("{%p if 项.推算 %}", "推算：{{ 项.推算 }}", "{%p endif %}", "办法：{{ 项.办法 }}", "依据：{{ 项.依据 }}")
CORRECTIONS: Columns = (
    ("序号", 12, ("{{ 项.序号 }}",)),
    ("疑点", 19, ("{{ 项.类型 }}",)),
    ("位置", 28, _WHERE),
    ("报告填写", 20, ("{{ 项.填写 }}",)),
    ("应为", 20, ("{{ 项.应为 }}",)),
    ("说明、推算、办法和依据", 59, ("{{ 项.说明 }}", *_WHY)),
)
EXPLANATIONS: Columns = (
    ("序号", 12, ("{{ 项.序号 }}",)),
    ("事项", 19, ("{{ 项.类型 }}",)),
    ("位置", 28, _WHERE),
    ("报告所写", 30, ("{{ 项.填写 }}",)),
    ("需要说明的问题和依据", 69, ("{{ 项.说明 }}", *_WHY)),
)
CHANGES: Columns = (
    ("项目", 72, ("{{ 项.项目 }}",)),
    ("报告填写", 38, ("{{ 项.填写 }}",)),
    ("应改为", 48, ("{{ 项.更正 }}",)),
)


def template() -> bytes:
    """The template as a .docx file, the same bytes each time."""
    document = Document()
    _page(document)
    _opening(document)
    _section(document, "一、须更正的事项", "须更正", CORRECTIONS, _CORRECT)
    _section(document, "二、须说明的事项", "须说明", EXPLANATIONS, _EXPLAIN)
    _section(
        document, "三、使得分前后一致的最小更正", "最小更正", CHANGES, _MINIMAL, "得分、总分、等级之间没有需要改动的。"
    )
    _closing(document)
    packed = io.BytesIO()
    document.save(packed)
    return repacked(packed.getvalue())


_CORRECT = "下列内容由报告自身的数据和计分规定可以确定，请逐项核对并更正。"
_EXPLAIN = "下列内容需要你单位结合实际情况作出说明，并附证明材料；确有错误的，请一并更正。"

_MINIMAL = (
    "只改下列各处，得分就前后一致。更正前总分{{ 更正前总分 }}、等级{{ 更正前等级 }}；"
    "更正后总分{{ 更正后总分 }}、等级{{ 更正后等级 }}。"
)


def _page(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    style.paragraph_format.line_spacing, style.paragraph_format.space_after = Pt(28), Pt(0)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "整改通知", "", ""
    properties.created = properties.modified = datetime(2020, 2, 25, tzinfo=UTC)
    foot = page.footer.paragraphs[0]
    foot.alignment = ALIGN.CENTER
    _run(foot, "— ", size=14)
    _page_number(foot)
    _run(foot, " —", size=14)


def _opening(document: Any) -> None:
    head = _paragraph(document, "{{ 发文单位 }}", TITLE, 30, ALIGN.CENTER, RED)
    head.paragraph_format.line_spacing = Pt(44)
    _rule_below(head)
    _paragraph(document, "〔　　　　〕　　　号", BODY, 16, ALIGN.RIGHT)
    _paragraph(document, "")
    title = _paragraph(document, "关于{{ 评价年度 }}年度“{{ 项目名称 }}”项目", TITLE, 22, ALIGN.CENTER)
    title.paragraph_format.line_spacing = Pt(34)
    title = _paragraph(document, "绩效自评报告的整改通知", TITLE, 22, ALIGN.CENTER)
    title.paragraph_format.line_spacing = Pt(34)
    _paragraph(document, "")
    _paragraph(document, "{{ 单位名称 }}：")
    _body(
        document,
        "经对你单位报送的{{ 评价年度 }}年度“{{ 项目名称 }}”项目支出绩效自评报告（文件：{{ 文件名称 }}）进行复核，"
        "有须更正的事项{{ 须更正|length }}项，须说明的事项{{ 须说明|length }}项。现通知如下。",
    )


def _section(document: Any, heading: str, rows: str, columns: Columns, words: str, none: str = "无。") -> None:
    """A part with its table, or the word that there is nothing in it."""
    _heading(document, heading)
    _paragraph(document, f"{{%p if {rows} %}}")
    _body(document, words)
    _table(document, columns, rows)
    _paragraph(document, "{%p else %}")
    _body(document, none)
    _paragraph(document, "{%p endif %}")


def _closing(document: Any) -> None:
    _heading(document, "四、整改和反馈要求")
    _body(
        document,
        "请于{{ 反馈期限 }}前（自发文之日起{{ 期限工作日 }}个工作日内）报送整改反馈，"
        "逐项写明更正或说明情况，需要更正的同时重新报送更正后的报告。{% if 期限说明 %}（{{ 期限说明 }}。）{% endif %}",
    )
    _body(
        document,
        "对上述事项有异议的，可在同一期限内提出书面陈述和申辩，并附依据；我单位将予复核，"
        "理由成立的予以采纳，不因陈述申辩加重处理。",
    )
    _paragraph(document, "")
    for words in ("{{ 发文单位 }}", "{{ 发文日期 }}"):
        signed = _paragraph(document, words, BODY, 16, ALIGN.RIGHT)
        signed.paragraph_format.right_indent = Pt(64)
        signed.paragraph_format.keep_together = True
    _paragraph(document, "")
    _small(document, "{%p if 有待核条文 %}")
    _small(document, "注：标有〔条文待核〕的依据，措辞尚未与文件原文核对，以文件原文为准。")
    _small(document, "{%p endif %}")
    _small(document, "报告编号 {{ 报告编号 }}　结果版本 {{ 结果版本 }}　计分规则包 {{ 规则包 }}")


def _heading(document: Any, words: str) -> None:
    form = _paragraph(document, words, HEAD).paragraph_format
    form.keep_with_next, form.space_before = True, Pt(8)


def _body(document: Any, words: str) -> None:
    _paragraph(document, words).paragraph_format.first_line_indent = Pt(32)


def _small(document: Any, words: str) -> None:
    _paragraph(document, words, size=10.5).paragraph_format.line_spacing = Pt(16)


def _table(document: Any, columns: Columns, rows: str) -> None:
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
        _run(paragraph, words, font, 10.5)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _paragraph(
    document: Any, words: str, font: str = BODY, size: float = 16, align: Any = None, colour: RGBColor | None = None
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    if words:
        _run(paragraph, words, font, size, colour)
    return paragraph


def _run(paragraph: Any, words: str, font: str = BODY, size: float = 16, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(words)
    run.font.name, run.font.size, run.font.color.rgb = font, Pt(size), colour
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _page_number(paragraph: Any) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _rule_below(paragraph: Any) -> None:
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(RED))):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)


if __name__ == "__main__":
    default_template().write_bytes(template())
