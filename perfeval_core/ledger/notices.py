"""Notices (通知) that are to go out: each occasion once through each channel, tried until it is gone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_, select, update

from perfeval_core.ledger.service_schema import notification
from perfeval_core.ledger.store import Store, insert_new


@dataclass(frozen=True)
class Notice:
    """One message for one channel. ``problem`` says, for people, why the last attempt failed."""

    occasion: str
    channel: str
    subject: str
    body: str
    made_at: datetime
    attempts: int
    problem: str | None


class Notices:
    """The outbox of a ledger. Each call is one transaction."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def put(self, occasion: str, channels: Sequence[str], subject: str, body: str) -> int:
        """Puts a message for each of ``channels`` into the outbox, unless the occasion had one; how many were new."""

        def work(connection: Connection) -> int:
            made = {"occasion": occasion, "subject": subject, "body": body, "made_at": self._clock(), "attempts": 0}
            return sum(insert_new(connection, notification, {**made, "channel": channel}) for channel in channels)

        return self._store.write(work)

    def claim(self, channel: str, ttl: timedelta) -> Notice | None:
        """The next message for ``channel``, if there is one; for ``ttl`` nobody else gets the same.

        Those that were tried less often come first, so that one that is always refused keeps none back.
        """

        def work(connection: Connection) -> Notice | None:
            now = self._clock()
            free = or_(notification.c.claimed_until.is_(None), notification.c.claimed_until <= now)
            query = select(notification).where(_WAITING, notification.c.channel == channel, free)
            order = (notification.c.attempts, *_OLDEST_FIRST)
            row = connection.execute(query.order_by(*order).limit(1).with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            connection.execute(_this(row.occasion, row.channel).values(claimed_until=now + ttl))
            return _notice(row)

        return self._store.write(work)

    def sent(self, one: Notice) -> None:
        """Notes that a message is gone."""
        gone = {"sent_at": self._clock(), "claimed_until": None, "problem": None}
        self._store.write(lambda connection: connection.execute(_tried(one).values(gone)))

    def failed(self, one: Notice, problem: str) -> None:
        """Notes why a message could not be sent; it is free to be tried again."""
        stays = {"claimed_until": None, "problem": problem}
        self._store.write(lambda connection: connection.execute(_tried(one).values(stays)))

    def waiting(self) -> list[Notice]:
        """What is not gone yet, oldest first."""
        query = select(notification).where(_WAITING).order_by(*_OLDEST_FIRST)
        return self._store.read(lambda connection: [_notice(row) for row in connection.execute(query)])


_WAITING = notification.c.sent_at.is_(None)
_OLDEST_FIRST = (notification.c.made_at, notification.c.occasion, notification.c.channel)
_SHOWN = [name for name in Notice.__dataclass_fields__]


def _this(occasion: str, channel: str) -> Any:
    return update(notification).where(notification.c.occasion == occasion, notification.c.channel == channel)


def _tried(one: Notice) -> Any:
    return _this(one.occasion, one.channel).values(attempts=notification.c.attempts + 1)


def _notice(row: Any) -> Notice:
    return Notice(**{name: getattr(row, name) for name in _SHOWN})
