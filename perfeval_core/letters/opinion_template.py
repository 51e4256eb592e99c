"""Makes the template of the form 复核意见表: ``python -m perfeval_core.letters.opinion_template``.

A bureau does not run this: it copies ``data/letters/opinion.docx`` and edits the copy in Word.
"""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Pt

from perfeval_core.letters.paper import (
    BODY,
    TITLE,
    Columns,
    add_body,
    add_heading,
    add_paragraph,
    add_small,
    add_table,
    begin,
    finished,
)
from perfeval_core.letters.render import default_template

JUDGEMENTS: Columns = (
    ("序号", 11, ("{{ 项.序号 }}",)),
    ("疑点", 22, ("{{ 项.类型 }}", "{{ 项.程度 }}、{{ 项.确定性 }}")),
    ("位置和栏目", 28, ("{{ 项.位置 }}", "{{ 项.栏目 }}")),
    ("填写、应为", 24, ("填写：{{ 项.填写 }}", "应为：{{ 项.应为 }}")),
    ("说明和依据", 43, ("{{ 项.说明 }}", "依据：{{ 项.依据 }}")),
    ("复核结论", 30, ("{{ 项.结论 }}", "{%p if 项.理由 %}", "理由：{{ 项.理由 }}", "{%p endif %}")),
)
MENDED: Columns = (
    ("栏目", 34, ("{{ 项.栏目 }}",)),
    ("机器读作", 26, ("{{ 项.机器读作 }}",)),
    ("更正为", 26, ("{{ 项.更正为 }}",)),
    ("理由", 38, ("{{ 项.理由 }}",)),
    ("更正人、时间、状态", 34, ("{{ 项.更正人 }}", "{{ 项.时间 }}", "{{ 项.状态 }}")),
)
STEPS: Columns = (
    ("序号", 11, ("{{ 项.序号 }}",)),
    ("复核人", 28, ("{{ 项.复核人 }}",)),
    ("时间", 36, ("{{ 项.时间 }}",)),
    ("结论", 18, ("{{ 项.结论 }}",)),
    ("理由", 43, ("{{ 项.理由 }}",)),
    ("效力", 22, ("{{ 项.效力 }}",)),
)


def template() -> bytes:
    """The template as a .docx file, the same bytes each time."""
    document = begin("复核意见表")
    title = add_paragraph(document, "项目支出绩效自评报告复核意见表", TITLE, 22, ALIGN.CENTER)
    title.paragraph_format.line_spacing = Pt(40)
    for words in (
        "任务：{{ 任务 }}（{{ 队列 }}，编号 {{ 任务编号 }}）",
        "项目单位：{{ 项目单位 }}　评价年度：{{ 评价年度 }}",
        "项目名称：{{ 项目名称 }}",
        "文件：{{ 文件名称 }}",
        "自评总分 {{ 自评总分 }}、等级 {{ 自评等级 }}；复算总分 {{ 复算总分 }}、等级 {{ 复算等级 }}",
        "办理期限：{{ 办理期限 }}　办理状态：{{ 办理状态 }}",
    ):
        add_paragraph(document, words, BODY, 14).paragraph_format.line_spacing = Pt(24)
    _part(document, "一、疑点和复核结论", "疑点", JUDGEMENTS)
    add_paragraph(document, "{%p if not 疑点 %}")
    add_paragraph(document, "{%p for 项 in 事由 %}")
    add_body(document, "{{ 项 }}")
    add_paragraph(document, "{%p endfor %}")
    add_paragraph(document, "{%p endif %}")
    _part(document, "二、更正的单元格", "更正", MENDED)
    _part(document, "三、复核过程", "决定", STEPS)
    add_heading(document, "四、复核意见")
    add_body(document, "结论：{{ 结论 }}。{% if 理由 %}理由：{{ 理由 }}{% endif %}")
    add_paragraph(document, "{%p for 项 in 漏报 %}")
    add_body(document, "发现漏报：{{ 项 }}")
    add_paragraph(document, "{%p endfor %}")
    add_body(document, "复核人：{{ 复核人 }}　　二次复核人：{{ 二次复核人 }}　　时间：{{ 决定时间 }}")
    add_body(document, "签字：＿＿＿＿＿＿　　＿＿＿＿＿＿")
    for words in ("{{ 单位 }}", "{{ 打印日期 }}"):
        signed = add_paragraph(document, words, BODY, 16, ALIGN.RIGHT)
        signed.paragraph_format.right_indent = Pt(64)
    add_small(document, "报告编号 {{ 报告编号 }}　结果版本 {{ 结果版本 }}")
    return finished(document)


def _part(document: Any, heading: str, rows: str, columns: Columns) -> None:
    """A part with its table, or the word that there is nothing in it."""
    add_heading(document, heading)
    add_paragraph(document, f"{{%p if {rows} %}}")
    add_table(document, columns, rows)
    add_paragraph(document, "{%p else %}")
    add_body(document, "无。")
    add_paragraph(document, "{%p endif %}")


if __name__ == "__main__":
    default_template("opinion").write_bytes(template())
