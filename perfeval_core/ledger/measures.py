"""The ledger in numbers, for whoever watches over the service."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, func, select, text

from perfeval_core.ledger.schema import report_version, review_item, submission

T = TypeVar("T")


@dataclass(frozen=True)
class Measures:
    """How many there are, at one moment. Sizes are in bytes.

    ``items`` by queue and status; of open items, by queue, since when the oldest waits, and how many are overdue.
    """

    submissions: dict[str, int]
    quarantined: dict[str, int]
    reports: int
    replaced: int
    items: dict[tuple[str, str], int]
    oldest: dict[str, datetime]
    overdue: dict[str, int]
    originals_bytes: int
    ledger_bytes: int


def measures(connection: Connection, today: date) -> Measures:
    """All of them in one look."""
    still, reason, item = submission.c.state, submission.c.reason, review_item.c
    in_force = report_version.c.replaced_by.is_(None)
    reports = dict(_counted(connection, in_force, report_version.c.is_current))
    by_queue = select(item.queue, item.status, func.count()).group_by(item.queue, item.status)
    oldest = select(item.queue, func.min(item.published_at)).where(item.status == "open").group_by(item.queue)
    return Measures(
        submissions=dict(_counted(connection, still)),
        quarantined=dict(_counted(connection, reason, reason.is_not(None))),
        reports=reports.get(True, 0),
        replaced=reports.get(False, 0),
        items={(queue, status): count for queue, status, count in connection.execute(by_queue)},
        oldest={queue: since for queue, since in connection.execute(oldest)},
        overdue=dict(_counted(connection, item.queue, item.status == "open", item.due_on < today)),
        originals_bytes=int(connection.execute(select(func.coalesce(func.sum(submission.c.size), 0))).scalar_one()),
        ledger_bytes=_size(connection),
    )


def _counted(connection: Connection, by: ColumnElement[T], *where: ColumnElement[bool]) -> list[tuple[T, int]]:
    rows = connection.execute(select(by, func.count()).where(*where).group_by(by))
    return [(value, count) for value, count in rows]


def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages, size = (connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size"))
        return int(pages) * int(size)
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
