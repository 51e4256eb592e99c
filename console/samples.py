"""Samples of reports without a finding, as a person sees them in a terminal."""

from collections.abc import Sequence

from console import output
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.clock import CHINA
from perfeval_core.ledger import ITEM_STATUSES, Sample, SampledReport
from perfeval_core.sampling import SampleResult
from perfeval_core.site import Site


class Drawn(Frozen):
    """The answer of ``sample draw --json``."""

    version: int = 1
    sample: Sample


class SampleList(Frozen):
    """The answer of ``sample list --json``."""

    version: int = 1
    samples: tuple[SampleResult, ...]


class SampleShown(Frozen):
    """The answer of ``sample show --json``."""

    version: int = 1
    result: SampleResult
    reports: tuple[SampledReport, ...]


def show_drawn(made: Sample) -> None:
    """What was drawn, and what to do with it."""
    output.say(f"抽查 {made.sample_id}：没有疑点的报告 {made.frame_size} 份，抽出 {made.size} 份。", "green")
    output.say(f"种子 {made.seed}；任务在数据质量队列：perfeval queue list --queue quality")
    output.say("未发现问题：perfeval queue decide 任务 --by 姓名 --report passed；发现漏报，再加 --missed 类型:说明")


def show_samples(found: Sequence[SampleResult]) -> None:
    """All of them, one a line."""
    if not found:
        output.say("还没有抽查过；perfeval sample draw --help")
        return
    columns = ("抽查编号", "抽取", "抽取人", "范围", "抽出", "已看", "漏报", "漏报率", "95% 置信区间")
    output.table(f"抽查 {len(found)} 次", columns, map(_row, found))


def show_sample(here: Site, said: SampleResult, reports: Sequence[SampledReport]) -> None:
    """One of them: each report, and what all of them say."""
    show_samples([said])
    again = "与留存的种子、抽样范围相符" if said.repeatable else "与留存的种子、抽样范围不符，请告知维护人员"
    output.say(f"种子 {said.sample.seed}；重抽核对：{again}", "" if said.repeatable else "red")
    if said.gone:
        output.say(f"{said.gone} 份在查看之前已有新的版本，不计入")
    for kind, count in said.kinds.items():
        output.say(f"漏报 {here.table.kind_name(kind)}：{count} 份")
    rows = (
        (one.number, one.item_id, one.title, ITEM_STATUSES[one.status], one.reviewer, _missed(here, one))
        for one in reports
    )
    output.table("抽出的报告", ("序", "任务编号", "任务", "办理", "复核人", "结果"), rows)


def _row(one: SampleResult) -> tuple[object, ...]:
    made = one.sample
    rate = "" if one.rate is None else f"{one.rate:.2%}"
    range_ = "" if one.interval is None else f"{one.interval.low:.2%} 至 {one.interval.high:.2%}"
    when = f"{made.drawn_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return made.sample_id, when, made.drawn_by, made.frame_size, made.size, one.examined, one.missed, rate, range_


def _missed(here: Site, one: SampledReport) -> str:
    if one.status != "decided":
        return ""
    return "；".join(f"{here.table.kind_name(found.kind)}：{found.detail}" for found in one.missed) or "未发现问题"
