"""``queue claim|release|decide|correct|reopen|apply``: what a reviewer does.

What opens the stores is imported when a command runs.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output
from console.embedded import prefect_ready
from console.waking import wake
from console.words import granted, of_finding, word
from perfeval_core.domain.review import FINDING_OUTCOMES, REPORT_OUTCOMES, Missed, Refused, ReportOutcome

if TYPE_CHECKING:
    from perfeval_core.ledger import Claim, QueuedItem
    from perfeval_core.rescoring import Change
    from perfeval_core.site import Site

Item = Annotated[str, typer.Argument(metavar="任务编号", help="任务编号，或能认出它的前几位。")]
By = Annotated[str, typer.Option(metavar="姓名", help="复核人员的姓名，必须写。")]
Reason = Annotated[str, typer.Option(metavar="文字", help="理由，必须写。")]


def claim(item: Item, by: By, home: options.Home = None, json: options.Json = False) -> None:
    """领取一个任务：领取期间别人不能办理。已被别人领取的，会说明是谁、到什么时候。

    例：perfeval queue claim 3fa9 --by 张三
    """
    here, found = _found(item, home)
    granted(_claimed(here, found, by))
    _show_standing(here, found, json)


def release(item: Item, by: By, home: options.Home = None, json: options.Json = False) -> None:
    """交还一个自己领取的任务，别人即可领取。"""
    here, found = _found(item, home)
    granted(here.ledger.reviews.release(found.item.item_id, by.strip()))
    _show_standing(here, found, json)


def reopen(item: Item, by: By, reason: Reason, home: options.Home = None, json: options.Json = False) -> None:
    """重新打开一个已经决定的任务。原来的决定留存不变，之后可以另作决定。"""
    here, found = _found(item, home)
    granted(here.ledger.reviews.reopen(found.item.item_id, by.strip(), reason.strip()))
    _show_standing(here, found, json)


def correct(
    item: Item,
    by: By,
    field: Annotated[str, typer.Option(metavar="栏目", help="例如 indicators.3.points，行号从 1 起。")],
    value: Annotated[str, typer.Option(metavar="内容", help='原件上的内容；单元格是空的就写 ""。')],
    reason: Reason,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """更正一个机器读错的单元格，并预览更正后的得分。机器读到的内容另外留存；提交决定（decide）后生效。

    例：perfeval queue correct 3fa9 --by 张三 --field indicators.3.points --value 18 --reason 原件第5页是18
    """
    from console.queues import Corrected
    from perfeval_core import reviewing

    here, found = _found(item, home)
    held = granted(_claimed(here, found, by))
    made = granted(reviewing.correct(here, held, field, value, reason))
    change = reviewing.preview_of(here, found.item)
    preview = None if isinstance(change, Refused) else change
    if json:
        output.emit(Corrected(correction=made, preview=preview))
        return
    cell = made.correction
    output.say(f"已记下：{cell.field} 由“{cell.machine or '（空）'}”更正为“{cell.corrected or '（空）'}”")
    if preview is not None:
        _show_preview(preview)
    output.say(f"提交决定后生效：perfeval queue decide {found.item.item_id} --by {by} …")


def decide(
    item: Item,
    by: By,
    report: Annotated[str, typer.Option(metavar="结论", help="passed 通过，returned 退回，handed_over 转交。")],
    finding: Annotated[
        list[str] | None,
        typer.Option(
            metavar="疑点=结论",
            help="confirmed 确认，rejected 不成立，explained 说明，corrected 更正；每条疑点写一次。"
            "单独的理由写在冒号后面：疑点=rejected:理由。",
            show_default=False,
        ),
    ] = None,
    reason: Annotated[str | None, typer.Option(metavar="文字", help="理由。", show_default=False)] = None,
    missed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="类型:说明",
            help="发现漏报：程序该发现而没有发现的，类型同 queue bulk，都不合适的写 other；不写即未发现。",
            show_default=False,
        ),
    ] = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """提交对一个任务的决定。提交后不能改；要改，用 reopen 重新打开，另作决定。

    退回报告或改变等级的决定，须由另一个人二次复核：他领取同一个任务，作同样的决定（疑点可以不再逐条写）。

    例：perfeval queue decide 3fa9 --by 张三 --finding 91c0=confirmed --finding 77ab=rejected:见附件 --report passed
    """
    from console.queues import Decided
    from perfeval_core import reviewing

    here, found = _found(item, home)
    outcome: ReportOutcome = word(report, REPORT_OUTCOMES)
    said = dict(of_finding(found.item.findings, one, FINDING_OUTCOMES) for one in finding or ())
    held = granted(_claimed(here, found, by))
    overlooked = [_missed(here, one) for one in missed or ()]
    made = granted(reviewing.decide(here, held, outcome, said, (reason or "").strip() or None, overlooked))
    if made.final and made.corrections:
        wake()
    if json:
        output.emit(Decided(item=_now(here, found), decision=made))
    elif made.drawn:
        output.say("已提交。这个任务被随机抽中，须由另一个人二次复核后生效。", "yellow")
    elif not made.final:
        output.say("已提交。退回报告或改变等级的，须由另一个人二次复核后生效。", "yellow")
    else:
        output.say(f"已决定：{REPORT_OUTCOMES[outcome]}", "green")
        if made.corrections:
            output.say(f"{len(made.corrections)} 处更正由下一次运行生效；马上生效：perfeval queue apply")


def apply(home: options.Home = None, json: options.Json = False) -> None:
    """让已经决定的更正马上生效：形成新的报告版本，重新复算、核对。perfeval up 运行时会自动做。"""
    here = options.settings(home).home
    with prefect_ready():
        from flows.apply_review import apply_review

        summary = apply_review(str(here))
    if json:
        output.emit(summary)
    else:
        output.say(f"生效的更正 {summary.corrections} 处，涉及报告 {len(summary.changes)} 份")
        for change in summary.changes:
            _show_preview(change)
        for error in summary.errors:
            output.say(f"运行异常，请告知维护人员：{error}", "red")
    if summary.errors:
        raise typer.Exit(1)


def _found(item: str, home: options.Home) -> "tuple[Site, QueuedItem]":
    from console.queues import find_item
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    return here, find_item(here, item)


def _claimed(here: "Site", found: "QueuedItem", by: str) -> "Claim | Refused":
    from perfeval_core.reviewing import claim

    return claim(here, found.item.item_id, by.strip())


def _now(here: "Site", found: "QueuedItem") -> "QueuedItem":
    return here.ledger.item(found.item.item_id) or found


def _show_standing(here: "Site", found: "QueuedItem", json: bool) -> None:
    from console.queues import Taken, standing

    now = _now(here, found)
    if json:
        output.emit(Taken(item=now))
    else:
        output.say(f"{now.item.title}：{standing(now) or '待领取'}")


def _show_preview(change: "Change") -> None:
    totals = f"复算总分 {change.total_before} → {change.total_after}"
    grades = f"等级 {'或'.join(change.grade_before)} → {'或'.join(change.grade_after)}"
    output.say(f"{change.report_id}　{totals}　{grades}")
    for title, names in (("消失的疑点", change.findings_closed), ("新增的疑点", change.findings_new)):
        if names:
            output.say(f"  {title}：{'、'.join(names)}")


def _missed(here: "Site", said: str) -> Missed:
    """``kind:detail``; the kind by its English or its Chinese name."""
    name, _, detail = said.replace("：", ":", 1).partition(":")
    named = {route.name: route.kind for route in here.table.kinds}
    return Missed(kind=named.get(name.strip(), name.strip()), detail=detail.strip())
