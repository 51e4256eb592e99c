"""API tokens (接口令牌): what a program shows to be let in. The ledger keeps their hashes only."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, get_args

from sqlalchemy import Connection, select, update

from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import LedgerError
from perfeval_core.ledger.service_schema import api_token
from perfeval_core.ledger.store import Store, insert_new

Scope = Literal["upload", "metrics"]
"""报送文件; 读取运行指标. A token opens one door."""

SCOPES: tuple[Scope, ...] = get_args(Scope)

_PREFIX = "perfeval_"
"""By it a token is known wherever it turns up by mistake."""

_MINUTE = timedelta(minutes=1)


class NameTaken(LedgerError):
    """A token of this name stands already."""


@dataclass(frozen=True)
class Token:
    """One token, without its secret. ``unit``: the only unit for which it may upload, if there is one."""

    token_id: str
    name: str
    scope: Scope
    unit: str | None
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class Tokens:
    """The tokens of a ledger. Each call is one transaction."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def create(self, name: str, scope: Scope, unit: str | None = None, actor: str = "perfeval") -> tuple[str, Token]:
        """A new token and its secret, which is told this once. Raises ``NameTaken``."""
        secret = _PREFIX + secrets.token_urlsafe(32)
        digest = _hash(secret)
        made = Token(digest[:12], name, scope, unit, self._clock(), None, None)

        def work(connection: Connection) -> None:
            if not insert_new(connection, api_token, {**made.__dict__, "hash": digest}):
                raise NameTaken(name)
            payload = {"name": name, "scope": scope, "unit": unit}
            append(connection, self._clock(), actor, [Entry("token.created", made.token_id, payload)])

        self._store.write(work)
        return secret, made

    def everything(self) -> list[Token]:
        """All tokens, those that were revoked as well, oldest first."""
        query = select(*_COLUMNS).order_by(api_token.c.made_at, api_token.c.token_id)
        return self._store.read(lambda connection: [Token(**row._mapping) for row in connection.execute(query)])

    def revoke(self, name: str, actor: str = "perfeval") -> bool:
        """Ends the token called ``name`` (its name or id), at once and for good; whether there was one."""

        def work(connection: Connection) -> bool:
            named = (api_token.c.name == name) | (api_token.c.token_id == name)
            query = select(api_token.c.token_id).where(named, api_token.c.revoked_at.is_(None))
            found = list(connection.execute(query).scalars())
            ended = update(api_token).where(api_token.c.token_id.in_(found)).values(revoked_at=self._clock())
            connection.execute(ended)
            append(connection, self._clock(), actor, [Entry("token.revoked", one, {}) for one in found])
            return bool(found)

        return self._store.write(work)

    def find(self, secret: str) -> Token | None:
        """The token whose secret this is, if it still stands."""
        query = select(*_COLUMNS).where(api_token.c.hash == _hash(secret), api_token.c.revoked_at.is_(None))

        def work(connection: Connection) -> Token | None:
            row = connection.execute(query).one_or_none()
            return None if row is None else Token(**row._mapping)

        return self._store.read(work)

    def used(self, token: Token) -> None:
        """Notes that ``token`` was used now, to the minute: who asks all the time does not write all the time."""
        now = self._clock()
        if token.last_used_at is None or now - token.last_used_at >= _MINUTE:
            self._store.write(lambda connection: _note(connection, token, now))

    def uploaded(self, token: Token, sha256: str, name: str, size: int) -> None:
        """Notes in the log that a file came by ``token``: ``name`` as its sender wrote it, ``size`` in bytes."""
        payload = {"sha256": sha256, "name": name, "size": size}

        def work(connection: Connection) -> None:
            _note(connection, token, self._clock())
            append(connection, self._clock(), f"token:{token.name}", [Entry("token.uploaded", token.token_id, payload)])

        self._store.write(work)


_COLUMNS = [column for column in api_token.c if column.name != "hash"]


def _note(connection: Connection, token: Token, now: datetime) -> None:
    connection.execute(update(api_token).where(api_token.c.token_id == token.token_id).values(last_used_at=now))


def _hash(secret: str) -> str:
    """A fast hash does: 256 random bits cannot be guessed, however fast."""
    return sha256(secret.encode("utf-8", errors="surrogatepass")).hexdigest()
