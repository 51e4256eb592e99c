"""What is different between two reports, as a person sees it in a terminal."""

from collections.abc import Sequence
from pathlib import Path

from console import output
from perfeval_core.differences import CellChange, Difference, Side
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.place import Location
from perfeval_core.site import Site

_AROUND = 8
"""Characters shown on both sides of what changed in a long text."""
_LONG = 40


def show_difference(here: Site, change: Difference) -> None:
    """Both reports, the cells, the scores, and the findings that are closed, new, or still there."""
    output.say(f"旧：{_side(here, change.before)}")
    output.say(f"新：{_side(here, change.after)}")
    if change.same_content:
        output.say("两份内容相同，只是文件或版本不同。", "green")
    if not change.same_yardstick:
        output.say("两份所用的程序或规则版本不同，得分和疑点的变化可能由此而来。", "yellow")
    if change.cells:
        columns = ("位置", "栏目", "原来", "现在", "页")
        output.table(f"改动 {len(change.cells)} 处", columns, (_cell(one) for one in change.cells))
    if change.scores:
        rows = ((one.line, one.before or "—", one.after or "—") for one in change.scores)
        output.table("复算变化", ("项目", "原来", "现在"), rows)
    _findings(here, f"已消除的疑点 {len(change.closed)} 条", change.closed, "green")
    _findings(here, f"新出现的疑点 {len(change.new)} 条", change.new, "red")
    _findings(here, f"仍存在的疑点 {len(change.standing)} 条", change.standing, "yellow")


def _side(here: Site, side: Side) -> str:
    found = here.ledger.submission(side.file_sha256)
    received = f"{found.received_at.astimezone():%Y-%m-%d %H:%M} 收到，" if found else ""
    return f"{side.report_id}（{received}{Path(side.file_name).name}，版本 {side.report_version}）"


def _cell(one: CellChange) -> tuple[str, ...]:
    before, after = excerpts(one.before, one.after)
    return one.part, one.label, before, after, _pages(one.at_after or one.at_before)


def _findings(here: Site, title: str, found: Sequence[Finding], style: str) -> None:
    if not found:
        return
    output.say(title, style)
    for one in found:
        stated = f"　自评 {one.stated or '（空）'}" + (f" → 应为 {one.expected}" if one.expected else "")
        output.say(f"  · {here.table.kind_name(one.kind)}　{one.indicator or ''}{stated}　{_pages(one.at)}")


def _pages(at: Sequence[Location]) -> str:
    return "、".join(dict.fromkeys(one.words for one in at))


def excerpts(before: str | None, after: str | None) -> tuple[str, str]:
    """Both texts, long ones cut to what is different, with a little around it."""
    old, new = before or "", after or ""
    if max(len(old), len(new)) <= _LONG or not old or not new:
        return _shown(before), _shown(after)
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    end = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return _part(old, start, end), _part(new, start, end)


def _shown(text: str | None) -> str:
    return "—" if text is None else _short(text) or "（空）"


def _part(text: str, start: int, end: int) -> str:
    low, high = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    return f"{'…' if low else ''}{_short(text[low:high])}{'…' if high < len(text) else ''}"


def _short(text: str) -> str:
    return text if len(text) <= 4 * _LONG else f"{text[: 2 * _LONG]}……{text[-2 * _LONG :]}"
