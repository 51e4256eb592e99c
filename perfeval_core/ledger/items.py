"""Review items (复核任务) in their queues."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, select, update

from perfeval_core.domain.review import DueDate, Factor, Priority, Queue, ReviewItem
from perfeval_core.ledger.claims import holder
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.queued import ItemStatus, QueuedItem
from perfeval_core.ledger.review_schema import decision, review_claim
from perfeval_core.ledger.sample_schema import sample_report
from perfeval_core.ledger.schema import report_version, review_item
from perfeval_core.ledger.store import insert_new

_PLAIN = ("item_id", "subject", "queue", "report_id", "report_version", "submission", "title", "severity")


def publish(connection: Connection, now: datetime, items: Sequence[ReviewItem], actor: str) -> int:
    """Puts ``items`` in their queues; see ``Ledger.publish_items``."""
    entries = []
    for item in items:
        status = _status(connection, item)
        if insert_new(connection, review_item, {**_row(item), "status": status, "published_at": now}):
            payload = {
                "queue": item.queue,
                "subject": item.subject,
                "status": status,
                "priority": str(item.priority.value),
            }
            entries.append(Entry("item.published", item.item_id, payload))
        if item.submission is not None and item.report_version is None:
            _replace_file_item(connection, item)
    append(connection, now, actor, entries)
    return len(entries)


def refresh(connection: Connection, now: datetime, version: str, items: Sequence[ReviewItem], actor: str) -> None:
    """Items about ``version`` say what ``items`` say, and no others stay open; see ``Ledger.refresh_items``."""
    drawn = exists().where(sample_report.c.item_id == review_item.c.item_id)  # asked by chance, not for a finding
    of_version = (review_item.c.report_version == version, review_item.c.status != "superseded", ~drawn)
    wanted = {item.item_id: item for item in items}
    entries = []
    for row in connection.execute(select(review_item).where(*of_version)).all():
        item = wanted.get(row.item_id)
        if row.status == "decided" and (item is None or set(item.findings) <= set(row.findings)):
            continue
        values = {"status": "waived"} if item is None else {**_row(item), "status": _status(connection, item)}
        connection.execute(update(review_item).where(review_item.c.item_id == row.item_id).values(values))
        entries.append(Entry("item.refreshed", row.item_id, {"open": item is not None}))
    append(connection, now, actor, entries)


def items(
    connection: Connection,
    now: datetime,
    today: date,
    queue: Queue | None,
    status: ItemStatus | None,
    limit: int | None,
) -> list[QueuedItem]:
    """The overdue first, then by priority, then by due date."""
    query = _standing().order_by(*order(today)).limit(limit)
    if queue is not None:
        query = query.where(review_item.c.queue == queue)
    if status is not None:
        query = query.where(review_item.c.status == status)
    return [_queued(row, now, today) for row in connection.execute(query)]


def find(connection: Connection, now: datetime, today: date, item_id: str) -> QueuedItem | None:
    """The item with this id."""
    row = connection.execute(_standing().where(review_item.c.item_id == item_id)).one_or_none()
    return None if row is None else _queued(row, now, today)


def these(connection: Connection, now: datetime, today: date, item_ids: Sequence[str]) -> list[QueuedItem]:
    """The items with these ids (some hundreds at most), in this order."""
    rows = connection.execute(_standing().where(review_item.c.item_id.in_(item_ids)))
    found = {row.item_id: _queued(row, now, today) for row in rows}
    return [found[one] for one in item_ids if one in found]


def order(today: date) -> tuple[ColumnElement[Any], ...]:
    """The overdue first, then by priority, then by due date."""
    overdue = review_item.c.due_on < today
    return overdue.desc(), review_item.c.priority.desc(), review_item.c.due_on, review_item.c.item_id


def _standing() -> Select[Any]:
    """Items with who holds them and the last decision about them."""
    claimed, said = review_claim.c.item_id == review_item.c.item_id, decision.alias("said")
    last = select(func.max(decision.c.number)).where(decision.c.item_id == review_item.c.item_id).scalar_subquery()
    about: ColumnElement[bool] = and_(said.c.item_id == review_item.c.item_id, said.c.number == last)
    columns = (review_claim.c.holder, review_claim.c.until, said.c.reviewer, said.c.final, said.c.number)
    joined = review_item.outerjoin(review_claim, claimed).outerjoin(said, about)
    return select(review_item, *columns).select_from(joined)


def _status(connection: Connection, item: ReviewItem) -> ItemStatus:
    """A worker that comes late must not open an item about a version that was replaced in the meantime."""
    if item.report_version is None:
        return "open"
    in_force = report_version.c.is_current & report_version.c.replaced_by.is_(None)
    asked = select(in_force).where(report_version.c.report_version == item.report_version)
    locked = asked.with_for_update(read=True)  # it must not be replaced before we commit
    return "superseded" if connection.execute(locked).scalar_one_or_none() is False else "open"


def _replace_file_item(connection: Connection, item: ReviewItem) -> None:
    """Of the items about a file as a whole, one a queue is open: the one that was published last."""
    about_file = (review_item.c.submission == item.submission, review_item.c.report_version.is_(None))
    others = (review_item.c.queue == item.queue, review_item.c.item_id != item.item_id)
    connection.execute(
        update(review_item).where(*about_file, *others, review_item.c.status == "open").values(status="superseded")
    )
    this = (review_item.c.item_id == item.item_id, review_item.c.status == "superseded")
    connection.execute(update(review_item).where(*this).values(status="open"))


def _row(item: ReviewItem) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in _PLAIN},
        "priority": item.priority.value,
        "priority_factors": [factor.model_dump(mode="json") for factor in item.priority.factors],
        "due_on": item.due.on,
        "due_provisional": item.due.provisional,
        "reasons": list(item.reasons),
        "findings": list(item.findings),
    }


def _queued(row: Row[Any], now: datetime, today: date) -> QueuedItem:
    factors = tuple(Factor.model_validate(factor) for factor in row.priority_factors)
    item = ReviewItem(
        **{name: getattr(row, name) for name in _PLAIN},
        priority=Priority(value=row.priority, factors=factors),
        due=DueDate(on=row.due_on, provisional=row.due_provisional),
        reasons=tuple(row.reasons),
        findings=tuple(row.findings),
    )
    return QueuedItem(
        item=item,
        status=row.status,
        overdue=row.due_on < today,
        published_at=row.published_at,
        holder=holder(row, now),
        second_review=row.reviewer if row.status == "open" and row.final is False else None,
        decisions=row.number or 0,
    )
