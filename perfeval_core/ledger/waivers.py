"""Waivers (豁免): one rule set aside for one report by a person, with a reason and a date."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from perfeval_core.domain.dossier import derived_id
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import Waiver
from perfeval_core.ledger.schema import waiver


def waive(connection: Connection, now: datetime, given: dict[str, str], expires_on: date | None) -> Waiver:
    """Records a waiver; ``given`` has report_id, rule, reason, approver. See ``Ledger.waive``."""
    name = derived_id(given["report_id"], given["rule"], now.isoformat())
    row: dict[str, Any] = {"waiver_id": name, **given, "made_at": now, "expires_on": expires_on}
    connection.execute(insert(waiver).values(row))
    until = expires_on.isoformat() if expires_on else None
    append(connection, now, given["approver"], [Entry("report.waiver", name, {**given, "expires_on": until})])
    return Waiver(**row)


def waivers(connection: Connection, report_id: str | None) -> list[Waiver]:
    """Every waiver, about one report or all, oldest first."""
    query = select(waiver).order_by(waiver.c.made_at, waiver.c.waiver_id)
    if report_id is not None:
        query = query.where(waiver.c.report_id == report_id)
    return [Waiver(**row._mapping) for row in connection.execute(query)]
