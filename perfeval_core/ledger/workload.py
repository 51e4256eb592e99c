"""What is to be done and what was done (办理情况), counted by the database: no row is brought into memory for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, false, func, or_, select

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.review import FINDING_OUTCOMES
from perfeval_core.ledger.review_schema import correction, decision, finding_decision, review_claim
from perfeval_core.ledger.schema import review_item, submission
from perfeval_core.ledger.store import Store

AGES = (3, 7, 14)
"""Days (from publication) at which the bands of age end; a last band has all that are older."""

_LATER = decision.alias("later")
_SECOND = decision.alias("second")
_SAME = finding_decision.alias("same")


@dataclass(frozen=True)
class QueueLoad:
    """The open items of one queue: how many, of these overdue, claimed, or waiting for a second person.

    ``ages`` counts them by the bands of ``AGES``, the youngest first; ``oldest`` is when the oldest was published.
    """

    queue: str
    open: int
    overdue: int
    claimed: int
    second: int
    ages: tuple[int, ...]
    oldest: datetime


@dataclass(frozen=True)
class DayOfWork:
    """How many decisions one person submitted on one day (in China)."""

    day: str
    reviewer: str
    decisions: int


@dataclass(frozen=True)
class Agreement:
    """Decisions that a second person looked at: how many, and how often both said the same, of reports and findings.

    ``drawn``: they were looked at by chance, not because they return a report or flip its grade.
    """

    drawn: bool
    reports: int
    same_reports: int
    findings: int
    same_findings: int


@dataclass(frozen=True)
class RuleOutcomes:
    """What stands decided of the findings of one rule; ``rule`` is ``None`` for decisions that do not say which."""

    rule: str | None
    confirmed: int
    rejected: int
    explained: int
    corrected: int


@dataclass(frozen=True)
class Misread:
    """How many cells of one column were corrected (decided corrections), by form and by kind of file."""

    form: str | None
    media_type: str | None
    field: str
    cells: int


class Workload:
    """The numbers for leads. Each call is one look at one moment."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def queues(self) -> list[QueueLoad]:
        """The queues in which something is open."""
        return self._store.read(lambda connection: _queues(connection, self._clock()))

    def days(self, count: int) -> list[DayOfWork]:
        """Who decided how much on each of the last ``count`` days, today included."""
        return self._store.read(lambda connection: _days(connection, self._clock(), count))

    def agreement(self) -> list[Agreement]:
        """How first and second reviewers agree, by chance and otherwise."""
        return self._store.read(_agreement)

    def rules(self, rule: str | None = None) -> list[RuleOutcomes]:
        """What the last decision in force about each item says of the findings of one rule or of all."""
        return self._store.read(lambda connection: _rules(connection, rule))

    def misread(self) -> list[Misread]:
        """What the reader got wrong, the most frequent first; rows of a table are counted together."""
        return self._store.read(_misread)


def _queues(connection: Connection, now: datetime) -> list[QueueLoad]:
    item, today = review_item.c, now.astimezone(CHINA).date()
    bands = [_count(item.published_at > now - timedelta(days=days)) for days in AGES]
    query = (
        select(item.queue, func.count(), _count(item.due_on < today), func.min(item.published_at), *bands)
        .where(item.status == "open")
        .group_by(item.queue)
        .order_by(item.queue)
    )
    claimed, second = _claimed(connection, now), _waiting(connection)
    found = []
    for queue, count, overdue, oldest, *younger in connection.execute(query):
        edges = [0, *younger, count]
        ages = tuple(high - low for low, high in pairwise(edges))
        found.append(QueueLoad(queue, count, overdue, claimed.get(queue, 0), second.get(queue, 0), ages, oldest))
    return found


def _claimed(connection: Connection, now: datetime) -> dict[str, int]:
    query = (
        select(review_item.c.queue, func.count())
        .join(review_claim, review_claim.c.item_id == review_item.c.item_id)
        .where(review_claim.c.until > now, review_item.c.status == "open")
        .group_by(review_item.c.queue)
    )
    return {queue: count for queue, count in connection.execute(query)}


def _waiting(connection: Connection) -> dict[str, int]:
    waiting = select(decision.c.item_id).where(decision.c.final == false(), ~_followed())
    query = (
        select(review_item.c.queue, func.count())
        .where(review_item.c.status == "open", review_item.c.item_id.in_(waiting))
        .group_by(review_item.c.queue)
    )
    return {queue: count for queue, count in connection.execute(query)}


def _days(connection: Connection, now: datetime, count: int) -> list[DayOfWork]:
    first = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=count - 1)
    day = _china_day(connection, decision.c.made_at).label("day")
    query = (
        select(day, decision.c.reviewer, func.count())
        .where(decision.c.made_at >= first)
        .group_by("day", decision.c.reviewer)  # by its name: it holds parameters, which PostgreSQL would not compare
        .order_by("day", decision.c.reviewer)
    )
    return [DayOfWork(*row) for row in connection.execute(query)]


def _china_day(connection: Connection, at: ColumnElement[Any]) -> ColumnElement[str]:
    """The day in China as text, ``2026-03-01``."""
    if connection.dialect.name == "sqlite":
        return func.date(at, "+8 hours", type_=None)
    return func.to_char(func.timezone("Asia/Shanghai", at), "YYYY-MM-DD")


def _agreement(connection: Connection) -> list[Agreement]:
    next_ = and_(_SECOND.c.item_id == decision.c.item_id, _SECOND.c.number == decision.c.number + 1)
    pairs = decision.join(_SECOND, next_)
    both = and_(_SAME.c.decision_id == _SECOND.c.decision_id, _SAME.c.finding_id == finding_decision.c.finding_id)
    said = pairs.join(finding_decision, finding_decision.c.decision_id == decision.c.decision_id).join(_SAME, both)
    reports = select(decision.c.drawn, func.count(), _count(_SECOND.c.outcome == decision.c.outcome))
    findings = select(decision.c.drawn, func.count(), _count(_SAME.c.outcome == finding_decision.c.outcome))
    of_findings = {
        drawn: counts
        for drawn, *counts in connection.execute(
            findings.select_from(said).where(~decision.c.final).group_by(decision.c.drawn)
        )
    }
    rows = connection.execute(
        reports.select_from(pairs).where(~decision.c.final).group_by(decision.c.drawn).order_by(decision.c.drawn.desc())
    )
    return [Agreement(drawn, *counts, *of_findings.get(drawn, (0, 0))) for drawn, *counts in rows]


def _rules(connection: Connection, rule: str | None) -> list[RuleOutcomes]:
    said = finding_decision.c
    # few do not count, so they are looked up, and not the many that do
    without = select(decision.c.decision_id).where(or_(~decision.c.final, _followed(_LATER.c.final)))
    query = (
        select(said.rule, said.outcome, func.count())
        .where(said.decision_id.not_in(without))
        .group_by(said.rule, said.outcome)
        .order_by(said.rule)
    )
    if rule is not None:
        query = query.where(said.rule == rule)
    found: dict[str | None, dict[str, int]] = {}
    for name, outcome, count in connection.execute(query):
        found.setdefault(name, dict.fromkeys(FINDING_OUTCOMES, 0))[outcome] = count
    return [RuleOutcomes(name, **counts) for name, counts in found.items()]


def _misread(connection: Connection) -> list[Misread]:
    query = (
        select(correction.c.form, submission.c.media_type, correction.c.field, func.count())
        .join(review_item, review_item.c.item_id == correction.c.item_id)
        .join(submission, submission.c.sha256 == review_item.c.submission)
        .where(correction.c.decision_id.is_not(None))
        .group_by(correction.c.form, submission.c.media_type, correction.c.field)
    )
    found: dict[tuple[str | None, str | None, str], int] = {}
    for form, media_type, field, count in connection.execute(query):
        key = (form, media_type, ".".join(part for part in field.split(".") if not part.isdigit()))
        found[key] = found.get(key, 0) + count
    return [Misread(*key, cells) for key, cells in sorted(found.items(), key=lambda one: (-one[1], str(one[0])))]


def _followed(*by: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether another decision about the same item came after this one."""
    return exists().where(_LATER.c.item_id == decision.c.item_id, _LATER.c.number > decision.c.number, *by)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))
