"""Letters as they stand: rows of the ledger read back, with what each asks and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from perfeval_core.domain.letter import Asked, LetterState, UnitAnswer
from perfeval_core.ledger.letter_schema import letter, letter_answer, letter_finding, letter_reply
from perfeval_core.ledger.review_schema import decision
from perfeval_core.ledger.schema import report_version, review_item

IN_FORCE = report_version.c.is_current & report_version.c.replaced_by.is_(None)


@dataclass(frozen=True)
class IssuedLetter:
    """One letter that went out. ``number`` counts those of one matter: the same report, filed again or not.

    ``document`` is the sha256 of the file that went out; ``follows`` the letter before it in its matter that it took
    the place of. ``corrected_by`` is the report (its id) that the unit has filed in place of this one since.
    ``overdue``: on the day on which it was asked for, the unit has neither answered nor filed again in time.
    """

    letter_id: str
    matter: str
    number: int
    report_id: str
    report_version: str
    submission: str
    project_name: str | None
    unit_name: str | None
    fiscal_year: int | None
    state: LetterState
    document: str
    issued_by: str
    issued_at: datetime
    issued_on: date
    due_on: date
    due_days: int
    due_provisional: str | None
    follows: str | None
    ended_by: str | None
    ended_at: datetime | None
    end_reason: str | None
    asked: tuple[Asked, ...]
    corrected_by: str | None
    overdue: bool

    @property
    def in_force(self) -> str:
        """The report (its id) that stands now: the one that it is about, or the one that was filed in its place."""
        return self.corrected_by or self.report_id

    @property
    def open(self) -> bool:
        """Whether it is still to be dealt with."""
        return self.state in ("issued", "answered")


@dataclass(frozen=True)
class Reply:
    """One answer of the unit (整改反馈), as it was recorded; ``replied_on`` is the day that it bears."""

    reply_id: str
    letter_id: str
    number: int
    replied_on: date
    text: str
    recorded_by: str
    made_at: datetime
    answers: tuple[UnitAnswer, ...]


@dataclass(frozen=True)
class Unsent:
    """A report that was returned (退回), and whose letter has not gone out since (待发出)."""

    report_id: str
    report_version: str
    project_name: str | None
    unit_name: str | None
    returned_by: str
    returned_at: datetime


def letters(connection: Connection, today: date, *where: Any) -> list[IssuedLetter]:
    """The letters for which ``where`` holds, oldest first."""
    now = report_version.alias("now")
    named = ("submission", "project_name", "unit_name", "fiscal_year")
    rows = connection.execute(
        select(letter, *(report_version.c[name] for name in named), now.c.replaced_by.label("corrected_by"))
        .join(report_version, report_version.c.report_version == letter.c.report_version)
        .outerjoin(now, and_(now.c.report_id == letter.c.report_id, now.c.is_current))
        .where(*where)
        .order_by(letter.c.issued_at, letter.c.letter_id)
    ).all()
    asked = dict[str, list[Asked]]()
    query = select(letter_finding).join(letter, letter.c.letter_id == letter_finding.c.letter_id).where(*where)
    for row in connection.execute(query.order_by(letter_finding.c.letter_id, letter_finding.c.number)):
        found = Asked(**{name: getattr(row, name) for name in Asked.model_fields})
        asked.setdefault(row.letter_id, []).append(found)
    return [_issued(row, asked.get(row.letter_id, ()), today) for row in rows]


def replies(connection: Connection, letter_id: str) -> list[Reply]:
    """All that the unit answered to a letter, oldest first."""
    query = select(letter_reply).where(letter_reply.c.letter_id == letter_id).order_by(letter_reply.c.number)
    return [_reply(connection, row) for row in connection.execute(query).all()]


def returned(report_id: str | None = None) -> Select[Any]:
    """The standing decisions by which reports in force are returned, oldest first."""
    said = decision.alias("said")
    last = select(func.max(said.c.number)).where(said.c.item_id == review_item.c.item_id, said.c.final)
    query = (
        select(
            *(report_version.c[name] for name in ("report_id", "report_version", "project_name", "unit_name")),
            decision.c.reviewer,
            decision.c.made_at,
        )
        .join(review_item, review_item.c.report_id == report_version.c.report_id)
        .join(decision, decision.c.item_id == review_item.c.item_id)
        .where(
            IN_FORCE,
            review_item.c.status == "decided",
            decision.c.final,
            decision.c.outcome == "returned",
            decision.c.number == last.scalar_subquery(),
        )
        .order_by(decision.c.made_at)
    )
    return query if report_id is None else query.where(report_version.c.report_id == report_id)


def unsent(connection: Connection) -> list[Unsent]:
    """The reports in force that were returned and whose letter has not gone out since, oldest first."""
    last = connection.execute(select(letter.c.report_id, func.max(letter.c.issued_at)).group_by(letter.c.report_id))
    sent = {name: at for name, at in last}
    rows = {row.report_id: row for row in connection.execute(returned())}
    waiting = (row for row in rows.values() if row.report_id not in sent or sent[row.report_id] < row.made_at)
    return [
        Unsent(
            report_id=row.report_id,
            report_version=row.report_version,
            project_name=row.project_name,
            unit_name=row.unit_name,
            returned_by=row.reviewer,
            returned_at=row.made_at,
        )
        for row in waiting
    ]


def _issued(row: Row[Any], asked: Iterable[Asked], today: date) -> IssuedLetter:
    late = row.state == "issued" and row.due_on < today and row.corrected_by is None
    return IssuedLetter(**row._mapping, asked=tuple(asked), overdue=late)


def _reply(connection: Connection, row: Row[Any]) -> Reply:
    query = select(letter_answer).where(letter_answer.c.reply_id == row.reply_id).order_by(letter_answer.c.finding_id)
    found = connection.execute(query).all()
    said = (UnitAnswer(**{name: getattr(one, name) for name in UnitAnswer.model_fields}) for one in found)
    return Reply(**row._mapping, answers=tuple(said))
