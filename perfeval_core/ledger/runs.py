"""Runs (批次运行): when each began and ended, what came of it, how long its steps took.

A run says every few minutes that it lives, as it does for its leases; one that no longer does and never ended was
killed, and the next run says so for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, func, select, update

from perfeval_core.ledger.schema import chain_head, event, submission
from perfeval_core.ledger.service_schema import run, step_time
from perfeval_core.ledger.store import Store, insert_new

Outcome = Literal["done", "errors", "failed", "stopped", "crashed"]
"""已完成; 已完成但有运行异常; 运行失败; 被停止; 进程中断 (it was killed, or the machine went down)."""


@dataclass(frozen=True)
class Run:
    """One run as the ledger knows it. ``outcome`` is ``None`` while it goes on."""

    run_id: str
    flow: str
    first_event: int
    started_at: datetime
    alive_until: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    problem: str | None


@dataclass(frozen=True)
class Spent:
    """How often a step was done, and how long that took in all."""

    calls: int
    milliseconds: int


@dataclass(frozen=True)
class Quarantined:
    """A file that a run set aside (已隔离): the name under which it came first, and why."""

    name: str
    reason: str


class Runs:
    """The runs of a ledger. Each call is one transaction."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def begin(self, run_id: str, flow: str, ttl: timedelta) -> None:
        """Notes that a run has begun, and lives for ``ttl`` unless it says so again (``Ledger.renew``)."""

        def work(connection: Connection) -> None:
            seq = connection.execute(select(chain_head.c.seq)).scalar_one()
            now = self._clock()
            begun = Run(run_id, flow, seq, now, now + ttl, None, None, None)
            insert_new(connection, run, begun.__dict__)

        self._store.write(work)

    def end(self, run_id: str, outcome: Outcome, problem: str | None, steps: Mapping[str, Spent]) -> None:
        """Notes how a run ended, and adds what its steps took to what they took before."""

        def work(connection: Connection) -> None:
            ended = {"ended_at": self._clock(), "outcome": outcome, "problem": problem}
            this = update(run).where(run.c.run_id == run_id, run.c.ended_at.is_(None)).values(ended)
            if connection.execute(this).rowcount == 1:
                flow = connection.execute(select(run.c.flow).where(run.c.run_id == run_id)).scalar_one()
                for step, spent in steps.items():
                    _add(connection, flow, step, spent)

        self._store.write(work)

    def bury(self) -> list[Run]:
        """Ends the runs that died without a word, as ``crashed``; those that were found now."""

        def work(connection: Connection) -> list[Run]:
            dead = select(run.c.run_id).where(run.c.ended_at.is_(None), run.c.alive_until <= self._clock())
            found = list(connection.execute(dead.with_for_update(skip_locked=True)).scalars())
            ended = {"ended_at": run.c.alive_until, "outcome": "crashed"}
            connection.execute(update(run).where(run.c.run_id.in_(found)).values(ended))
            return [_run(row) for row in connection.execute(select(run).where(run.c.run_id.in_(found)))]

        return self._store.write(work)

    def find(self, run_id: str) -> Run | None:
        """The run with this id."""
        query = select(run).where(run.c.run_id == run_id)

        def work(connection: Connection) -> Run | None:
            row = connection.execute(query).one_or_none()
            return None if row is None else _run(row)

        return self._store.read(work)

    def last(self) -> list[Run]:
        """Of each flow the run that ended last."""
        latest = select(run.c.flow, func.max(run.c.ended_at).label("ended_at")).group_by(run.c.flow).subquery()
        query = select(run).join(latest, (latest.c.flow == run.c.flow) & (latest.c.ended_at == run.c.ended_at))
        return self._store.read(lambda connection: [_run(row) for row in connection.execute(query)])

    def alive(self) -> int:
        """How many runs go on at this moment."""
        query = select(func.count()).where(run.c.ended_at.is_(None), run.c.alive_until > self._clock())
        return self._store.read(lambda connection: connection.execute(query).scalar_one())

    def steps(self) -> dict[tuple[str, str], Spent]:
        """What the steps of each flow took since the ledger was made, by flow and step."""
        query = select(step_time).order_by(step_time.c.flow, step_time.c.step)

        def work(connection: Connection) -> dict[tuple[str, str], Spent]:
            rows = connection.execute(query)
            return {(row.flow, row.step): Spent(row.calls, row.milliseconds) for row in rows}

        return self._store.read(work)

    def quarantined(self, of: Run) -> list[Quarantined]:
        """The files that a run set aside, as the log tells it, in that order."""
        query = (
            select(submission.c.name, submission.c.reason)
            .join(event, event.c.subject == submission.c.sha256)
            .where(event.c.seq > of.first_event, event.c.actor == of.run_id)
            .where(event.c.type == "submission.quarantined", submission.c.reason.is_not(None))
            .order_by(event.c.seq)
        )
        return self._store.read(lambda connection: [Quarantined(name, why) for name, why in connection.execute(query)])


def renew(connection: Connection, run_id: str, until: datetime) -> None:
    """The run lives, and will until then."""
    connection.execute(update(run).where(run.c.run_id == run_id, run.c.ended_at.is_(None)).values(alive_until=until))


def _add(connection: Connection, flow: str, step: str, spent: Spent) -> None:
    key = {"flow": flow, "step": step}
    if insert_new(connection, step_time, {**key, **spent.__dict__}):
        return
    more = {
        "calls": step_time.c.calls + spent.calls,
        "milliseconds": step_time.c.milliseconds + spent.milliseconds,
    }
    connection.execute(update(step_time).filter_by(**key).values(more))


def _run(row: Any) -> Run:
    return Run(**row._mapping)
