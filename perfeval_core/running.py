"""A run (批次运行) from its beginning to its end, however it ends: its leases, its times, its log."""

import gc
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from uuid import uuid4

from perfeval_core import logs
from perfeval_core.ledger import Outcome, Spent
from perfeval_core.ledger.keeping import keeping
from perfeval_core.site import Site

log = logging.getLogger("perfeval.run")


_USUAL = gc.get_threshold()
_OBJECTS_BETWEEN_SEARCHES = 50_000


@dataclass
class Running:
    """The run that goes on. ``errors``: how many errors of ours (运行异常) it met so far."""

    flow: str
    ttl: timedelta
    run_id: str = field(default_factory=lambda: uuid4().hex[:12])
    errors: int = 0
    _spent: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def spent(self, step: str, seconds: float) -> None:
        """Notes that a step took so long; any thread may."""
        with self._lock:
            self._spent[step].append(seconds)

    def steps(self) -> dict[str, Spent]:
        """What each step took."""
        with self._lock:
            return {step: Spent(len(took), round(1000 * sum(took))) for step, took in self._spent.items()}


_CURRENT: ContextVar[Running | None] = ContextVar("perfeval_run", default=None)
_WITHIN: ContextVar[list[float] | None] = ContextVar("perfeval_within", default=None)
"""Seconds of the steps within the one that goes on."""


@contextmanager
def running(site: Site, flow: str, flow_run: str | None = None) -> Iterator[Running]:
    """The block is one run of ``flow``; ``flow_run`` is what Prefect calls it.

    Its leases are kept, and given back when it ends. Runs that died without a word are found here.
    """
    run = Running(flow, timedelta(minutes=site.settings.lease_minutes))
    current = _CURRENT.set(run)
    told = {"flow_run": flow_run} if flow_run else {}
    try:
        with (
            _garbage_sought_rarely(),
            logs.written(site.settings.logs, "runs", alone=True),
            logs.about(flow=flow, run=run.run_id, **told),
        ):
            yield from _run(site, run)
    finally:
        _CURRENT.reset(current)


@contextmanager
def _garbage_sought_rarely() -> Iterator[None]:
    """A report is a thousand objects, freed without a search; Python would search after every few hundred, each time
    among all that was imported, and that would cost more than checking the report."""
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_SEARCHES, *_USUAL[1:])
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
        gc.unfreeze()


def _run(site: Site, run: Running) -> Iterator[Running]:
    runs = site.ledger.runs
    for dead in runs.bury():
        log.error("先前的一次运行中断了，没有正常结束", extra={"run": dead.run_id, "flow": dead.flow})
        _tell(site, dead.run_id)
    runs.begin(run.run_id, run.flow, run.ttl)
    log.info("开始")
    began, outcome, problem = time.monotonic(), _stopped(None), None
    try:
        with keeping(site.ledger, run.run_id, run.ttl):
            yield run
        outcome = "errors" if run.errors else "done"
        problem = f"{run.errors} 项运行异常" if run.errors else None
    except BaseException as error:
        outcome, problem = _stopped(error), _told(error)
        log.error("没有完成：%s", problem, exc_info=True)
        raise
    finally:
        runs.end(run.run_id, outcome, problem, run.steps())
        log.info("结束", extra={"status": outcome, "seconds": round(time.monotonic() - began, 3)})
        _tell(site, run.run_id)
        if outcome != "stopped":  # who is told to stop keeps nobody waiting; the next run sends it
            _deliver(site)


def _tell(site: Site, run_id: str) -> None:
    """Notes what people are to hear of a run that ended; who wants to hear nothing imports nothing."""
    if site.settings.channels:
        from perfeval_core.notify import run_ended

        run_ended(site, run_id)


def _deliver(site: Site) -> None:
    if site.settings.channels:
        from perfeval_core.notify import deliver

        deliver(site)


def _stopped(error: BaseException | None) -> Outcome:
    """What is no ``Exception`` comes from outside: somebody wanted it to stop."""
    return "failed" if isinstance(error, Exception) else "stopped"


def _told(error: BaseException) -> str:
    """An error in a word; its own text may hold what a report says, unless it is the system's."""
    return f"{type(error).__name__}: {error.strerror}" if isinstance(error, OSError) else type(error).__name__


@contextmanager
def timed(step: str) -> Iterator[None]:
    """The block is a step of the run that goes on, if one does: its time is noted without that of steps within it, its
    lines say its name."""
    began, within = time.monotonic(), [0.0]
    around = _WITHIN.set(within)
    with logs.about(task=step):
        try:
            yield
        except Exception as error:
            log.error("步骤没有完成", extra={"error": type(error).__name__})
            raise
        finally:
            seconds = time.monotonic() - began
            _WITHIN.reset(around)
            if (outer := _WITHIN.get()) is not None:
                outer[0] += seconds
            run = _CURRENT.get()
            if run is not None:
                run.spent(step, seconds - within[0])
            log.info("步骤结束", extra={"seconds": round(seconds - within[0], 3)})
