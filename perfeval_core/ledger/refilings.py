"""Reports that are filed again (重新报送): of one filing in several files, the one that came last is in force."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Row, select, update

from perfeval_core.ledger.events import Entry
from perfeval_core.ledger.schema import report_version, review_item, submission


def settle(connection: Connection, filings: Iterable[str | None]) -> list[Entry]:
    """Says anew which report of each of ``filings`` is in force; what of it is news, for the log."""
    known = sorted({filing for filing in filings if filing is not None})
    return [entry for filing in known for entry in _settle(connection, filing)]


def _settle(connection: Connection, filing: str) -> Iterator[Entry]:
    """Reports that stand in one file together do not replace each other: that the unit wrote both is to be seen."""
    query = (
        select(report_version)
        .join(submission, submission.c.sha256 == report_version.c.submission)
        .where(report_version.c.filing == filing, report_version.c.is_current)
        .order_by(submission.c.received_at.desc(), submission.c.sha256.desc(), report_version.c.report_index)
    )
    found = connection.execute(query).all()
    for one in found:
        replaced_by = None if one.submission == found[0].submission else found[0].report_id
        if one.replaced_by != replaced_by:
            yield _replace(connection, one, replaced_by)


def _replace(connection: Connection, one: Row[tuple[object, ...]], by: str | None) -> Entry:
    """Closes the items that nobody has decided yet, or opens them again."""
    name = one.report_version
    connection.execute(update(report_version).where(report_version.c.report_version == name).values(replaced_by=by))
    before, after = ("superseded", "open") if by is None else ("open", "superseded")
    about = (review_item.c.report_version == name, review_item.c.status == before)
    connection.execute(update(review_item).where(*about).values(status=after))
    if by is None:
        return Entry("report.in_force", name, {"report": one.report_id})
    return Entry("report.replaced", name, {"report": one.report_id, "by": by})
