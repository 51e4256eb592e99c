"""Submissions (报送文件): received once, leased to one worker at a time, moved one state at a time.

Every function works inside its caller's transaction and takes the time as ``now``.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, union_all, update

from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import (
    NEXT,
    STATES,
    Lease,
    LeaseLost,
    LedgerError,
    Receipt,
    Refusal,
    State,
    Submission,
    SubmissionReceipt,
)
from perfeval_core.ledger.schema import event, receipt, submission
from perfeval_core.ledger.store import insert_new


def submit(
    connection: Connection,
    now: datetime,
    file: dict[str, Any],
    channel: str,
    submitted_by: str,
    said: Mapping[str, object],
) -> SubmissionReceipt:
    """Takes in a ``file`` (sha256, name, size, media_type); see ``Ledger.submit``."""
    sha256, now = file["sha256"], _after_the_last(connection, now)
    fresh = {"state": "received", "fencing": 0, "attempts": 0, "received_at": now, "updated_at": now}
    new = insert_new(connection, submission, {**file, **fresh})
    given = Receipt(sha256, file["name"], channel, submitted_by, now)
    new_name = insert_new(connection, receipt, given.__dict__)
    if new_name:
        kind = "submission.received" if new else "submission.repeated"
        payload = {**said, "name": given.name, "channel": channel, "size": file["size"]}
        append(connection, now, submitted_by, [Entry(kind, sha256, payload)])
    state = connection.execute(select(submission.c.state).where(submission.c.sha256 == sha256)).scalar_one()
    return SubmissionReceipt(sha256, new, new_name, state)


def _after_the_last(connection: Connection, now: datetime) -> datetime:
    """``now``, or a moment after the last file came if the clock was set back since: what came last must be known."""
    of_each_state = (select(func.max(submission.c.received_at)).where(submission.c.state == one) for one in STATES)
    newest: list[datetime] = [
        last for last in connection.execute(union_all(*of_each_state)).scalars() if last is not None
    ]
    return max([now, *(last + _A_MOMENT for last in newest)])


def refusals(connection: Connection, sha256s: Sequence[str]) -> dict[str, Refusal]:
    """Which of these submissions were refused when they came; what was said first holds."""
    query = select(event.c.subject, event.c.payload).where(
        event.c.subject.in_(sha256s), event.c.type == "submission.received"
    )
    said = {sha256: json.loads(payload).get("refusal") for sha256, payload in connection.execute(query)}
    return {sha256: Refusal(**refusal) for sha256, refusal in said.items() if refusal}


def find(connection: Connection, sha256: str) -> Submission | None:
    """The submission with these bytes."""
    row = connection.execute(select(submission).where(submission.c.sha256 == sha256)).one_or_none()
    return None if row is None else Submission(**row._mapping)


def everything(connection: Connection) -> list[Submission]:
    """Every submission, oldest first."""
    rows = connection.execute(select(submission).order_by(*_OLDEST_FIRST))
    return [Submission(**row._mapping) for row in rows]


def receipts(connection: Connection, sha256: str) -> list[Receipt]:
    """The names under which these bytes were submitted, in the order in which they came."""
    query = select(receipt).where(receipt.c.submission == sha256).order_by(receipt.c.received_at, receipt.c.name)
    return [Receipt(**row._mapping) for row in connection.execute(query)]


def due(connection: Connection, now: datetime, states: Sequence[State], limit: int) -> list[Submission]:
    """Submissions in one of ``states`` that nobody works on, oldest first."""
    query = select(submission).where(_free(now, states)).order_by(*_OLDEST_FIRST).limit(limit)
    return [Submission(**row._mapping) for row in connection.execute(query)]


def claim(
    connection: Connection,
    now: datetime,
    owner: str,
    states: Sequence[State],
    limit: int,
    ttl: timedelta,
    among: Sequence[str] | None,
) -> list[Lease]:
    """Leases on up to ``limit`` free submissions; each of them goes to one claimer only."""
    query = select(submission).where(_free(now, states)).order_by(*_OLDEST_FIRST).limit(limit)
    if among is not None:
        query = query.where(submission.c.sha256.in_(among))
    rows = connection.execute(query.with_for_update(skip_locked=True, key_share=True)).all()
    leases, taken_over = [], []
    for row in rows:
        lease = Lease(row.sha256, row.name, row.state, owner, row.fencing + 1, row.attempts + 1, now + ttl)
        connection.execute(
            update(submission)
            .where(submission.c.sha256 == row.sha256)
            .values(owner=owner, lease_until=lease.until, fencing=lease.fencing, attempts=lease.attempts)
        )
        leases.append(lease)
        if row.owner is not None:
            payload = {"from": row.owner, "state": row.state, "fencing": lease.fencing}
            taken_over.append(Entry("lease.taken_over", row.sha256, payload))
    append(connection, now, owner, taken_over)
    return leases


def advance(connection: Connection, now: datetime, lease: Lease, to: State) -> Lease:
    """Moves the leased submission one state on; see ``Ledger.advance``."""
    moved = advance_all(connection, now, [lease], to)
    if not moved:
        raise _lost(lease)
    return moved[0]


def advance_all(connection: Connection, now: datetime, leases: Sequence[Lease], to: State) -> list[Lease]:
    """Moves those of one owner's ``leases`` that still stand; see ``Ledger.advance_all``."""
    values: dict[str, Any] = {"state": to, "attempts": 0, "updated_at": now}
    if to not in NEXT:
        values |= {"owner": None, "lease_until": None}
    moved, entries = [], []
    for lease in leases:
        if NEXT.get(lease.state) != to:
            raise LedgerError(f"there is no way from {lease.state} to {to}")
        if _moved(connection, now, lease, values):
            moved.append(Lease(**{**lease.__dict__, "state": to, "attempts": 0}))
            entries.append(Entry("submission.moved", lease.sha256, {"from": lease.state, "to": to}))
    if moved:
        append(connection, now, moved[0].owner, entries)
    return moved


def take_back(connection: Connection, now: datetime, lease: Lease) -> Lease:
    """Moves a submission that is done back to ``scored``, see ``Ledger.rescored``."""
    if lease.state != "queued":
        raise LedgerError(f"there is no way back from {lease.state}")
    _move(connection, now, lease, {"state": "scored", "attempts": 0, "updated_at": now})
    append(connection, now, lease.owner, [Entry("submission.rescored", lease.sha256, {})])
    return Lease(**{**lease.__dict__, "state": "scored", "attempts": 0})


def quarantine(connection: Connection, now: datetime, lease: Lease, why: dict[str, str]) -> None:
    """Ends the way of a file that cannot be used; ``why`` has reason, detail, dossier_sha256."""
    if lease.state not in NEXT:
        raise LedgerError(f"there is no way from {lease.state} to quarantined")
    values = {"state": "quarantined", **why, "updated_at": now}
    _move(connection, now, lease, {**values, "owner": None, "lease_until": None})
    append(connection, now, lease.owner, [Entry("submission.quarantined", lease.sha256, {"from": lease.state, **why})])


def renew(connection: Connection, now: datetime, owner: str, ttl: timedelta) -> int:
    """Every lease of ``owner`` that still stands, from now for ``ttl``; see ``Ledger.renew``."""
    return connection.execute(update(submission).where(_held_by(now, owner)).values(lease_until=now + ttl)).rowcount


def release(connection: Connection, now: datetime, owner: str) -> int:
    """Gives back what ``owner`` still holds, as it stands; how many there were."""
    free = {"owner": None, "lease_until": None}
    return connection.execute(update(submission).where(_held_by(now, owner)).values(free)).rowcount


def held(now: datetime, lease: Lease) -> ColumnElement[bool]:
    """The guard of every write under a lease: same state, same owner, same fencing number, and not run out."""
    return and_(
        submission.c.sha256 == lease.sha256,
        submission.c.state == lease.state,
        submission.c.owner == lease.owner,
        submission.c.fencing == lease.fencing,
        submission.c.lease_until > now,
    )


def holds(connection: Connection, now: datetime, lease: Lease) -> None:
    """Keeps the lease standing until the transaction ends. Raises ``LeaseLost`` if it no longer does."""
    holder = select(submission.c.sha256).where(held(now, lease)).with_for_update(key_share=True)
    if connection.execute(holder).one_or_none() is None:
        raise _lost(lease)


def note_dossier(connection: Connection, lease: Lease, dossier_sha256: str) -> bool:
    """Notes the file's current dossier, and says whether it was another; the caller knows that the lease stands."""
    this = submission.c.sha256 == lease.sha256
    before = connection.execute(select(submission.c.dossier_sha256).where(this)).scalar_one()
    connection.execute(update(submission).where(this).values(dossier_sha256=dossier_sha256))
    return bool(before != dossier_sha256)


def in_hand(connection: Connection, now: datetime) -> list[str]:
    """Who holds a lease that stands."""
    query = select(submission.c.owner).where(submission.c.lease_until > now).distinct().order_by(submission.c.owner)
    return list(connection.execute(query).scalars())


def _lost(lease: Lease) -> LeaseLost:
    return LeaseLost(f"{lease.owner} no longer holds {lease.sha256} (fencing number {lease.fencing})")


def _held_by(now: datetime, owner: str) -> ColumnElement[bool]:
    return and_(submission.c.owner == owner, submission.c.lease_until > now)


def _move(connection: Connection, now: datetime, lease: Lease, values: dict[str, Any]) -> None:
    if not _moved(connection, now, lease, values):
        raise _lost(lease)


def _moved(connection: Connection, now: datetime, lease: Lease, values: dict[str, Any]) -> bool:
    return connection.execute(update(submission).where(held(now, lease)).values(values)).rowcount == 1


def _free(now: datetime, states: Sequence[State]) -> ColumnElement[bool]:
    return and_(
        submission.c.state.in_(states), or_(submission.c.lease_until.is_(None), submission.c.lease_until <= now)
    )


_A_MOMENT = timedelta(microseconds=1)

_OLDEST_FIRST = (submission.c.received_at, submission.c.sha256)
