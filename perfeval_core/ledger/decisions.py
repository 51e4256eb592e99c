"""Decisions (复核决定): submitted once, never changed; some wait for a second person to confirm them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.drawing import drawn
from perfeval_core.domain.review import FindingVerdict, Missed, Refused, Verdict
from perfeval_core.ledger import drafts
from perfeval_core.ledger.claims import Claim, end, holds, open_item, pending
from perfeval_core.ledger.corrections import undecided
from perfeval_core.ledger.events import Entry, append, lock_head
from perfeval_core.ledger.review_schema import correction, decision, finding_decision, missed_finding
from perfeval_core.ledger.schema import report_version, review_item


@dataclass(frozen=True)
class Decision:
    """One decision as it was submitted; ``final`` unless it waited for a second person. ``corrections`` are ids.

    ``drawn``: it waited because chance would have it (抽中二次复核), not for what it says.
    """

    decision_id: str
    item_id: str
    number: int
    reviewer: str
    verdict: Verdict
    corrections: tuple[str, ...]
    final: bool
    made_at: datetime
    drawn: bool = False


@dataclass(frozen=True)
class Answer:
    """What stands decided about one finding, and by whom."""

    verdict: FindingVerdict
    reviewer: str
    made_at: datetime


def decide(
    connection: Connection, now: datetime, held: Claim, verdict: Verdict, second_percent: int
) -> Decision | Refused:
    """Submits a verdict under a claim that stands; see ``Reviews.decide``."""
    item = holds(connection, now, held)
    if isinstance(item, Refused):
        return item
    corrections = tuple(undecided(connection, item.item_id))
    wrong = _incomplete(verdict, item.findings, corrections)
    if wrong is not None:
        return wrong
    number, before = _next(connection, item.item_id), pending(connection, item.item_id)
    draw = _draw(connection, item.item_id, second_percent) if before is None and not verdict.needs_second else {}
    lot = bool(draw.get("drawn"))
    confirmed = before is not None and _same(connection, before, verdict, corrections)
    final = confirmed or not (verdict.needs_second or lot)
    name = derived_id(item.item_id, str(number), held.holder, now.isoformat())
    made = Decision(name, item.item_id, number, held.holder, verdict, corrections, final, now, lot)
    _insert(connection, made)
    end(connection, item.item_id)
    drafts.end(connection, item.item_id, None if final else held.holder)
    if final:
        this = update(review_item).where(review_item.c.item_id == item.item_id)
        connection.execute(this.values(status="decided"))
        mine = update(correction).where(correction.c.correction_id.in_(corrections))
        connection.execute(mine.values(decision_id=name))
    payload = {"decision": name, "final": final, "corrections": list(corrections), **verdict.model_dump(mode="json")}
    payload |= {"draw": draw} if draw else {}
    append(connection, now, held.holder, [Entry("item.decided", item.item_id, payload)])
    return made


def objection(connection: Connection, item_id: str, verdict: Verdict) -> Refused | None:
    """Why a verdict about an item could not be submitted; see ``Reviews.objection``."""
    item = open_item(connection, item_id)
    if isinstance(item, Refused):
        return item
    return _incomplete(verdict, item.findings, tuple(undecided(connection, item_id)))


def reopen(connection: Connection, now: datetime, item_id: str, by: str, reason: str) -> Refused | None:
    """Opens a decided item again; see ``Reviews.reopen``."""
    if not by.strip() or not reason.strip():
        return Refused("重新打开任务必须写明是谁、为什么")
    query = select(review_item).where(review_item.c.item_id == item_id).with_for_update()
    item = connection.execute(query).one_or_none()
    if item is None or item.status != "decided":
        return Refused("只有已经决定的任务才能重新打开")
    in_force = report_version.c.is_current & report_version.c.replaced_by.is_(None)
    asked = select(in_force).where(report_version.c.report_version == item.report_version)
    if connection.execute(asked.with_for_update(read=True)).scalar_one_or_none() is False:
        return Refused("这份报告已有新的版本，请办理新版本的任务")
    connection.execute(update(review_item).where(review_item.c.item_id == item_id).values(status="open"))
    append(connection, now, by, [Entry("item.reopened", item_id, {"reason": reason})])
    return None


def of_item(connection: Connection, item_id: str) -> list[Decision]:
    """All decisions about an item, oldest first."""
    query = select(decision).where(decision.c.item_id == item_id).order_by(decision.c.number)
    return [_decision(connection, row) for row in connection.execute(query).all()]


def answers(connection: Connection, report_id: str) -> list[Answer]:
    """What stands decided about the findings of a report; the last word about each."""
    query = (
        select(finding_decision, decision.c.reviewer, decision.c.made_at)
        .join(decision, decision.c.decision_id == finding_decision.c.decision_id)
        .join(review_item, review_item.c.item_id == decision.c.item_id)
        .where(review_item.c.report_id == report_id, review_item.c.status == "decided", decision.c.final)
        .order_by(decision.c.made_at, decision.c.number)
    )
    rows = connection.execute(query)
    return list({row.finding_id: Answer(_verdict(row), row.reviewer, row.made_at) for row in rows}.values())


def settled(connection: Connection, report_id: str) -> set[tuple[str, tuple[str, ...]]]:
    """Queue and reasons of every decided item of a report."""
    decided = (review_item.c.report_id == report_id, review_item.c.status == "decided")
    rows = connection.execute(select(review_item.c.queue, review_item.c.reasons).where(*decided))
    return {(queue, tuple(reasons)) for queue, reasons in rows}


def outcomes(connection: Connection) -> dict[str, str]:
    """The outcome of each decided item."""
    query = (
        select(decision.c.item_id, decision.c.outcome)
        .join(review_item, review_item.c.item_id == decision.c.item_id)
        .where(review_item.c.status == "decided", decision.c.final)
        .order_by(decision.c.number)
    )
    return {item: outcome for item, outcome in connection.execute(query)}


def missed(connection: Connection, decision_id: str) -> list[Missed]:
    """What a decision says was missed."""
    about = missed_finding.c.decision_id == decision_id
    rows = connection.execute(select(missed_finding).where(about).order_by(missed_finding.c.number))
    return [Missed(kind=row.kind, detail=row.detail) for row in rows]


def _incomplete(verdict: Verdict, findings: Sequence[str], corrections: Sequence[str]) -> Refused | None:
    """Why the verdict cannot be submitted."""
    said = {one.finding_id: one for one in verdict.findings}
    if unknown := sorted(set(said) - set(findings)):
        return Refused(f"这个任务没有编号为 {'、'.join(unknown)} 的疑点")
    left = [name for name in findings if name not in said]
    if left and verdict.outcome != "handed_over":
        return Refused(f"还有 {len(left)} 条疑点没有决定：{'、'.join(left)}")
    for one in said.values():
        if one.lacks_reason:
            return Refused(f"疑点 {one.finding_id} 定为不成立或说明，必须写明理由")
    outcomes = {one.outcome for one in said.values()}
    if "corrected" in outcomes and not corrections:
        return Refused("有疑点定为更正，却还没有更正任何单元格；请先更正（perfeval queue correct）")
    if verdict.outcome == "handed_over" and not (verdict.reason or "").strip():
        return Refused("转交必须写明转给谁、为什么")
    if verdict.outcome == "returned" and "confirmed" not in outcomes and not (verdict.reason or "").strip():
        return Refused("退回而没有确认任何疑点的，必须写明理由")
    return None


def _next(connection: Connection, item_id: str) -> int:
    last = connection.execute(select(func.max(decision.c.number)).where(decision.c.item_id == item_id)).scalar_one()
    return (last or 0) + 1


def _draw(connection: Connection, item_id: str, percent: int) -> dict[str, object]:
    """The draw of a first decision for a second review, as the log keeps it; empty where none is drawn.

    The seed is the hash of the event before: nobody knows it until the decision is made, and nobody can change it
    afterwards.
    """
    if percent == 0:
        return {}
    seed = lock_head(connection)
    return {"seed": seed, "percent": percent, "drawn": drawn(seed, item_id, percent)}


def _same(connection: Connection, before: Row[Any], verdict: Verdict, corrections: tuple[str, ...]) -> bool:
    """Whether two persons decided the same; their words may differ. Nobody claims an item to confirm himself."""
    first = _decision(connection, before)
    return _gist(first.verdict, first.corrections) == _gist(verdict, corrections)


def _gist(verdict: Verdict, corrections: tuple[str, ...]) -> tuple[object, ...]:
    findings = {one.finding_id: one.outcome for one in verdict.findings}
    return verdict.outcome, findings, {one.kind for one in verdict.missed}, corrections


def _insert(connection: Connection, made: Decision) -> None:
    said = made.verdict
    plain = ("decision_id", "item_id", "number", "reviewer", "final", "drawn", "made_at")
    row = {name: getattr(made, name) for name in plain}
    row |= {"outcome": said.outcome, "reason": said.reason, "flips_grade": said.flips_grade}
    connection.execute(insert(decision).values(**row, corrections=list(made.corrections)))
    if said.findings:
        rows = [{"decision_id": made.decision_id, **one.model_dump()} for one in said.findings]
        connection.execute(insert(finding_decision), rows)
    if said.missed:
        about = [
            {"decision_id": made.decision_id, "number": number, **one.model_dump()}
            for number, one in enumerate(said.missed, 1)
        ]
        connection.execute(insert(missed_finding), about)


def _decision(connection: Connection, row: Row[Any]) -> Decision:
    about = finding_decision.c.decision_id == row.decision_id
    found = connection.execute(select(finding_decision).where(about).order_by(finding_decision.c.finding_id))
    verdict = Verdict(
        outcome=row.outcome,
        reason=row.reason,
        flips_grade=row.flips_grade,
        findings=tuple(_verdict(one) for one in found),
        missed=tuple(missed(connection, row.decision_id)),
    )
    return Decision(
        row.decision_id,
        row.item_id,
        row.number,
        row.reviewer,
        verdict,
        tuple(row.corrections),
        row.final,
        row.made_at,
        row.drawn,
    )


def _verdict(row: Row[Any]) -> FindingVerdict:
    return FindingVerdict(**{name: getattr(row, name) for name in FindingVerdict.model_fields})
