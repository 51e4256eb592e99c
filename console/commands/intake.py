"""``ingest`` and ``demo``: submitted files through the whole pipeline into the home folder."""

import os
import sys
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import typer

from console import options, output
from console.embedded import prefect_ready
from perfeval_core.datadir import data_dir

if TYPE_CHECKING:
    from flows.summary import Summary
    from perfeval_core.site import Site


def ingest(paths: options.Paths, home: options.Home = None, json: options.Json = False) -> None:
    """收件：读取、入库、校验、复算、核对，有疑点的进复核队列。

    同一份文件收多少次都只算一份。中途断电也不要紧，再运行一次即从断点继续。
    有文件不能完整读取时退出码为 1。

    例：perfeval ingest 收件文件夹
    """
    from perfeval_core.site import site

    where = options.settings(home)
    summary = _run(where.home, options.files(paths))
    if json:
        output.emit(summary)
    else:
        _show(summary, site(where.home))
    if summary.needs_person:
        raise typer.Exit(1)


def demo(home: options.Home = None) -> None:
    """演示：把随附的样例报告走一遍全流程，看看会查出什么。

    用的是真实的流程和存储，不用服务器，不用配置。样例里有一个加密文件，会被隔离，属正常。
    """
    from console.queues import show_first, show_queue
    from perfeval_core.site import site

    where = options.settings(home)
    here = site(where.home)
    samples = options.files([data_dir() / "samples"])
    _show(_run(where.home, samples), here)
    output.say("")
    show_queue(here, queue=None, limit=20)
    output.say("\n最急的一个：", "bold")
    show_first(here)
    _show_next_steps(here, home, samples[-1])


def _show_next_steps(here: "Site", home: Path | None, report: Path) -> None:
    """Commands that can be copied as they stand."""
    program = "perfeval" if which("perfeval") else os.path.relpath(sys.argv[0])
    chosen = "" if home is None else f" --home {home}"
    first = next((one.item.item_id for one in here.ledger.items(limit=1)), "任务编号")
    output.say("\n接下来可以：", "bold")
    for command, what in (
        (f"queue show {first}{chosen}", "看一个任务：疑点、应为多少、在第几页、依据哪一条"),
        (f'check "{os.path.relpath(report)}"', "单独查一份报告，不存储"),
        ("rules list", "看全部规则和出处"),
        (f"ingest 你的文件夹{chosen}", "换成自己的报告"),
        (f"doctor{chosen}", "核对存储：没有丢失，没有重复"),
    ):
        output.say(f"  {program} {command}")
        output.say(f"      {what}", "dim")


def _run(home: Path, paths: list[Path]) -> "Summary":
    with prefect_ready(), output.progress("启动 Prefect", len(paths)) as bar:
        from flows.ingest import ingest as flow
        from tasks.step import Watcher

        Watcher.stage = lambda name: output.describe(bar, name.split()[0])
        Watcher.file_done = lambda: output.advance(bar)
        return flow([str(path) for path in paths], home=str(home))


def _show(summary: "Summary", here: "Site") -> None:
    from flows.summary import STATUS_NAMES
    from perfeval_core.refiling import describe

    table = here.table
    output.table(
        f"收到 {summary.received} 个文件，其中 {summary.known} 个以前来过；本次读出 {summary.reports} 份报告",
        ("文件", "结果", "报告", "原因"),
        (
            (
                Path(line.path).name,
                STATUS_NAMES[line.status],
                line.reports or "",
                line.detail or table.reason_name(line.reason),
            )
            for line in summary.files
        ),
    )
    if summary.findings:
        output.table(
            f"疑点 {sum(summary.findings.values())} 条",
            ("疑点", "条数"),
            ((table.kind_name(kind), count) for kind, count in summary.findings.items()),
        )
    checks = summary.expectations_checked
    if checks:
        output.say(f"数据质量校验 {checks} 项，通过 {summary.expectations_passed} 项")
    queues = "，".join(f"{table.queues[queue]} {count}" for queue, count in summary.queues.items()) or "无"
    output.say(f"新增复核任务 {summary.items_new} 个；待办：{queues}")
    if summary.quality_page is not None:
        output.say(f"数据质量页（用浏览器打开）：{summary.quality_page}")
    if summary.refiled:
        output.say(f"重新报送 {len(summary.refiled)} 份（perfeval diff 报告编号 可看逐项对照）", "bold")
    for one in summary.refiled:
        output.say(f"  · {describe(one)}")
    if summary.corrections:
        output.say(f"复核人员更正的单元格生效 {summary.corrections} 处")
    for error in summary.errors:
        output.say(f"运行异常，请告知维护人员：{error}", "red")
