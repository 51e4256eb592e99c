"""``queue``: the review queues (复核队列)."""

from typing import Annotated

import typer
from pydantic import TypeAdapter

from console import options, output
from console.queues import show_item, show_queue
from perfeval_core.casework import findings_of
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import QUEUES, Queue
from perfeval_core.ledger import QueuedItem
from perfeval_core.site import Site, site

app = typer.Typer(help="复核队列：看有哪些任务，看一个任务的疑点。", no_args_is_help=True)

Name = Annotated[
    str | None,
    typer.Option("--queue", metavar="队列", help=f"只看一个队列：{' '.join(QUEUES)}。", show_default=False),
]


class QueueList(Frozen):
    """The answer of ``queue list --json``."""

    version: int = 1
    items: tuple[QueuedItem, ...]


class QueueItem(Frozen):
    """The answer of ``queue show --json``."""

    version: int = 1
    item: QueuedItem
    findings: tuple[Finding, ...]


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
    chosen = _queue(queue)
    here = site(options.settings(home).home)
    if json:
        output.emit(QueueList(items=tuple(here.ledger.items(chosen, limit=limit))))
    else:
        show_queue(here, chosen, limit)


@app.command("show")
def show(
    item: Annotated[str, typer.Argument(metavar="任务编号", help="任务编号，或能认出它的前几位。")],
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """看一个任务：为什么排在这里，每条疑点在第几页、应为多少、依据哪一条。"""
    here = site(options.settings(home).home)
    found = _find(here, item)
    if json:
        output.emit(QueueItem(item=found, findings=tuple(findings_of(here, found.item))))
    else:
        show_item(here, found)


def _queue(name: str | None) -> Queue | None:
    if name is None:
        return None
    if name not in QUEUES:
        output.fail(f"没有“{name}”这个队列；可选 {' '.join(QUEUES)}")
    return TypeAdapter(Queue).validate_python(name)


def _find(here: Site, item_id: str) -> QueuedItem:
    found = here.ledger.item(item_id)
    if found is not None:
        return found
    alike = [one for one in here.ledger.items(status=None) if one.item.item_id.startswith(item_id)]
    if len(alike) != 1:
        count = "不止一个" if alike else "没有"
        output.fail(f"{count}编号以“{item_id}”开头的任务；perfeval queue list 可看全部编号")
    return alike[0]
