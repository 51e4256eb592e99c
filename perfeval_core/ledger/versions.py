"""Versions of reports: which one is current, and what that means for the items that speak of the others."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from perfeval_core.ledger import refilings
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import FileVersion, Lease, RecordedVersion, Version
from perfeval_core.ledger.schema import chain_head, report_version, review_item, submission
from perfeval_core.ledger.store import insert_new
from perfeval_core.ledger.submissions import holds, note_dossier


def record(
    connection: Connection, now: datetime, lease: Lease, versions: Sequence[Version], file: FileVersion
) -> list[RecordedVersion]:
    """Makes ``versions`` the current ones of the leased submission; see ``Ledger.record_versions``."""
    holds(connection, now, lease)
    another_dossier = note_dossier(connection, lease, file.dossier_sha256)
    about_file = (review_item.c.submission == lease.sha256, review_item.c.report_version.is_(None))
    of_others = (review_item.c.subject != file.file_version, review_item.c.status == "open")
    connection.execute(update(review_item).where(*about_file, *of_others).values(status="superseded"))
    before = {found.version.report_id: found for found in _of(connection, lease.sha256) if found.current}
    # one after the other, or else two reports of one filing would not see each other
    connection.execute(select(chain_head.c.seq).with_for_update())
    entries = []
    for version in versions:
        replaced = before.get(version.report_id)
        supersedes = replaced.version.report_version if replaced else None
        entries += _insert(connection, now, lease.sha256, version, supersedes)
    wanted = {version.report_version for version in versions}
    if another_dossier or wanted != {found.version.report_version for found in before.values()}:
        _make_current(connection, lease.sha256, wanted)
        payload = {"versions": sorted(wanted), "dossier_sha256": file.dossier_sha256}
        entries.append(Entry("submission.versions_current", lease.sha256, payload))
    entries += refilings.settle(connection, {found.version.filing for found in _of(connection, lease.sha256)})
    append(connection, now, lease.owner, entries)
    return [found for found in _of(connection, lease.sha256) if found.current]


def recorded(connection: Connection, sha256: str | None, current_only: bool) -> list[RecordedVersion]:
    """Recorded versions of one submission or of all, in the order of submission and report."""
    query = select(report_version).order_by(
        report_version.c.submission, report_version.c.report_index, report_version.c.recorded_at
    )
    if sha256 is not None:
        query = query.where(report_version.c.submission == sha256)
    if current_only:
        query = query.where(report_version.c.is_current)
    return [_recorded(row) for row in connection.execute(query)]


def replaced(connection: Connection, by: Sequence[str]) -> list[RecordedVersion]:
    """The current versions of the reports that the reports ``by`` replaced, those that came last first."""
    query = (
        select(report_version)
        .join(submission, submission.c.sha256 == report_version.c.submission)
        .where(report_version.c.replaced_by.in_(by), report_version.c.is_current)
        .order_by(submission.c.received_at.desc(), submission.c.sha256.desc(), report_version.c.report_index)
    )
    return [_recorded(row) for row in connection.execute(query)]


def _of(connection: Connection, sha256: str) -> list[RecordedVersion]:
    return recorded(connection, sha256, current_only=False)


def _insert(
    connection: Connection, now: datetime, sha256: str, version: Version, supersedes: str | None
) -> list[Entry]:
    row = {**version.__dict__, "submission": sha256, "is_current": False, "recorded_at": now}
    row["report_index"] = row.pop("index")
    row["supersedes"] = supersedes
    name = version.report_version
    if insert_new(connection, report_version, row):
        payload = {"report": version.report_id, "dossier": version.dossier_sha256, "supersedes": supersedes}
        return [Entry("version.recorded", name, payload)]
    kept = connection.execute(
        select(report_version.c.dossier_sha256).where(report_version.c.report_version == name)
    ).scalar_one()
    if kept == version.dossier_sha256:
        return []
    # Same bytes, reader, engine and rules, and yet another dossier: the first one stands, and the log says so.
    return [Entry("version.differs", name, {"kept": kept, "refused": version.dossier_sha256})]


def _make_current(connection: Connection, sha256: str, wanted: set[str]) -> None:
    """Flips the flags, and closes or reopens the items nobody has decided yet along with them."""
    mine = report_version.c.submission == sha256
    chosen = report_version.c.report_version.in_(sorted(wanted))
    connection.execute(update(report_version).where(mine, ~chosen).values(is_current=False, replaced_by=None))
    connection.execute(update(report_version).where(mine, chosen).values(is_current=True))
    in_force = report_version.c.is_current & report_version.c.replaced_by.is_(None)
    old, new = mine & ~report_version.c.is_current, mine & in_force
    for which, before, after in ((old, "open", "superseded"), (new, "superseded", "open")):
        those = select(report_version.c.report_version).where(which)
        connection.execute(
            update(review_item)
            .where(review_item.c.report_version.in_(those), review_item.c.status == before)
            .values(status=after)
        )


def of_rows(rows: Iterable[Row[Any]]) -> list[RecordedVersion]:
    """Rows of the table as records."""
    return [_recorded(row) for row in rows]


def _recorded(row: Row[Any]) -> RecordedVersion:
    found = dict(row._mapping)
    rest = {name: found.pop(name) for name in ("submission", "supersedes", "replaced_by", "recorded_at")}
    current = found.pop("is_current")
    return RecordedVersion(version=Version(index=found.pop("report_index"), **found), current=current, **rest)
