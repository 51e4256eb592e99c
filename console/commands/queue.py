"""``queue``: the review queues (复核队列). What opens the stores is imported when a command runs."""

from pathlib import Path
from typing import Annotated

import typer

from console import options, output
from console.commands import bulk, review
from perfeval_core.domain.review import QUEUES

app = typer.Typer(help="复核队列：看任务和疑点，领取，决定，更正。", no_args_is_help=True)
app.command("claim")(review.claim)
app.command("release")(review.release)
app.command("decide")(review.decide)
app.command("correct")(review.correct)
app.command("reopen")(review.reopen)
app.command("apply")(review.apply)
app.command("export")(bulk.export)
app.command("import")(bulk.import_)
app.command("bulk")(bulk.bulk)

Name = Annotated[
    str | None,
    typer.Option("--queue", metavar="队列", help=f"只看一个队列：{' '.join(QUEUES)}。", show_default=False),
]

By = Annotated[
    str | None,
    typer.Option(metavar="姓名", help="谁在看：盲审时，自己还没有作决定的看不到初审。", show_default=False),
]


@app.command("list")
def list_(
    queue: Name = None,
    limit: Annotated[int | None, typer.Option(min=1, help="最多列出几个。", show_default="全部")] = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """列出待办任务，急的在前：先逾期，再按优先级，再按限期。

    例：perfeval queue list --queue score
    """
    from console.queues import QueueList, show_queue
    from perfeval_core.site import site

    chosen = options.queue(queue)
    here = site(options.settings(home).home)
    if json:
        output.emit(QueueList(items=tuple(here.ledger.items(chosen, limit=limit))))
    else:
        show_queue(here, chosen, limit)


@app.command("numbers")
def numbers(
    days: Annotated[int, typer.Option(min=1, max=3660, metavar="天数", help="看最近几天的办理量。")] = 30,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """负责人看的数：待办和逾期、每人每天办了多少、两次复核是否一致、各条规则的准确率、哪些栏目读错。"""
    from console.numbers import show_numbers
    from perfeval_core.site import site
    from perfeval_core.workload import numbers as counted

    here = site(options.settings(home).home)
    found = counted(here, days)
    if json:
        output.emit(found)
    else:
        show_numbers(here, found)


@app.command("show")
def show(
    item: Annotated[str, typer.Argument(metavar="任务编号", help="任务编号，或能认出它的前几位。")],
    by: By = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """看一个任务：为什么排在这里，每条疑点在第几页、应为多少、依据哪一条。"""
    from console.queues import QueueItem, find_item, show_item
    from perfeval_core.casework import findings_of, scores_of
    from perfeval_core.reviewing import visible_decisions
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    found = find_item(here, item)
    seen = visible_decisions(here, found, by.strip() if by else None)
    if json:
        sheet, findings = scores_of(here, found.item), tuple(findings_of(here, found.item))
        output.emit(
            QueueItem(
                item=found,
                findings=findings,
                correction=sheet.correction if sheet else None,
                decisions=tuple(seen),
                corrections=tuple(here.ledger.reviews.corrections(item_id=found.item.item_id)),
            )
        )
    else:
        show_item(here, found, seen)


@app.command("opinion")
def opinion(
    item: Annotated[str, typer.Argument(metavar="任务编号", help="任务编号，或能认出它的前几位。")],
    out: Annotated[Path, typer.Argument(metavar="意见表.docx", help="写到哪里；已有的同名文件会被替换。")],
    by: By = None,
    home: options.Home = None,
) -> None:
    """复核意见表：把一个任务写成 Word 表，逐条疑点的结论和理由，更正，谁在什么时候决定，二次复核，报告的结论。

    模板可以自己改（docs/letters.md）。

    例：perfeval queue opinion 3fa9 意见表.docx
    """
    from console.commands.letters import or_lost
    from console.papers import composed, must_be_word, write
    from console.queues import find_item
    from perfeval_core.letters.opinion import opinion as compose
    from perfeval_core.letters.render import default_template
    from perfeval_core.site import site

    must_be_word(out)
    here = site(options.settings(home).home)
    found = find_item(here, item)
    content = or_lost(lambda: compose(here, found, by.strip() if by else None))
    write(composed(content, here.settings.opinion_template or default_template("opinion"), "复核意见表"), out)
    output.say(f"已写入 {out}：疑点 {len(content.judgements)} 条，结论：{content.outcome}")
