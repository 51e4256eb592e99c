"""``rescore``: everything stored under other rules (规则时光机)."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from console import options, output
from console.embedded import prefect_ready
from perfeval_core.rulebook.source import RulebookError

if TYPE_CHECKING:
    from flows.summary import RescoreSummary
    from perfeval_core.pipeline import Rules
    from perfeval_core.rescoring import Change
    from perfeval_core.site import Site


def rescore(
    pack: options.Pack = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="按哪一天的规则，例如 2024-12-31。", show_default=False),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改变哪些报告，不保存。")] = False,
    home: options.Home = None,
    json: options.Json = False,
) -> None:
    """按另一套规则把已收的报告全部重新复算一遍，列出哪些报告会变、变多少。

    原来的结果不会被覆盖，两套并存；待办任务换成新结果的。

    例：perfeval rescore --pack platform --dry-run
    """
    from perfeval_core.site import site

    here = site(options.settings(home).home)
    day = as_of.date() if as_of else None
    rules = here.rules_by(pack, day)
    try:
        rules(None)
    except RulebookError as error:
        output.fail(f"规则包不可用：{error}")
    if dry_run:
        summary = _dry(here, rules)
    else:
        with prefect_ready():
            from flows.rescore import rescore_all

            summary = rescore_all(pack, day.isoformat() if day else None, str(here.settings.home))
    if json:
        output.emit(summary)
    else:
        _show(summary)
    if summary.errors:
        raise typer.Exit(1)


def _dry(here: "Site", rules: "Rules") -> "RescoreSummary":
    from flows.summary import RescoreSummary
    from perfeval_core.rescoring import changes

    versions = here.ledger.versions()
    found: list[Change] = []
    with output.progress("复算", len(versions)) as bar:
        for one in versions:
            found += changes([here.archive.get_dossier(one.version.dossier_sha256)], rules)
            output.advance(bar)
    return RescoreSummary(reports=len(versions), changes=tuple(found))


def _show(summary: "RescoreSummary") -> None:
    title = f"{summary.reports} 份报告，{'会' if summary.run is None else '已'}改变 {len(summary.changes)} 份"
    output.table(
        title,
        ("报告", "项目", "复算总分", "等级", "新增疑点", "消失疑点"),
        (
            (
                change.report_id,
                change.project_name,
                f"{change.total_before} → {change.total_after}",
                f"{'或'.join(change.grade_before)} → {'或'.join(change.grade_after)}",
                len(change.findings_new),
                len(change.findings_closed),
            )
            for change in summary.changes
        ),
    )
    for error in summary.errors:
        output.say(f"运行异常，请告知维护人员：{error}", "red")
