"""The event log (操作日志): it only grows, and each line carries the hash of the one before it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Connection, Row, insert, select, update

from perfeval_core.ledger.records import Event, Problem
from perfeval_core.ledger.schema import chain_head, event

START = "0" * 64
"""What the first event has for ``prev_hash``."""


@dataclass(frozen=True)
class Entry:
    """What happened (``type``), to what (``subject``); ``payload`` must be plain JSON."""

    type: str
    subject: str
    payload: Mapping[str, object] = field(default_factory=dict)


def append(connection: Connection, at: datetime, actor: str, entries: Sequence[Entry]) -> None:
    """Adds ``entries`` to the log. Call it last in a transaction: from here on other writers wait for the commit."""
    if not entries:
        return
    head = connection.execute(select(chain_head.c.seq, chain_head.c.hash).with_for_update()).one()
    seq, last, rows = head.seq, head.hash, []
    for entry in entries:
        seq += 1
        payload = json.dumps(entry.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        new = _chained(Event(seq, at.astimezone(UTC), actor, entry.type, entry.subject, payload, last, hash=""))
        rows.append({**new.__dict__})
        last = new.hash
    connection.execute(insert(event), rows)
    connection.execute(update(chain_head).values(seq=seq, hash=last))


def lock_head(connection: Connection) -> str:
    """The hash of the last event; other writers wait from here until the commit."""
    return str(connection.execute(select(chain_head.c.hash).with_for_update()).scalar_one())


def events(connection: Connection, after: int, limit: int, subject: str | None) -> list[Event]:
    """The first ``limit`` events behind number ``after``, oldest first, of one subject or of all."""
    query = select(event).where(event.c.seq > after).order_by(event.c.seq).limit(limit)
    if subject is not None:
        query = query.where(event.c.subject == subject)
    return [_event(row) for row in connection.execute(query)]


def broken_link(connection: Connection) -> Problem | None:
    """The first place at which the log is not what was written, or ``None``."""
    seq, last = 0, START
    with connection.execute(select(event).order_by(event.c.seq).execution_options(yield_per=1000)) as lines:
        for row in lines:
            found, seq = _event(row), seq + 1
            if found.seq != seq:
                return _broken(seq, f"操作日志缺少第 {seq} 条")
            if found.prev_hash != last or _chained(found).hash != found.hash:
                return _broken(seq, f"操作日志第 {seq} 条与其校验值不符，记录被改动过")
            last = found.hash
    head = connection.execute(select(chain_head.c.seq, chain_head.c.hash)).one()
    if (head.seq, head.hash) != (seq, last):
        return _broken(seq + 1, f"操作日志应有 {head.seq} 条，实有 {seq} 条，末尾不符")
    return None


def _broken(seq: int, message: str) -> Problem:
    return Problem("event_chain_broken", message, str(seq))


def _chained(line: Event) -> Event:
    """``line`` with the hash that it must have."""
    covered = [line.prev_hash, line.seq, line.at.isoformat(), line.actor, line.type, line.subject, line.payload]
    digest = sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()
    return Event(**{**line.__dict__, "hash": digest})


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(**row._mapping)
