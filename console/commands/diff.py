"""``diff``: what is different about a report that was filed again (重新报送), or between any two."""

from typing import Annotated

import typer

from console import options, output


def diff(
    report: Annotated[str, typer.Argument(metavar="报告编号", help="报告编号或版本号，或能认出它的前几位。")],
    other: Annotated[
        str | None,
        typer.Argument(metavar="[旧报告编号]", help="与哪一份比；不写则与它取代的那一份比。", show_default=False),
    ] = None,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """对照：重新报送的报告与以前那一份有什么不同。

    逐格列出改动，列出复算得分的变化，以及哪些疑点已消除、哪些新出现、哪些仍在。
    没有重新报送、只是按新规则重新复算过的，与上一版结果比。

    例：perfeval diff 3fa91c22d0b1-1
    """
    from console.differences import show_difference
    from console.reports import find_report
    from perfeval_core.archive import ArchiveDamaged, NotArchived
    from perfeval_core.refiling import before, between
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    new = find_report(here, report)
    old = find_report(here, other) if other else before(here, new)
    if old is None:
        output.fail(f"{new.version.report_id} 是第一次报送，没有可比的旧报告；要与另一份比，请把它的编号写在后面")
    try:
        change = between(here, old, new)
    except (ArchiveDamaged, NotArchived) as error:
        output.note(f"卷宗缺失或损坏，无法对照。请运行 perfeval doctor：{error}", "red")
        raise typer.Exit(1) from error
    if json:
        output.emit(change)
    else:
        show_difference(here, change)
