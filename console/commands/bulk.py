"""``queue export|import|bulk``: many findings decided at once.

What opens the stores is imported when a command runs.
"""

from pathlib import Path
from typing import Annotated

import typer

from console import options, output
from console.commands import review
from console.words import word
from perfeval_core.domain.review import FINDING_OUTCOMES, QUEUES, REPORT_OUTCOMES, FindingOutcome, Refused

Queue = Annotated[
    str | None,
    typer.Option("--queue", metavar="队列", help=f"只办一个队列：{' '.join(QUEUES)}。", show_default=False),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只检查，什么也不改。")]


def export(
    out: Annotated[Path, typer.Argument(metavar="表.xlsx", help="写到哪个文件。")],
    queue: Queue = None,
    home: options.Home = None,
) -> None:
    """导出待办疑点，一条疑点一行，在表里填写意见、理由、报告结论，再用 queue import 导入。

    例：perfeval queue export 复核.xlsx --queue score
    """
    from perfeval_core import offline
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    try:
        lines = offline.export(here, out, options.queue(queue))
    except OSError as error:
        output.fail(f"写不了 {out}（{error.strerror}）：请关掉打开着它的程序，或换一个文件夹")
    output.say(f"已导出 {lines} 行：{out}", "green")


def import_(
    file: Annotated[Path, typer.Argument(metavar="表.xlsx", help="填好的表。", exists=True, dir_okay=False)],
    by: review.By,
    dry_run: DryRun = False,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """导入填好的表：合格的行受理，不合格的连同原因写到“…-未受理.xlsx”，改好后可以直接再导入。

    有不合格的行，退出码为 1。例：perfeval queue import 复核.xlsx --by 张三 --dry-run
    """
    from console.bulk import show_taken
    from perfeval_core import offline
    from perfeval_core.site import site

    here, data = site(options.settings(home).home), file.read_bytes()
    taken = offline.take(here, data, _named(by), dry_run)
    if isinstance(taken, Refused):
        output.fail(taken.message)
    rest = file.with_name(f"{file.stem}-未受理.xlsx")
    if taken.refused and not dry_run:
        try:
            offline.write_refused(rest, data, taken.refused)
        except OSError as error:
            output.note(f"写不了 {rest}（{error.strerror}）；没有受理的行见下", "red")
    if json:
        output.emit(taken)
    else:
        show_taken(taken, rest)
    if taken.refused:
        raise typer.Exit(1)


def bulk(
    kind: Annotated[str, typer.Option(metavar="类型", help="疑点类型，例如 missing_reason 或 未达标未说明原因。")],
    outcome: Annotated[str, typer.Option(metavar="结论", help="confirmed 确认，rejected 不成立，explained 说明。")],
    reason: review.Reason,
    by: review.By,
    report: Annotated[
        str,
        typer.Option(metavar="结论", help="没有其他疑点的报告的结论：passed 通过，returned 退回，handed_over 转交。"),
    ] = "passed",
    queue: Queue = None,
    unit: Annotated[
        str | None, typer.Option(metavar="单位", help="只办一个单位：编码或名称。", show_default=False)
    ] = None,
    dry_run: DryRun = False,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """同一类疑点，许多报告一次办理，写同一个理由。还有其他疑点的任务先记作草稿，待二次复核的不办。

    例：perfeval queue bulk --kind missing_reason --outcome rejected --reason 年中已统一说明 --by 张三 --dry-run
    """
    from console.bulk import show_bulk
    from perfeval_core.bulk import of_kind
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    chosen = [route.kind for route in here.table.kinds if kind.strip() in (route.kind, route.name)]
    if not chosen:
        output.fail(f"没有“{kind}”这一类疑点；perfeval rules list 可看全部类型")
    decided: FindingOutcome = word(outcome, FINDING_OUTCOMES)
    if decided == "corrected":
        output.fail("更正要逐格办理：perfeval queue correct")
    if not reason.strip():
        output.fail("批量办理必须写明理由（--reason）")
    said = (decided, reason.strip())
    ending = word(report, REPORT_OUTCOMES)
    done = of_kind(here, chosen[0], said, _named(by), ending, options.queue(queue), unit, dry_run)
    if json:
        output.emit(done)
    else:
        show_bulk(here, done)
    if done.refused:
        raise typer.Exit(1)


def _named(by: str) -> str:
    if not by.strip():
        output.fail("要写明是谁办理（--by）")
    return by.strip()
