"""The review queues as a person sees them in a terminal."""

from collections.abc import Sequence

from console import output
from console.findings import show_correction, show_findings
from perfeval_core.casework import findings_of, scores_of
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import FINDING_OUTCOMES, REPORT_OUTCOMES, Queue
from perfeval_core.domain.scores import MinimalCorrection
from perfeval_core.ledger import ITEM_STATUSES, Decision, QueuedItem, RecordedCorrection
from perfeval_core.rescoring import Change
from perfeval_core.reviewing import visible_decisions
from perfeval_core.site import Site


class QueueList(Frozen):
    """The answer of ``queue list --json``."""

    version: int = 1
    items: tuple[QueuedItem, ...]


class QueueItem(Frozen):
    """The answer of ``queue show --json``; ``correction`` is the report's minimal correction (最小更正).

    ``decisions`` is all that was ever decided about the item, ``corrections`` the cells that reviewers corrected.
    """

    version: int = 1
    item: QueuedItem
    findings: tuple[Finding, ...]
    correction: MinimalCorrection | None
    decisions: tuple[Decision, ...] = ()
    corrections: tuple[RecordedCorrection, ...] = ()


class Taken(Frozen):
    """The answer of ``queue claim|release|reopen --json``: the item as it stands now."""

    version: int = 1
    item: QueuedItem


class Decided(Frozen):
    """The answer of ``queue decide --json``."""

    version: int = 1
    item: QueuedItem
    decision: Decision


class Corrected(Frozen):
    """The answer of ``queue correct --json``: the correction, and what all of this item's corrections would change."""

    version: int = 1
    correction: RecordedCorrection
    preview: Change | None


def find_item(here: Site, item_id: str) -> QueuedItem:
    """The item whose id begins like this; none or several end the program with code 2."""
    found = here.ledger.item(item_id)
    if found is not None:
        return found
    alike = [one for one in here.ledger.items(status=None) if one.item.item_id.startswith(item_id)]
    if len(alike) != 1:
        count = "不止一个" if alike else "没有"
        output.fail(f"{count}编号以“{item_id}”开头的任务；perfeval queue list 可看全部编号")
    return alike[0]


def show_queue(here: Site, queue: Queue | None, limit: int | None) -> None:
    """The open items, the most urgent first."""
    found = here.ledger.items(queue, limit=limit)
    if not found:
        output.say("没有待办的复核任务。", "green")
        return
    columns = ["任务编号", "队列", "程度", "优先级", "限期", "任务"]
    rows = [_row(here, one) for one in found]
    if any(map(standing, found)):  # on a narrow screen every column counts
        columns.append("办理")
        rows = [(*row, standing(one)) for row, one in zip(rows, found, strict=True)]
    output.table(f"待办复核任务 {len(found)} 个（急的在前）", columns, rows)


def show_first(here: Site) -> None:
    """The most urgent open item, whole."""
    for one in here.ledger.items(limit=1):
        show_item(here, one, visible_decisions(here, one, None))


def _row(here: Site, one: QueuedItem) -> tuple[object, ...]:
    item = one.item
    due = f"{item.due.on}{' 逾期' if one.overdue else ''}"
    severity = here.table.severities[item.severity].name
    return item.item_id, here.table.queues[item.queue], severity, item.priority.value, due, item.title


def standing(one: QueuedItem) -> str:
    """Who has the item in hand, or whose decision waits for a second person."""
    if one.status != "open":
        return ITEM_STATUSES[one.status]
    waiting = f"待二次复核（初审 {one.second_review}）" if one.second_review else ""
    held = f"{one.holder.by} 领取至 {one.holder.until.astimezone():%m-%d %H:%M}" if one.holder else ""
    return "；".join(filter(None, (held, waiting)))


def _show_replaced(here: Site, report_id: str | None) -> None:
    """That the report was filed again, and where to see what is different."""
    for old in here.ledger.replaced([report_id] if report_id else [])[:1]:
        words = f"重新报送：取代 {old.version.report_id}；逐项对照见 perfeval diff {report_id}"
        output.say(words, "yellow")


def _show_review(here: Site, one: QueuedItem, decisions: Sequence[Decision]) -> None:
    """What was decided and corrected so far."""
    for made in decisions:
        said, when = made.verdict, f"{made.made_at.astimezone():%Y-%m-%d %H:%M}"
        final = "" if made.final else "，须二次复核"
        output.say(
            f"决定 {made.number}：{made.reviewer} {when} {REPORT_OUTCOMES[said.outcome]}{final}　{said.reason or ''}"
        )
        for finding in said.findings:
            output.say(f"  · 疑点 {finding.finding_id} {FINDING_OUTCOMES[finding.outcome]}　{finding.reason or ''}")
        for overlooked in said.missed:
            output.say(f"  · 漏报 {here.table.kind_name(overlooked.kind)}　{overlooked.detail}")
    for fixed in here.ledger.reviews.corrections(item_id=one.item.item_id):
        cell, state = fixed.correction, "已生效" if fixed.applied_in else "待生效" if fixed.decision_id else "待决定"
        output.say(
            f"更正 {cell.field}：机器读作“{cell.machine or '（空）'}”，应为“{cell.corrected or '（空）'}”"
            f"（{cell.reviewer}，{state}）　{cell.reason}"
        )


def show_item(here: Site, one: QueuedItem, decisions: Sequence[Decision]) -> None:
    """One item: why it stands where it stands, what was decided, and each finding with its page and its clause."""
    item, findings = one.item, findings_of(here, one.item)
    output.say(item.title, "bold")
    output.say(f"任务 {item.item_id}　队列 {here.table.queues[item.queue]}　报告 {item.report_id or '—'}")
    _show_replaced(here, item.report_id)
    output.say(f"限期 {item.due.on}{'（逾期）' if one.overdue else ''}　{item.due.provisional or ''}")
    output.say(f"办理：{standing(one) or '待领取'}")
    _show_review(here, one, decisions)
    factors = " × ".join(f"{factor.weight}（{factor.reason}）" for factor in item.priority.factors)
    output.say(f"优先级 {item.priority.value} = {factors}")
    if not findings:
        for reason in item.reasons:
            output.say(f"  · {reason}")
        return
    show_findings(here.table, findings)
    show_correction(scores_of(here, item))
