"""Keeps a worker's leases standing for as long as it is alive, and gives back what is left when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Event, Thread

from perfeval_core.ledger.ledger import Ledger
from perfeval_core.ledger.records import LedgerUnavailable

_RENEWALS = 4
"""Renewals in the time that a lease lasts: three may fail before it is lost."""


@contextmanager
def keeping(ledger: Ledger, owner: str, ttl: timedelta) -> Iterator[None]:
    """While the block runs, every lease of ``owner`` is renewed; a process that dies or is paused renews nothing.

    If too many renewals fail, the leases run out, and what is asked under them raises ``LeaseLost``.
    """
    over = Event()

    def renew() -> None:
        while not over.wait(ttl.total_seconds() / _RENEWALS):
            with suppress(LedgerUnavailable):  # the next one comes before the leases run out
                ledger.renew(owner, ttl)

    thread = Thread(target=renew, name=f"leases of {owner}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        ledger.release(owner)
