"""What people leaf through at the desk (翻阅): queues and reports, page by page, each under what one may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Integer, Select, exists, false, func, or_, select, true

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.people import EVERY_UNIT_BELOW
from perfeval_core.domain.review import Queue
from perfeval_core.ledger import items, versions
from perfeval_core.ledger.queued import ItemStatus, QueuedItem
from perfeval_core.ledger.records import Event, RecordedVersion
from perfeval_core.ledger.review_schema import decision, review_claim
from perfeval_core.ledger.schema import event, report_version, review_item
from perfeval_core.ledger.store import Store

Where = tuple[ColumnElement[bool], ...]

Units = Sequence[str] | None
"""Whose reports are asked for: names, codes or ``101*``; ``None`` for all, and for what belongs to no unit."""

_NAMES = (report_version.c.project_name, report_version.c.unit_name, report_version.c.unit_code)


@dataclass(frozen=True)
class Wanted:
    """Which items are asked for; what is ``None`` or empty asks for nothing.

    ``text`` is looked for in titles, projects, units and numbers. ``held_by``: whose claims; ``second_for``: what
    waits for a second person other than this one.
    """

    queue: Queue | None = None
    status: ItemStatus | None = "open"
    text: str = ""
    held_by: str | None = None
    second_for: str | None = None
    overdue: bool = False


@dataclass(frozen=True)
class ItemPage:
    """Some items, and how many there are in all."""

    items: tuple[QueuedItem, ...]
    total: int


@dataclass(frozen=True)
class ReportPage:
    """Some reports (their current versions), and how many there are in all."""

    reports: tuple[RecordedVersion, ...]
    total: int


class Browsing:
    """Pages of a ledger. Each call is one transaction that writes nothing."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def items(self, wanted: Wanted, units: Units, limit: int, offset: int = 0) -> ItemPage:
        """Items from number ``offset`` on: the overdue first, then by priority, then by due date."""
        now, today = self._clock(), self._today()

        def work(connection: Connection) -> ItemPage:
            where = _where(connection, wanted, units, now, today)
            if wanted.text:  # the search is what takes long: once for ids and number
                found = connection.execute(_keys(where, today, None, 0)).scalars().all()
                shown = items.these(connection, now, today, found[offset : offset + limit])
                return ItemPage(tuple(shown), len(found))
            total = connection.execute(select(func.count()).select_from(review_item).where(*where)).scalar_one()
            return ItemPage(tuple(_in_order(connection, now, today, where, limit, offset)), total)

        return self._store.read(work)

    def first(self, wanted: Wanted, units: Units, limit: int) -> list[QueuedItem]:
        """The first items, where nobody asks how many there are."""
        now, today = self._clock(), self._today()

        def work(connection: Connection) -> list[QueuedItem]:
            return _in_order(connection, now, today, _where(connection, wanted, units, now, today), limit, 0)

        return self._store.read(work)

    def next_item(self, wanted: Wanted, units: Units, but: str, person: str) -> str | None:
        """The first item other than ``but`` that nobody holds and ``person`` may decide (its id)."""
        now, today = self._clock(), self._today()
        held = exists().where(
            review_claim.c.item_id == review_item.c.item_id,
            review_claim.c.until > now,
            review_claim.c.holder != person,
        )

        def work(connection: Connection) -> str | None:
            those = (review_item.c.item_id != but, ~held, ~_waits(decision.c.reviewer == person))
            where = (*_where(connection, wanted, units, now, today), *those)
            query = select(review_item.c.item_id).where(*where).order_by(*items.order(today)).limit(1)
            return connection.execute(query).scalar_one_or_none()

        return self._store.read(work)

    def open_items(self, units: Units) -> dict[Queue, tuple[int, int]]:
        """Of each queue how many items are open, and how many of them overdue."""
        today = self._today()
        late = func.sum((review_item.c.due_on < today).cast(Integer))
        query = (
            select(review_item.c.queue, func.count(), late)
            .where(review_item.c.status == "open", _of_units(units))
            .group_by(review_item.c.queue)
        )
        rows = self._store.read(lambda connection: connection.execute(query).all())
        return {queue: (count, int(overdue)) for queue, count, overdue in rows}

    def of_report(self, report_id: str) -> list[QueuedItem]:
        """Every item about a report, whatever its version."""
        now, today = self._clock(), self._today()
        keys = select(review_item.c.item_id).where(review_item.c.report_id == report_id).order_by(*items.order(today))
        return self._store.read(
            lambda connection: items.these(connection, now, today, connection.execute(keys).scalars().all())
        )

    def reports(self, text: str, units: Units, limit: int, offset: int = 0) -> ReportPage:
        """Current versions whose project, unit, code or id holds ``text``, the newest first."""
        where = [report_version.c.is_current, _unit(units)]
        if text:
            where.append(_says(text))
        order = (report_version.c.recorded_at.desc(), report_version.c.report_id)

        def work(connection: Connection) -> ReportPage:
            total = connection.execute(select(func.count()).select_from(report_version).where(*where)).scalar_one()
            query = select(report_version).where(*where).order_by(*order).limit(limit).offset(offset)
            return ReportPage(tuple(versions.of_rows(connection.execute(query))), total)

        return self._store.read(work)

    def versions_of(self, report_id: str) -> list[RecordedVersion]:
        """All versions of one report, oldest first."""
        query = (
            select(report_version)
            .where(report_version.c.report_id == report_id)
            .order_by(report_version.c.recorded_at, report_version.c.report_version)
        )
        return self._store.read(lambda connection: versions.of_rows(connection.execute(query)))

    def events(self, who: str, kind: str, limit: int, offset: int = 0) -> tuple[list[Event], int]:
        """Lines of the event log, the newest first, of one person or all, of kinds that begin like ``kind``; and how
        many there are."""
        where: list[ColumnElement[bool]] = []
        if who:
            where.append(event.c.actor == who)
        if kind:
            where.append(event.c.type.startswith(kind, autoescape=True))

        def work(connection: Connection) -> tuple[list[Event], int]:
            total = connection.execute(select(func.count()).select_from(event).where(*where)).scalar_one()
            query = select(event).where(*where).order_by(event.c.seq.desc()).limit(limit).offset(offset)
            return [Event(**row._mapping) for row in connection.execute(query)], total

        return self._store.read(work)

    def _today(self) -> date:
        return self._clock().astimezone(CHINA).date()


def _in_order(
    connection: Connection, now: datetime, today: date, where: Where, limit: int, offset: int
) -> list[QueuedItem]:
    """Ids first, from an index alone; then the rows of those that are shown."""
    found = connection.execute(_keys(where, today, limit, offset)).scalars().all()
    return items.these(connection, now, today, found)


def _keys(where: Where, today: date, limit: int | None, offset: int) -> Select[tuple[str]]:
    query = select(review_item.c.item_id).where(*where).order_by(*items.order(today))
    return query if limit is None else query.limit(limit).offset(offset)


def _where(connection: Connection, wanted: Wanted, units: Units, now: datetime, today: date) -> Where:
    """Conditions on items. What few of them meet is looked up first: by their ids, the rest of the table is let be."""
    where = [_of_units(units)] if units is not None else []
    if wanted.queue is not None:
        where.append(review_item.c.queue == wanted.queue)
    if wanted.status is not None:
        where.append(review_item.c.status == wanted.status)
    if wanted.overdue:
        where.append(review_item.c.due_on < today)
    if wanted.text:
        where.append(_about(wanted.text))
    if wanted.held_by is not None:
        mine = (review_claim.c.holder == wanted.held_by, review_claim.c.until > now)
        where.append(_one_of(connection, select(review_claim.c.item_id).where(*mine)))
    if wanted.second_for is not None:
        others = (~decision.c.final, decision.c.reviewer != wanted.second_for)
        where.append(_one_of(connection, select(decision.c.item_id).where(*others)))
        where.append(_waits(decision.c.reviewer != wanted.second_for))
    return tuple(where)


def _one_of(connection: Connection, asked: Select[tuple[str]]) -> ColumnElement[bool]:
    return review_item.c.item_id.in_(connection.execute(asked.distinct()).scalars().all())


def _about(text: str) -> ColumnElement[bool]:
    """Items about reports that say ``text``, or with such a number; what is about no report, by its title."""
    about_none = review_item.alias("about_none")
    titled = about_none.c.report_version.is_(None) & about_none.c.title.contains(text, autoescape=True)
    return or_(
        review_item.c.report_version.in_(select(report_version.c.report_version).where(_says(text))),
        review_item.c.item_id.startswith(text, autoescape=True),
        # asked apart, so that nobody reads all titles to find the few that count
        review_item.c.item_id.in_(select(about_none.c.item_id).where(titled)),
    )


def _says(text: str) -> ColumnElement[bool]:
    """Reports whose project, unit or code holds ``text``, or whose id begins like it."""
    return or_(
        *(name.contains(text, autoescape=True) for name in _NAMES),
        report_version.c.report_id.startswith(text, autoescape=True),
    )


def _waits(*said: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the last decision about an item, of which ``said`` holds, waits for a second person."""
    later = decision.alias("later")
    newer = exists().where(later.c.item_id == decision.c.item_id, later.c.number > decision.c.number)
    return exists().where(decision.c.item_id == review_item.c.item_id, ~decision.c.final, ~newer, *said)


def _of_units(units: Units) -> ColumnElement[bool]:
    """Items about reports of these units."""
    if units is None:
        return true()
    return review_item.c.report_version.in_(select(report_version.c.report_version).where(_unit(units)))


def _unit(units: Units) -> ColumnElement[bool]:
    if units is None:
        return true()
    code, name = report_version.c.unit_code, report_version.c.unit_name
    below = [one.removesuffix(EVERY_UNIT_BELOW) for one in units if one.endswith(EVERY_UNIT_BELOW)]
    exact = [one for one in units if not one.endswith(EVERY_UNIT_BELOW)]
    return or_(false(), code.in_(exact), name.in_(exact), *(code.startswith(one, autoescape=True) for one in below))
