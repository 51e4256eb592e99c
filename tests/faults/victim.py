"""A run in a process of its own, to which something happens: ``python -m tests.faults.victim WHAT HOME [FILE]…``.

WHAT is ``nothing``, ``killed:N`` (before the Nth write to any store, be it in the middle of a transaction),
``killed-loading:N`` (before the Nth table that is written in DuckDB's transaction) or ``paused:STAGE``.
Without files it is the nightly run, which looks into the inbox.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import Any

from flows.ingest import ingest
from perfeval_core.archive import Archive
from perfeval_core.ledger.store import Store
from perfeval_core.warehouse import Warehouse
from tasks.step import Watcher

WRITES: dict[str, list[tuple[type, str]]] = {
    "killed": [(Archive, "_write"), (Store, "write"), (Warehouse, "_insert")],
    "killed-loading": [(Warehouse, "_insert")],
}


def kill_before(number: int, writes: list[tuple[type, str]]) -> None:
    """Ends this process, as a power cut would, before the write with this number."""
    numbers, lock = count(1), threading.Lock()

    def counted(work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def writes(*args: Any, **kwargs: Any) -> Any:
            with lock:
                if next(numbers) == number:
                    os.kill(os.getpid(), signal.SIGKILL)
            return work(*args, **kwargs)

        return writes

    for owner, name in writes:
        setattr(owner, name, counted(getattr(owner, name)))


def pause_at(stage: str) -> None:
    """Stops this process where ``stage`` first begins, until somebody lets it go on.

    Not while another thread writes to the ledger: stopped there it would hold SQLite's lock, and others could only
    wait.
    """
    met, writing, write = threading.Event(), threading.RLock(), Store.write

    def stop(name: str) -> None:
        with writing:
            if name.startswith(stage) and not met.is_set():
                met.set()
                os.kill(os.getpid(), signal.SIGSTOP)

    def alone(store: Store, work: Callable[..., Any]) -> Any:
        with writing:
            return write(store, work)

    Store.write = alone  # type: ignore[method-assign]
    Watcher.stage = staticmethod(stop)


def main(what: str, home: str, *files: str) -> None:
    """Runs until it is done or until what must happen does."""
    name, _, detail = what.partition(":")
    if name in WRITES:
        kill_before(int(detail), WRITES[name])
    elif name == "paused":
        pause_at(detail)
    ingest(list(files), home=home, inbox=not files)


if __name__ == "__main__":
    main(*sys.argv[1:])
