"""``maintain``: what the nightly maintenance does, now."""

import typer

from console import options, output
from console.embedded import prefect_ready


def maintain(home: options.Home = None, json: options.Json = False) -> None:
    """维护：备份、清理、压缩、核对，并恢复豁免到期的任务。部署后每晚自动运行，也可随时手动运行。

    某一步做不成不影响其他各步；核对出的问题和未做成的步骤进“运行异常”队列，退出码为 1。
    备份放在哪里、保留几份，见 docs/operations.md。

    例：perfeval maintain
    """
    where = options.settings(home)
    with prefect_ready(), output.progress("维护", 7) as bar:
        from flows.maintain import maintain as flow
        from tasks.step import Watcher

        def begins(name: str) -> None:
            output.describe(bar, name.split()[0])
            output.advance(bar)

        Watcher.stage = begins
        summary = flow(str(where.home))
    if json:
        output.emit(summary)
    else:
        for line in summary.lines:
            output.say(line)
    if summary.problems or summary.errors:
        raise typer.Exit(1)
