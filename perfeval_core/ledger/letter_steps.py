"""The steps of a letter (整改通知): each is refused where it may not be, or is done and stands in the log."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.letter import LETTER_STATES, Outgoing, UnitAnswer
from perfeval_core.domain.review import Refused
from perfeval_core.ledger.events import Entry, append, lock_head
from perfeval_core.ledger.letter_rows import IN_FORCE, IssuedLetter, Reply, letters, replies, returned
from perfeval_core.ledger.letter_schema import letter, letter_answer, letter_finding, letter_reply
from perfeval_core.ledger.schema import report_version

_OPEN = letter.c.state.in_(("issued", "answered"))


def issue(connection: Connection, now: datetime, out: Outgoing, by: str) -> IssuedLetter | Refused:
    """Notes that a letter went out; see ``Letters.issue``."""
    if not by.strip():
        return Refused("要写明是谁发出")
    if not out.asked:
        return Refused("没有要单位更正或说明的疑点，不需要发出通知")
    # one after the other, or else two letters of one matter would have the same number
    lock_head(connection)
    about = select(report_version).where(report_version.c.report_version == out.report_version, IN_FORCE)
    report = connection.execute(about).one_or_none()
    if report is None:
        return Refused("这份报告已重新报送或已有新的结果，请按现行的一份发出通知")
    decided = connection.execute(returned(report.report_id)).all()
    if not decided:
        return Refused(
            "这份报告没有生效的退回决定，不能发出通知；"
            "先由复核人员决定退回（perfeval queue decide … --report returned），并经二次复核"
        )
    matter, today = report.filing or report.report_id, now.astimezone(CHINA).date()
    mine = or_(letter.c.matter == matter, letter.c.report_id == report.report_id)
    before = next(iter(letters(connection, today, mine, _OPEN)), None)
    if before is not None and not _may_follow(before, report.report_id, decided[-1].made_at):
        return Refused(
            f"{before.issued_on} 已发出过通知（{before.letter_id}），反馈期限 {before.due_on} 未到，单位还没有反馈；"
            "要撤回重发，先关闭它（perfeval letters close）"
        )
    last = connection.execute(select(func.max(letter.c.number)).where(letter.c.matter == matter)).scalar_one()
    name = derived_id(matter, str((last or 0) + 1), out.document, by, now.isoformat())
    if before is not None:
        _end(connection, now, before.letter_id, by, "superseded", f"再次发出：{name}")
    row = {
        "letter_id": name,
        "matter": matter,
        "number": (last or 0) + 1,
        "report_id": report.report_id,
        "report_version": out.report_version,
        "state": "issued",
        "document": out.document,
        "issued_by": by,
        "issued_at": now,
        "issued_on": out.on,
        "due_on": out.due.on,
        "due_days": out.days,
        "due_provisional": out.due.provisional,
        "follows": before and before.letter_id,
    }
    connection.execute(insert(letter).values(row))
    asked = [{"letter_id": name, "number": number, **one.model_dump()} for number, one in enumerate(out.asked, start=1)]
    connection.execute(insert(letter_finding), asked)
    entries = [Entry("letter.issued", name, {**_plain(row), "asked": [one.finding_id for one in out.asked]})]
    if before is not None:
        entries.append(Entry("letter.superseded", before.letter_id, {"by": name}))
    append(connection, now, by, entries)
    (made,) = letters(connection, today, letter.c.letter_id == name)
    return made


def reply(
    connection: Connection, now: datetime, letter_id: str, by: str, on: date, text: str, answers: Sequence[UnitAnswer]
) -> Reply | Refused:
    """Records an answer of the unit; see ``Letters.reply``."""
    found = _open(connection, now, letter_id)
    if isinstance(found, Refused):
        return found
    wrong = _unfit(found, now, by, on, text, answers)
    if wrong is not None:
        return wrong
    number = len(replies(connection, letter_id)) + 1
    name = derived_id(letter_id, str(number), by, now.isoformat())
    row = {"reply_id": name, "letter_id": letter_id, "number": number, "replied_on": on, "text": text}
    connection.execute(insert(letter_reply).values(**row, recorded_by=by, made_at=now))
    if answers:
        connection.execute(insert(letter_answer), [{"reply_id": name, **one.model_dump()} for one in answers])
    connection.execute(update(letter).where(letter.c.letter_id == letter_id).values(state="answered"))
    payload = {**_plain(row), "answers": [one.model_dump(mode="json") for one in answers]}
    append(connection, now, by, [Entry("letter.answered", letter_id, payload)])
    return replies(connection, letter_id)[-1]


def close(connection: Connection, now: datetime, letter_id: str, by: str, reason: str) -> Refused | None:
    """Ends a letter; see ``Letters.close``."""
    if not by.strip() or not reason.strip():
        return Refused("关闭通知必须写明是谁、为什么")
    found = _open(connection, now, letter_id)
    if isinstance(found, Refused):
        return found
    _end(connection, now, letter_id, by, "closed", reason)
    append(connection, now, by, [Entry("letter.closed", letter_id, {"reason": reason, "from": found.state})])
    return None


def _may_follow(before: IssuedLetter, report_id: str, returned_at: datetime) -> bool:
    """Whether another letter may take the place of an open one: it was answered, by words or by another filing, or the
    time for it is over, or the report was returned once more."""
    answered = before.state == "answered" or before.report_id != report_id
    return answered or before.overdue or before.issued_at < returned_at


def _open(connection: Connection, now: datetime, letter_id: str) -> IssuedLetter | Refused:
    """The letter, which stays open until the transaction ends; refused if it is not."""
    connection.execute(select(letter.c.state).where(letter.c.letter_id == letter_id).with_for_update())
    found = letters(connection, now.astimezone(CHINA).date(), letter.c.letter_id == letter_id)
    if not found:
        return Refused(f"没有编号为“{letter_id}”的通知")
    if not found[0].open:
        return Refused(f"这份通知{LETTER_STATES[found[0].state]}，不能再办理")
    return found[0]


def _unfit(
    found: IssuedLetter, now: datetime, by: str, on: date, text: str, answers: Sequence[UnitAnswer]
) -> Refused | None:
    """Why an answer cannot be recorded."""
    if not by.strip() or not text.strip():
        return Refused("登记反馈必须写明登记人和反馈的内容")
    if not found.issued_on <= on <= max(now.astimezone(CHINA).date(), found.issued_on):
        return Refused(f"反馈日期 {on} 不对：通知是 {found.issued_on} 发出的，反馈不会更早，也不会晚于今天")
    asked, said = {one.finding_id for one in found.asked}, [one.finding_id for one in answers]
    if unknown := sorted(set(said) - asked):
        return Refused(f"这份通知没有问到疑点 {'、'.join(unknown)}")
    if len(set(said)) < len(said):
        return Refused("同一条疑点说了两次")
    for one in answers:
        if one.stance == "contested" and not (one.reason or "").strip():
            return Refused(f"疑点 {one.finding_id} 申辩，必须写明理由")
    return None


def _end(connection: Connection, now: datetime, letter_id: str, by: str, state: str, reason: str) -> None:
    values = {"state": state, "ended_by": by, "ended_at": now, "end_reason": reason}
    connection.execute(update(letter).where(letter.c.letter_id == letter_id).values(values))


def _plain(row: dict[str, object]) -> dict[str, object]:
    """``row`` as plain JSON."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
