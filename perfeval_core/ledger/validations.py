"""Findings of the data quality suites (数据质量): made after the dossier was closed, so they are kept beside it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from perfeval_core.domain.findings import Finding
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import Lease
from perfeval_core.ledger.schema import report_version, validation_finding
from perfeval_core.ledger.store import insert_new
from perfeval_core.ledger.submissions import holds

VersionFinding = tuple[str, Finding]
"""A report version, and a finding about it."""


def record(connection: Connection, now: datetime, lease: Lease, findings: Sequence[VersionFinding]) -> int:
    """Keeps ``findings`` about reports of the leased submission; see ``Ledger.record_validation``."""
    holds(connection, now, lease)
    rows = (
        {"report_version": version, "finding_id": finding.id, "content": finding.model_dump_json()}
        for version, finding in findings
    )
    new = sum(insert_new(connection, validation_finding, row) for row in rows)
    if new:
        append(connection, now, lease.owner, [Entry("submission.validation_findings", lease.sha256, {"new": new})])
    return new


def recorded(connection: Connection, sha256: str | None, current_only: bool) -> list[VersionFinding]:
    """The findings about the versions of one submission or of all."""
    query = (
        select(validation_finding.c.report_version, validation_finding.c.content)
        .join(report_version, report_version.c.report_version == validation_finding.c.report_version)
        .order_by(validation_finding.c.report_version, validation_finding.c.finding_id)
    )
    if current_only:
        query = query.where(report_version.c.is_current)
    if sha256 is not None:
        query = query.where(report_version.c.submission == sha256)
    return [(version, Finding.model_validate_json(content)) for version, content in connection.execute(query)]
