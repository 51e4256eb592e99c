"""``doctor``: whether the home folder is whole."""

import typer

from console import options, output
from perfeval_core.domain.base import Frozen


class Trouble(Frozen):
    """One broken invariant."""

    code: str
    message: str
    subject: str


class Diagnosis(Frozen):
    """The answer of ``doctor --json``."""

    version: int = 1
    submissions: int
    reports: int
    problems: tuple[Trouble, ...]


def doctor(home: options.Home = None, json: options.Json = False) -> None:
    """核对存储：原件、台账、数据仓库和队列是否互相对得上，没有丢失，没有重复。

    会读遍全部原件，文件多时要花些时间。发现问题时逐条说明，退出码为 1。
    """
    from perfeval_core.doctor import problems
    from perfeval_core.site import site
    from perfeval_core.warehouse import WarehouseLocked

    here = site(options.settings(home).home)
    try:
        found = [Trouble(code=one.code, message=one.message_zh, subject=one.subject) for one in problems(here)]
    except WarehouseLocked as error:
        output.note(f"现在无法核对：{error}", "red")
        raise typer.Exit(1) from error
    diagnosis = Diagnosis(
        submissions=sum(here.ledger.counts().submissions.values()),
        reports=len(here.ledger.versions()),
        problems=tuple(found),
    )
    if json:
        output.emit(diagnosis)
    elif found:
        rows = ((one.code, one.message, one.subject) for one in found)
        output.table(f"{len(found)} 处不符", ("类别", "说明", "对象"), rows)
    else:
        output.say(f"{diagnosis.submissions} 个文件、{diagnosis.reports} 份报告全部核对无误。", "green")
    if found:
        raise typer.Exit(1)
