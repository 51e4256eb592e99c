"""A time budget for code that has to end: a rule must not hang, nor stop the others.

In the main thread a signal interrupts, even inside a regular expression. In other threads, and on Windows, one watchdog
thread of the process raises the exception there; it cannot interrupt a single call into C that never returns.
"""

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType


class RuleTimeout(Exception):
    """A rule used up its time. An error of ours, never a statement about the report."""


def time_limit(seconds: float) -> AbstractContextManager[None]:
    """Raises ``RuleTimeout`` in the block after ``seconds``. Blocks do not nest."""
    in_main = threading.current_thread() is threading.main_thread()
    return _by_signal(seconds) if in_main and hasattr(signal, "setitimer") else _WATCHDOG.limit(seconds)


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise RuleTimeout(f"ran for more than {seconds:g} s")

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _Watchdog:
    """One daemon thread for all limits of the process, started with the first; a limit costs two dictionary writes."""

    _PAUSE = 0.1

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._due: dict[int, float] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Raises ``RuleTimeout`` in this thread if the block takes longer than ``seconds``."""
        own = threading.get_ident()
        with self._lock:
            self._due[own] = time.monotonic() + seconds
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="rule limits", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                if self._due.pop(own, None) is None:
                    _raise_in(own, None)  # it was raised while the block ended: take back what is still under way

    def _watch(self) -> None:
        while True:
            time.sleep(self._PAUSE)
            with self._lock:
                for thread in [thread for thread, due in self._due.items() if time.monotonic() > due]:
                    del self._due[thread]
                    _raise_in(thread, RuleTimeout)


def _raise_in(thread: int, error: type[Exception] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error and ctypes.py_object(error))


_WATCHDOG = _Watchdog()
