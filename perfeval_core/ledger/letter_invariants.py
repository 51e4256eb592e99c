"""What must be true of letters whatever happened to the machine: queries for the rows that break it."""

from sqlalchemy import Select, and_, exists, func, or_, select

from perfeval_core.ledger.letter_schema import letter, letter_answer, letter_finding, letter_reply
from perfeval_core.ledger.review_schema import decision
from perfeval_core.ledger.schema import event, report_version, review_item

_NEXT = letter.alias("next")
_REPLIED = exists().where(letter_reply.c.letter_id == letter.c.letter_id)
_LOGGED = select(func.count()).where(event.c.subject == letter.c.letter_id).correlate(letter)
_ANSWERS = select(func.count()).where(letter_reply.c.letter_id == letter.c.letter_id).correlate(letter)

LETTER_CHECKS: tuple[tuple[str, str, Select[tuple[str]]], ...] = (
    (
        "letter_asks_nothing",
        "整改通知没有问到任何疑点",
        select(letter.c.letter_id).where(~exists().where(letter_finding.c.letter_id == letter.c.letter_id)),
    ),
    (
        "letter_of_other_report",
        "整改通知所指的报告版本不是这份报告的",
        select(letter.c.letter_id).where(
            ~exists().where(
                report_version.c.report_version == letter.c.report_version,
                report_version.c.report_id == letter.c.report_id,
            )
        ),
    ),
    (
        "letter_without_return",
        "整改通知发出时，报告没有生效的退回决定",
        select(letter.c.letter_id).where(
            ~exists(
                select(decision.c.decision_id)
                .join(review_item, review_item.c.item_id == decision.c.item_id)
                .where(
                    review_item.c.report_id == letter.c.report_id,
                    decision.c.outcome == "returned",
                    decision.c.final,
                    decision.c.made_at <= letter.c.issued_at,
                )
            )
        ),
    ),
    (
        "letter_state_impossible",
        "整改通知的状态与反馈记录不符",
        select(letter.c.letter_id).where(
            or_(and_(letter.c.state == "issued", _REPLIED), and_(letter.c.state == "answered", ~_REPLIED))
        ),
    ),
    (
        "letter_superseded_by_none",
        "整改通知被当作已再次发出，却没有再次发出的那一份；或者反过来",
        select(letter.c.letter_id).where(
            (letter.c.state == "superseded") != exists().where(_NEXT.c.follows == letter.c.letter_id)
        ),
    ),
    (
        "letter_step_without_event",
        "整改通知的发出、反馈、关闭或再次发出没有记入操作日志",
        select(letter.c.letter_id).where(
            or_(
                _LOGGED.where(event.c.type == "letter.issued").scalar_subquery() != 1,
                _LOGGED.where(event.c.type == "letter.answered").scalar_subquery() != _ANSWERS.scalar_subquery(),
                (letter.c.state == "closed")
                != exists().where(event.c.subject == letter.c.letter_id, event.c.type == "letter.closed"),
                (letter.c.state == "superseded")
                != exists().where(event.c.subject == letter.c.letter_id, event.c.type == "letter.superseded"),
            )
        ),
    ),
    (
        "answer_not_asked",
        "单位的反馈针对的疑点不在整改通知里",
        select(letter_answer.c.reply_id)
        .join(letter_reply, letter_reply.c.reply_id == letter_answer.c.reply_id)
        .where(
            ~exists().where(
                letter_finding.c.letter_id == letter_reply.c.letter_id,
                letter_finding.c.finding_id == letter_answer.c.finding_id,
            )
        ),
    ),
    (
        "contest_without_reason",
        "单位申辩，却没有理由",
        select(letter_answer.c.reply_id).where(letter_answer.c.stance == "contested", letter_answer.c.reason.is_(None)),
    ),
)
