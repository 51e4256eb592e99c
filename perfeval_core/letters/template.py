"""Makes the template that comes with the program: ``python -m perfeval_core.letters.template``.

A bureau does not run this: it copies ``data/letters/rectification.docx`` and edits the copy in Word.
"""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from perfeval_core.letters.paper import (
    BODY,
    RED,
    TITLE,
    Columns,
    add_body,
    add_heading,
    add_paragraph,
    add_rule_below,
    add_small,
    add_table,
    begin,
    finished,
)
from perfeval_core.letters.render import default_template

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
    document = begin("整改通知")
    _opening(document)
    _section(document, "一、须更正的事项", "须更正", CORRECTIONS, _CORRECT)
    _section(document, "二、须说明的事项", "须说明", EXPLANATIONS, _EXPLAIN)
    _section(
        document, "三、使得分前后一致的最小更正", "最小更正", CHANGES, _MINIMAL, "得分、总分、等级之间没有需要改动的。"
    )
    _closing(document)
    return finished(document)


_CORRECT = "下列内容由报告自身的数据和计分规定可以确定，请逐项核对并更正。"
_EXPLAIN = "下列内容需要你单位结合实际情况作出说明，并附证明材料；确有错误的，请一并更正。"

_MINIMAL = (
    "只改下列各处，得分就前后一致。更正前总分{{ 更正前总分 }}、等级{{ 更正前等级 }}；"
    "更正后总分{{ 更正后总分 }}、等级{{ 更正后等级 }}。"
)


def _opening(document: Any) -> None:
    head = add_paragraph(document, "{{ 发文单位 }}", TITLE, 30, ALIGN.CENTER, RED)
    head.paragraph_format.line_spacing = Pt(44)
    add_rule_below(head)
    add_paragraph(document, "〔　　　　〕　　　号", BODY, 16, ALIGN.RIGHT)
    add_paragraph(document, "")
    title = add_paragraph(document, "关于{{ 评价年度 }}年度“{{ 项目名称 }}”项目", TITLE, 22, ALIGN.CENTER)
    title.paragraph_format.line_spacing = Pt(34)
    title = add_paragraph(document, "绩效自评报告的整改通知", TITLE, 22, ALIGN.CENTER)
    title.paragraph_format.line_spacing = Pt(34)
    add_paragraph(document, "")
    add_paragraph(document, "{{ 单位名称 }}：")
    add_body(
        document,
        "经对你单位报送的{{ 评价年度 }}年度“{{ 项目名称 }}”项目支出绩效自评报告（文件：{{ 文件名称 }}）进行复核，"
        "有须更正的事项{{ 须更正|length }}项，须说明的事项{{ 须说明|length }}项。现通知如下。",
    )


def _section(document: Any, heading: str, rows: str, columns: Columns, words: str, none: str = "无。") -> None:
    """A part with its table, or the word that there is nothing in it."""
    add_heading(document, heading)
    add_paragraph(document, f"{{%p if {rows} %}}")
    add_body(document, words)
    add_table(document, columns, rows)
    add_paragraph(document, "{%p else %}")
    add_body(document, none)
    add_paragraph(document, "{%p endif %}")


def _closing(document: Any) -> None:
    add_heading(document, "四、整改和反馈要求")
    add_body(
        document,
        "请于{{ 反馈期限 }}前（自发文之日起{{ 期限工作日 }}个工作日内）报送整改反馈，"
        "逐项写明更正或说明情况，需要更正的同时重新报送更正后的报告。{% if 期限说明 %}（{{ 期限说明 }}。）{% endif %}",
    )
    add_body(
        document,
        "对上述事项有异议的，可在同一期限内提出书面陈述和申辩，并附依据；我单位将予复核，"
        "理由成立的予以采纳，不因陈述申辩加重处理。",
    )
    add_paragraph(document, "")
    for words in ("{{ 发文单位 }}", "{{ 发文日期 }}"):
        signed = add_paragraph(document, words, BODY, 16, ALIGN.RIGHT)
        signed.paragraph_format.right_indent = Pt(64)
        signed.paragraph_format.keep_together = True
    add_paragraph(document, "")
    add_small(document, "{%p if 有待核条文 %}")
    add_small(document, "注：标有〔条文待核〕的依据，措辞尚未与文件原文核对，以文件原文为准。")
    add_small(document, "{%p endif %}")
    add_small(document, "报告编号 {{ 报告编号 }}　结果版本 {{ 结果版本 }}　计分规则包 {{ 规则包 }}")


if __name__ == "__main__":
    default_template().write_bytes(template())
