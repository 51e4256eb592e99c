"""Sessions at the desk (会话): what a browser shows to be let in. The ledger keeps the hash of it only."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from perfeval_core.ledger.people_schema import account, desk_session

IDLE = timedelta(hours=4)
"""A session that was not used for so long is over."""
LONGEST = timedelta(hours=12)
"""However it is used, a session ends after a working day."""

_NOTED = timedelta(minutes=1)


@dataclass(frozen=True)
class Opened:
    """A session that was just opened; ``secret`` is told this once. ``must_change``: with a one-time password."""

    account: str
    secret: str
    must_change: bool


@dataclass(frozen=True)
class Standing:
    """A session that stands: whose it is, and the token that its forms carry against forgery (CSRF)."""

    account: str
    csrf: str


def open_session(connection: Connection, now: datetime, name: str, address: str) -> str:
    """A new session of an account; returns its secret. What is over is cleared away on the way."""
    connection.execute(delete(desk_session).where(_over(now)))
    secret = secrets.token_urlsafe(32)
    row = {"hash": _hash(secret), "account": name, "csrf": secrets.token_urlsafe(32), "address": address}
    connection.execute(insert(desk_session).values(**row, made_at=now, seen_at=now))
    return secret


def find(connection: Connection, now: datetime, secret: str) -> Standing | None:
    """The session with this secret, unless it is over or its account disabled."""
    asked = (
        select(desk_session.c.account, desk_session.c.csrf)
        .join(account, account.c.name == desk_session.c.account)
        .where(desk_session.c.hash == _hash(secret), ~_over(now), account.c.disabled_at.is_(None))
    )
    row = connection.execute(asked).one_or_none()
    return None if row is None else Standing(row.account, row.csrf)


def stale(connection: Connection, now: datetime, secret: str) -> bool:
    """Whether it is time to note that a session is in use."""
    asked = select(desk_session.c.hash).where(
        desk_session.c.hash == _hash(secret), desk_session.c.seen_at <= now - _NOTED
    )
    return connection.execute(asked).first() is not None


def note(connection: Connection, now: datetime, secret: str) -> None:
    """Notes that a session is in use."""
    connection.execute(update(desk_session).where(desk_session.c.hash == _hash(secret)).values(seen_at=now))


def end(connection: Connection, secret: str) -> str | None:
    """Ends a session; whose it was."""
    row = connection.execute(select(desk_session.c.account).where(desk_session.c.hash == _hash(secret))).one_or_none()
    connection.execute(delete(desk_session).where(desk_session.c.hash == _hash(secret)))
    return None if row is None else str(row.account)


def end_all(connection: Connection, name: str) -> None:
    """Ends all sessions of an account."""
    connection.execute(delete(desk_session).where(desk_session.c.account == name))


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(desk_session.c.seen_at <= now - IDLE, desk_session.c.made_at <= now - LONGEST)


def _hash(secret: str) -> str:
    """A fast hash does: 256 random bits cannot be guessed."""
    return sha256(secret.encode("utf-8", errors="surrogatepass")).hexdigest()
