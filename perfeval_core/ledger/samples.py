"""Samples (抽查): reports without a finding that are drawn by chance, so that a person looks at them all the same."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, exists, func, insert, select

from perfeval_core.domain import drawing
from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.review import Missed, ReviewItem
from perfeval_core.ledger import items
from perfeval_core.ledger.decisions import missed
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.queued import ItemStatus
from perfeval_core.ledger.records import Problem
from perfeval_core.ledger.review_schema import decision
from perfeval_core.ledger.sample_schema import sample, sample_report
from perfeval_core.ledger.schema import report_version, review_item, submission
from perfeval_core.ledger.store import Store

_ANY = decision.alias("any_decision")


@dataclass(frozen=True)
class Sample:
    """A draw of ``size`` of ``frame_size`` reports; with its seed it can be repeated (``repeated``)."""

    sample_id: str
    seed: str
    size: int
    frame_size: int
    drawn_by: str
    drawn_at: datetime


@dataclass(frozen=True)
class SampledReport:
    """A report that was drawn, how its item stands, and what was missed in it; ``number`` counts in drawing order."""

    number: int
    report_version: str
    item_id: str
    title: str
    status: ItemStatus
    reviewer: str | None
    missed: tuple[Missed, ...]


class Samples:
    """The samples of a ledger. Each call is one transaction."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def frame(self) -> list[str]:
        """The reports (their versions) in force that are done and about which there was never an item, sorted."""
        return self._store.read(_frame)

    def record(self, frame: Sequence[str], seed: str, made: Callable[[str], Sequence[ReviewItem]], by: str) -> Sample:
        """Keeps a draw from ``frame`` and publishes the items that ``made`` gives for its id, in drawing order."""
        now = self._clock()
        name = derived_id(seed, by, now.isoformat())
        found = made(name)
        drawn = Sample(name, seed, len(found), len(frame), by, now)
        self._store.write(lambda connection: _record(connection, drawn, frame, found))
        return drawn

    def all(self) -> list[Sample]:
        """Every draw, oldest first."""
        return self._store.read(_all)

    def reports(self, sample_id: str) -> list[SampledReport]:
        """The reports of one draw, in drawing order."""
        return self._store.read(lambda connection: _reports(connection, sample_id))

    def repeated(self, sample_id: str) -> bool:
        """Whether seed and frame give the reports that are on record."""
        return self._store.read(lambda connection: _repeated(connection, sample_id))


def problems(connection: Connection) -> Iterator[Problem]:
    """The draws that cannot be repeated."""
    for one in _all(connection):
        if not _repeated(connection, one.sample_id):
            yield Problem("sample_not_repeatable", "抽查的报告与所记的种子、抽样范围不符", one.sample_id)


def _frame(connection: Connection) -> list[str]:
    query = (
        select(report_version.c.report_version)
        .join(submission, submission.c.sha256 == report_version.c.submission)
        .where(
            report_version.c.is_current,
            report_version.c.replaced_by.is_(None),
            submission.c.state == "queued",
            ~exists().where(review_item.c.report_version == report_version.c.report_version),
        )
        .order_by(report_version.c.report_version)
    )
    return list(connection.execute(query).scalars())


def _record(connection: Connection, drawn: Sample, frame: Sequence[str], found: Sequence[ReviewItem]) -> None:
    connection.execute(insert(sample).values(**drawn.__dict__, frame=list(frame)))
    payload = {
        "seed": drawn.seed,
        "size": drawn.size,
        "frame_size": drawn.frame_size,
        "frame": sha256("\n".join(frame).encode()).hexdigest(),
    }
    items.publish(connection, drawn.drawn_at, found, drawn.drawn_by)
    about = [
        {
            "sample_id": drawn.sample_id,
            "number": number,
            "report_version": item.report_version,
            "item_id": item.item_id,
        }
        for number, item in enumerate(found, 1)
    ]
    if about:
        connection.execute(insert(sample_report), about)
    append(connection, drawn.drawn_at, drawn.drawn_by, [Entry("sample.drawn", drawn.sample_id, payload)])


def _all(connection: Connection) -> list[Sample]:
    columns = [column for column in sample.c if column.name != "frame"]
    rows = connection.execute(select(*columns).order_by(sample.c.drawn_at, sample.c.sample_id))
    return [Sample(**row._mapping) for row in rows]


def _reports(connection: Connection, sample_id: str) -> list[SampledReport]:
    last = (
        select(func.max(_ANY.c.number))
        .where(_ANY.c.item_id == review_item.c.item_id, _ANY.c.final)
        .correlate(review_item)
        .scalar_subquery()
    )
    stands = (decision.c.item_id == review_item.c.item_id) & (decision.c.number == last)
    query = (
        select(sample_report, review_item.c.title, review_item.c.status, decision.c.decision_id, decision.c.reviewer)
        .join(review_item, review_item.c.item_id == sample_report.c.item_id)
        .outerjoin(decision, stands & (review_item.c.status == "decided"))
        .where(sample_report.c.sample_id == sample_id)
        .order_by(sample_report.c.number)
    )
    return [_report(connection, row) for row in connection.execute(query).all()]


def _report(connection: Connection, row: Row[Any]) -> SampledReport:
    found = missed(connection, row.decision_id) if row.decision_id else ()
    return SampledReport(row.number, row.report_version, row.item_id, row.title, row.status, row.reviewer, tuple(found))


def _repeated(connection: Connection, sample_id: str) -> bool:
    drawn = connection.execute(select(sample).where(sample.c.sample_id == sample_id)).one()
    found = select(sample_report.c.report_version).where(sample_report.c.sample_id == sample_id)
    kept = list(connection.execute(found.order_by(sample_report.c.number)).scalars())
    return len(drawn.frame) == drawn.frame_size and kept == drawing.sample(drawn.seed, drawn.frame, drawn.size)
