"""What came of deciding many findings at once, as a person sees it in a terminal."""

from pathlib import Path

from console import output
from perfeval_core.bulk import Bulk
from perfeval_core.offline import Taken
from perfeval_core.site import Site

_SHOWN = 50


def show_taken(done: Taken, rest: Path) -> None:
    """What came of a workbook; the lines that were not taken are in ``rest``, unless it was a rehearsal."""
    _show_refused(
        [(one.row, one.finding_id or one.item_id, one.why, one.todo) for one in done.refused],
        ("行", "疑点", "为什么没有受理", "怎么办"),
    )
    output.say(f"受理 {done.lines} 行，没有填写 {done.blank} 行，不合格 {len(done.refused)} 行")
    _show_items(len(done.decided), len(done.noted), done.second, done.rehearsal)
    if done.refused and not done.rehearsal:
        output.say(f"不合格的行连同原因写在 {rest}，改好后直接导入。", "yellow")


def show_bulk(here: Site, done: Bulk) -> None:
    """What came of one kind of finding."""
    _show_refused([(one.item_id, one.title, one.why) for one in done.refused], ("任务编号", "任务", "为什么没有办理"))
    output.say(f"{here.table.kind_name(done.kind)}：{done.findings} 条疑点")
    _show_items(len(done.decided), len(done.noted), done.second, done.rehearsal)


def _show_refused(rows: list[tuple[object, ...]], columns: tuple[str, ...]) -> None:
    if rows:
        more = f"（先列 {_SHOWN} 行，全部请用 --json）" if len(rows) > _SHOWN else ""
        output.table(f"没有办理的 {len(rows)} 行{more}", columns, rows[:_SHOWN])


def _show_items(decided: int, noted: int, second: int, rehearsal: bool) -> None:
    waiting = f"（其中 {second} 个须二次复核）" if second else ""
    output.say(f"任务：已提交 {decided} 个{waiting}，记作草稿 {noted} 个（还有疑点或报告结论没有写）")
    if rehearsal:
        output.say("这是演练（--dry-run），什么也没有改。", "yellow")
