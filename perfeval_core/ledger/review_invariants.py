"""What must be true of reviews whatever happened to the machine: queries for the rows that break it."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Select, exists, func, or_, select

from perfeval_core.domain.drawing import drawn
from perfeval_core.ledger.records import Problem
from perfeval_core.ledger.review_schema import correction, decision, finding_decision, review_claim
from perfeval_core.ledger.schema import event, report_version, review_item

_OTHER = decision.alias("other")
_APPLIED = report_version.alias("applied")
_NEEDS_SECOND = or_(decision.c.outcome == "returned", decision.c.flips_grade)
_FINAL = exists().where(decision.c.item_id == review_item.c.item_id, decision.c.final)

REVIEW_CHECKS: tuple[tuple[str, str, Select[tuple[str]]], ...] = (
    (
        "decided_item_without_decision",
        "已经决定的复核任务没有生效的决定",
        select(review_item.c.item_id).where(review_item.c.status == "decided", ~_FINAL),
    ),
    (
        "decided_item_is_held",
        "已经决定的复核任务还有人领取着",
        select(review_claim.c.item_id)
        .join(review_item, review_item.c.item_id == review_claim.c.item_id)
        .where(review_item.c.status == "decided"),
    ),
    (
        "decision_without_event",
        "复核决定没有记入操作日志",
        select(decision.c.item_id)
        .group_by(decision.c.item_id)
        .having(
            func.count()
            != select(func.count())
            .where(event.c.subject == decision.c.item_id, event.c.type == "item.decided")
            .correlate(decision)
            .scalar_subquery()
        ),
    ),
    (
        "second_review_missing",
        "退回报告或改变等级的决定没有经过另一个人二次复核",
        select(decision.c.decision_id).where(
            decision.c.final,
            _NEEDS_SECOND,
            ~exists().where(
                _OTHER.c.item_id == decision.c.item_id,
                _OTHER.c.number == decision.c.number - 1,
                _OTHER.c.reviewer != decision.c.reviewer,
                _OTHER.c.outcome == decision.c.outcome,
                ~_OTHER.c.final,
            ),
        ),
    ),
    (
        "drawn_decision_alone",
        "被抽中二次复核的决定没有经过另一个人复核就生效了",
        select(decision.c.decision_id).where(
            decision.c.drawn,
            or_(
                decision.c.final,
                exists().where(
                    _OTHER.c.item_id == decision.c.item_id,
                    _OTHER.c.number == decision.c.number + 1,
                    _OTHER.c.reviewer == decision.c.reviewer,
                ),
            ),
        ),
    ),
    (
        "reason_missing",
        "疑点定为不成立或说明，却没有理由",
        select(finding_decision.c.decision_id).where(
            finding_decision.c.outcome.in_(("rejected", "explained")), finding_decision.c.reason.is_(None)
        ),
    ),
    (
        "correction_not_decided",
        "更正所属的决定没有生效",
        select(correction.c.correction_id)
        .join(decision, decision.c.decision_id == correction.c.decision_id)
        .where(or_(~decision.c.final, decision.c.item_id != correction.c.item_id)),
    ),
    (
        "correction_in_other_report",
        "更正用到了别的报告上",
        select(correction.c.correction_id)
        .join(_APPLIED, _APPLIED.c.report_version == correction.c.applied_in)
        .where(_APPLIED.c.report_id != correction.c.report_id),
    ),
)


def draws_told_otherwise(connection: Connection) -> Iterator[Problem]:
    """The decisions whose draw for a second review cannot be repeated from what the log says."""
    query = (
        select(event.c.subject, event.c.prev_hash, event.c.payload, decision.c.decision_id, decision.c.drawn)
        .join(decision, (decision.c.item_id == event.c.subject) & event.c.payload.contains(decision.c.decision_id))
        .where(event.c.type == "item.decided")
        .order_by(event.c.seq)
    )
    for row in connection.execute(query):
        draw = json.loads(row.payload).get("draw")
        again = draw is not None and drawn(row.prev_hash, row.subject, draw["percent"])
        if again != row.drawn:
            yield Problem("draw_told_otherwise", "二次复核的抽取与操作日志所记的种子不符", row.decision_id)
