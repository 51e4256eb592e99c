"""What many rules ask of one filing is worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import ref

from perfeval_core.domain.filing import Filing

T = TypeVar("T")


def once(work: Callable[[Filing], T]) -> Callable[[Filing], T]:
    """``work``, which must give what nobody changes, done once for each filing and kept as long as the filing lives.

    A filing is known by identity: it is frozen, and to compare two would cost more than the work.
    """
    done: dict[int, tuple[ref[Filing], T]] = {}

    @wraps(work)
    def remembered(filing: Filing) -> T:
        key = id(filing)
        known = done.get(key)
        if known is None or known[0]() is not filing:
            known = done[key] = (ref(filing, lambda gone: _forget(done, key, gone)), work(filing))
        return known[1]

    return remembered


def _forget(done: dict[int, tuple[ref[Filing], T]], key: int, gone: ref[Filing]) -> None:
    """Another filing may have the place in memory by now."""
    if key in done and done[key][0] is gone:
        del done[key]
