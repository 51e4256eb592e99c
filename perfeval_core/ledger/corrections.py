"""Corrections (更正) in the ledger: made under a claim, due once they are decided, applied in one version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from perfeval_core.domain.correction import Correction
from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.review import Refused
from perfeval_core.ledger import submissions, versions
from perfeval_core.ledger.claims import Claim, holds
from perfeval_core.ledger.events import Entry, append, lock_head
from perfeval_core.ledger.records import FileVersion, Lease, LedgerError, Version
from perfeval_core.ledger.review_schema import correction
from perfeval_core.ledger.schema import report_version


@dataclass(frozen=True)
class RecordedCorrection:
    """A correction as it stands: made under which item, about which version of which report (in which submission).

    ``decision_id`` is the final decision that it belongs to, ``applied_in`` the version in which it stands first.
    """

    correction: Correction
    item_id: str
    report_id: str
    report_version: str
    submission: str
    decision_id: str | None
    applied_in: str | None


def correct(
    connection: Connection, now: datetime, held: Claim, said: Mapping[str, str | None]
) -> RecordedCorrection | Refused:
    """Notes a correction under a claim that stands; ``said`` has field, machine, corrected, reason."""
    item = holds(connection, now, held)
    if isinstance(item, Refused):
        return item
    if item.report_version is None:
        return Refused("这个任务不是针对一份报告的，没有可更正的单元格")
    if not (said["reason"] or "").strip():
        return Refused("更正必须写明理由，例如“原件第5页印的是 18”")
    # one after the other, or else two items of one report would give the same number
    lock_head(connection)
    last = select(func.max(correction.c.number)).where(correction.c.report_id == item.report_id)
    number = (connection.execute(last).scalar_one() or 0) + 1
    told = [str(said[name]) for name in ("field", "corrected", "reason")]
    row = {
        **said,
        "correction_id": derived_id(item.report_id, str(number), *told, held.holder, now.isoformat()),
        "report_id": item.report_id,
        "number": number,
        "report_version": item.report_version,
        "item_id": item.item_id,
        "reviewer": held.holder,
        "made_at": now,
    }
    connection.execute(insert(correction).values(row))
    payload = {"correction": row["correction_id"], "report": item.report_id, **said}
    append(connection, now, held.holder, [Entry("item.corrected", item.item_id, payload)])
    (made,) = _found(connection, correction.c.correction_id == row["correction_id"])
    return made


def recorded(connection: Connection, report_id: str | None, item_id: str | None) -> list[RecordedCorrection]:
    """The corrections made in a report, under an item, or all."""
    about = [correction.c.report_id == report_id] if report_id is not None else []
    return _found(connection, *about, *([correction.c.item_id == item_id] if item_id is not None else []))


def due(connection: Connection) -> list[RecordedCorrection]:
    """What is decided for good and in no version yet."""
    return _found(connection, correction.c.decision_id.is_not(None), correction.c.applied_in.is_(None))


def undecided(connection: Connection, item_id: str) -> list[str]:
    """The corrections (their ids) under an item that belong to no final decision yet, in their order."""
    query = select(correction.c.correction_id).order_by(correction.c.number)
    return list(
        connection.execute(query.where(correction.c.item_id == item_id, correction.c.decision_id.is_(None))).scalars()
    )


def apply(
    connection: Connection,
    now: datetime,
    lease: Lease,
    versions_: Sequence[Version],
    file: FileVersion,
    corrections: Sequence[str],
) -> Lease:
    """New versions with ``corrections`` in them become the current ones, all in one move; see ``Reviews.applied``."""
    versions.record(connection, now, lease, versions_, file)
    of_report = {one.report_id: one.report_version for one in versions_}
    wanted = select(correction.c.correction_id, correction.c.report_id).where(
        correction.c.correction_id.in_(corrections)
    )
    entries = []
    for name, report in connection.execute(wanted.order_by(correction.c.report_id, correction.c.number)).all():
        this = (correction.c.correction_id == name, correction.c.applied_in.is_(None))
        standing = update(correction).where(*this, correction.c.decision_id.is_not(None))
        if connection.execute(standing.values(applied_in=of_report[report])).rowcount != 1:
            raise LedgerError(f"correction {name} is not due")
        entries.append(Entry("correction.applied", name, {"report": report, "version": of_report[report]}))
    append(connection, now, lease.owner, entries)
    return submissions.take_back(connection, now, lease)


def _found(connection: Connection, *where: Any) -> list[RecordedCorrection]:
    query = (
        select(correction, report_version.c.submission)
        .join(report_version, report_version.c.report_version == correction.c.report_version)
        .where(*where)
        .order_by(correction.c.report_id, correction.c.number)
    )
    return [_recorded(row) for row in connection.execute(query)]


def _recorded(row: Row[Any]) -> RecordedCorrection:
    said = {name: getattr(row, name) for name in Correction.model_fields if name != "machine_at"}
    rest = ("item_id", "report_id", "report_version", "submission", "decision_id", "applied_in")
    return RecordedCorrection(Correction(**said), **{name: getattr(row, name) for name in rest})
