"""What all steps share: how a task is declared, what it hands on, how it is watched."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import opaque

from perfeval_core.ledger import Lease
from perfeval_core.running import timed


@dataclass(frozen=True)
class NotRead:
    """A leased submission that an error of ours kept from being read."""

    lease: Lease
    error: str


@dataclass(frozen=True)
class OurError:
    """An error of ours (运行异常): never a finding about a report."""

    subject: str
    """What it is about: a submission's sha256, or the name of an expectation."""
    message: str


class Watcher:
    """Who wants to know how far a run is. The command line sets both; any thread may call them."""

    stage: Callable[[str], None] = staticmethod(lambda name: None)
    """Called with the name of each step that begins."""
    file_done: Callable[[], None] = staticmethod(lambda: None)
    """Called once for each file that was read."""


class Step(Task[..., Any]):
    """A task whose arguments Prefect hands on unseen: it would look into each cell of each report for other tasks."""

    def __call__(self, *args: Any) -> Any:  # type: ignore[override] # none of ours is asynchronous or takes names
        return super().__call__(*map(opaque, args))

    def submit(self, *args: Any) -> Any:  # type: ignore[override]
        return super().submit(*map(opaque, args))


def step(name: str) -> Callable[[Callable[..., Any]], Any]:
    """A task called ``name`` in the Prefect UI, and by the last word of it in logs and metrics.

    Nothing is cached there: what was done stands in the ledger.
    """

    def declare(work: Callable[..., Any]) -> Any:
        @wraps(work)
        def watched(*args: Any) -> Any:
            Watcher.stage(name)
            with timed(name.rpartition(" ")[2]):
                return work(*args)

        return Step(watched, name=name, cache_policy=NO_CACHE, persist_result=False)

    return declare
