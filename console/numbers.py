"""The numbers for leads, as a person sees them in a terminal."""

from itertools import pairwise

from console import output
from perfeval_core.domain.clock import CHINA
from perfeval_core.ledger.workload import AGES
from perfeval_core.site import Site
from perfeval_core.workload import FieldPrecision, Numbers

BANDS = (f"{AGES[0]}天内", *(f"{low + 1}至{high}天" for low, high in pairwise(AGES)), f"{AGES[-1]}天以上")


def show_numbers(here: Site, found: Numbers) -> None:
    """All of them, each in its table; what there is nothing of is left out."""
    if not (found.queues or found.days or found.rules):
        output.say("还没有任务，也还没有决定。")
        return
    if found.queues:
        columns = ("队列", "待办", "逾期", "已领取", "待二次复核", *BANDS, "最早")
        rows = (
            (
                *(here.table.queues[one.queue], one.open, one.overdue, one.claimed, one.second, *one.ages),  # type: ignore[index]
                f"{one.oldest.astimezone(CHINA):%Y-%m-%d}",
            )
            for one in found.queues
        )
        output.table("待办任务", columns, rows)
    if found.days:
        days = ((one.day, one.reviewer, one.decisions) for one in found.days)
        output.table(f"最近 {found.span} 天的决定", ("日期", "复核人", "决定数"), days)
    if found.agreement:
        agreed = (
            (
                *("随机抽中" if one.counts.drawn else "退回或改变等级", one.counts.reports, _percent(one.reports)),
                *(one.counts.findings, _percent(one.findings)),
            )
            for one in found.agreement
        )
        output.table("初审与二次复核是否一致", ("原因", "报告", "结论一致", "疑点", "意见一致"), agreed)
    if found.rules:
        columns = ("规则", "已决定", "确认", "不成立", "说明", "更正", "确认的比例")
        output.table("规则在实际办理中的准确率", columns, map(_rule, found.rules))
    if found.misread:
        misread = ((one.form, one.media_type, one.field, one.cells) for one in found.misread)
        output.table("读错的单元格（已决定的更正）", ("版式", "文件类型", "栏目", "处"), misread)


def precision_words(one: FieldPrecision) -> str:
    """How a rule does in the field, in one line."""
    return f"实际办理：已决定 {one.decided} 条，确认 {_percent(one.confirmed)}"


def _rule(one: FieldPrecision) -> tuple[object, ...]:
    said = one.counts
    counts = (said.confirmed, said.rejected, said.explained, said.corrected)
    return said.rule or "（未记）", one.decided, *counts, _percent(one.confirmed)


def _percent(share: object) -> str:
    return "" if share is None else f"{share:.2%}"
