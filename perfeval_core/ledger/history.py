"""What the event log (操作日志) tells: where each submission stands, and all of it that was ever loaded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import Batch, History, Load
from perfeval_core.ledger.schema import event, portfolio, report_version, submission

_TELLING = (
    "submission.received",
    "submission.moved",
    "submission.versions_current",
    "submission.rescored",
    "submission.quarantined",
)


def histories(connection: Connection, shas: Sequence[str]) -> dict[str, History]:
    """The histories of the submissions ``shas`` that the log knows, by sha256."""
    query = (
        select(event.c.subject, event.c.type, event.c.payload)
        .where(event.c.subject.in_(shas), event.c.type.in_(_TELLING))
        .order_by(event.c.seq)
    )
    found: dict[str, History] = {}
    for subject, kind, payload in connection.execute(query):
        found[subject] = _after(found.get(subject, History("received")), kind, json.loads(payload))
    return found


def dossiers(connection: Connection) -> frozenset[str]:
    """Every dossier's address: of reports and portfolios in whatever version, of files as the log has them."""
    found = {
        address
        for column in (report_version.c.dossier_sha256, portfolio.c.dossier_sha256, submission.c.dossier_sha256)
        for address in connection.execute(select(column).distinct()).scalars()
    }
    query = select(event.c.payload).where(event.c.type.in_(_TELLING)).execution_options(yield_per=1000)
    with connection.execute(query) as lines:
        found.update(json.loads(payload).get("dossier_sha256") for (payload,) in lines)
    return frozenset(found - {None})


def record_batch(connection: Connection, now: datetime, batch: Batch, actor: str) -> None:
    """Notes a load in the log."""
    payload = {
        "loaded_at": batch.loaded_at.isoformat(),
        "submissions": batch.submissions,
        "reports": batch.reports,
    }
    append(connection, now, actor, [Entry("batch.loaded", batch.batch_id, payload)])


def batches(connection: Connection) -> list[Batch]:
    """Every load in the log, oldest first."""
    query = select(event.c.subject, event.c.payload).where(event.c.type == "batch.loaded").order_by(event.c.seq)
    return [_batch(name, json.loads(payload)) for name, payload in connection.execute(query)]


def _batch(name: str, said: Mapping[str, Any]) -> Batch:
    return Batch(name, datetime.fromisoformat(said["loaded_at"]), said["submissions"], said["reports"])


def _after(before: History, kind: str, said: Mapping[str, Any]) -> History:
    match kind:
        case "submission.versions_current":
            return replace(before, dossier_sha256=said["dossier_sha256"], versions=tuple(said["versions"]))
        case "submission.moved":
            moved = replace(before, state=said["to"])
            return _loaded(moved, before.versions) if said["to"] == "loaded" else moved
        case "submission.rescored":
            return replace(before, state="scored")
        case "submission.quarantined":
            unread = replace(before, state="quarantined", dossier_sha256=said["dossier_sha256"])
            return _loaded(unread, ())
    return before


def _loaded(before: History, versions: tuple[str, ...]) -> History:
    if before.dossier_sha256 is None:  # nothing to load: the invariants name such a submission
        return before
    return replace(before, loads=(*before.loads, Load(before.dossier_sha256, versions)))
