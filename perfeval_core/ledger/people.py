"""People (人员): accounts, how they log in, and who looked at what. All of it goes to the event log."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from perfeval_core.domain.people import Account, Role
from perfeval_core.domain.review import Refused
from perfeval_core.ledger import claims, passwords, sessions
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.people_schema import account
from perfeval_core.ledger.sessions import Opened, Standing
from perfeval_core.ledger.store import Store, insert_new

FIRST_ADMIN = "admin"
"""The account that the first start makes."""

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
"""After so many wrong passwords in a row an account is locked for so long (锁定)."""

_LONGEST_NAME = 40
_LOOKED = timedelta(hours=1)
"""Who looks at one report again and again within this time is noted once."""

_WRONG = Refused("账号或口令不对，或者账号已停用")


class People:
    """The people of a ledger. Each call is one transaction; what may not be is ``Refused``, and nothing happens."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._looked: dict[tuple[str, str], datetime] = {}
        self._looking = Lock()

    def ensure_admin(self) -> str | None:
        """Where there is no account at all, makes an administrator; his one-time password, told this once."""
        password = passwords.one_time()
        kept = passwords.hashed(password)

        def work(connection: Connection) -> str | None:
            if connection.execute(select(func.count()).select_from(account)).scalar_one():
                return None
            self._insert(connection, FIRST_ADMIN, "admin", None, kept, "perfeval")
            return password

        return self._store.write(work)

    def create(self, name: str, role: Role, units: Sequence[str] | None, actor: str) -> str | Refused:
        """A new account; its one-time password, which is told this once and must be changed at the first log-in."""
        if not name or len(name) > _LONGEST_NAME or name != name.strip() or not name.isprintable():
            return Refused(f"账号名要有 1 到 {_LONGEST_NAME} 个字符，前后不能有空格")
        password = passwords.one_time()
        kept = passwords.hashed(password)

        def work(connection: Connection) -> str | Refused:
            if not self._insert(connection, name, role, units, kept, actor):
                return Refused(f"已有名为“{name}”的账号")
            return password

        return self._store.write(work)

    def change(
        self, name: str, actor: str, role: Role, units: Sequence[str] | None, disabled: bool
    ) -> Account | Refused:
        """Gives an account another role, other units, or takes it out of use (停用); its sessions and claims end.

        The last administrator who is in use stays one.
        """

        def work(connection: Connection) -> Account | Refused:
            found = _find(connection, name)
            if found is None:
                return Refused(f"没有名为“{name}”的账号")
            if (disabled or role != "admin") and _last_admin(connection, name):
                return Refused(f"“{name}”是唯一在用的管理员，不能停用或改为其他角色")
            now = self._clock()
            values = {
                "role": role,
                "units": _listed(units),
                "disabled_at": (found.disabled_at or now) if disabled else None,
            }
            connection.execute(update(account).where(account.c.name == name).values(values))
            sessions.end_all(connection, name)
            payload = {"role": role, "units": _listed(units), "disabled": disabled}
            freed = [Entry("item.released", item, {"held_by": name}) for item in claims.end_all(connection, name)]
            append(connection, now, actor, [Entry("account.changed", name, payload), *freed])
            return _account(_row(connection, name))

        return self._store.write(work)

    def reset(self, name: str, actor: str) -> str | Refused:
        """A new one-time password for an account, which is no longer locked; its sessions end."""
        password = passwords.one_time()
        kept = passwords.hashed(password)

        def work(connection: Connection) -> str | Refused:
            if _find(connection, name) is None:
                return Refused(f"没有名为“{name}”的账号")
            self._set(connection, name, kept, must_change=True)
            append(connection, self._clock(), actor, [Entry("account.password_reset", name)])
            return password

        return self._store.write(work)

    def set_password(self, name: str, old: str, new: str) -> Refused | None:
        """Another password in place of ``old``. All sessions of the account end."""
        unfit = passwords.unfit(new, name)
        if unfit is not None:
            return unfit
        kept = self._store.read(lambda connection: _kept(connection, name))
        if self._store.read(lambda connection: _locked(connection, name, self._clock())) is not None:
            return Refused("口令连续输错，账号已锁定，请稍后再试")
        if not passwords.fits(kept, old):
            self._failed(name, "password_change")
            return Refused("原口令不对")
        if old == new:
            return Refused("新口令与原口令相同")
        fresh = passwords.hashed(new)

        def work(connection: Connection) -> None:
            self._set(connection, name, fresh, must_change=False)
            append(connection, self._clock(), name, [Entry("account.password_changed", name)])

        self._store.write(work)
        return None

    def log_in(self, name: str, password: str, address: str) -> Opened | Refused:
        """A session for who knows the password. After some wrong ones in a row the account is locked for a while."""
        # the slow comparison runs outside of any transaction
        kept = self._store.read(lambda connection: _kept(connection, name))
        right = passwords.fits(kept, password)
        locked = self._store.read(lambda connection: _locked(connection, name, self._clock()))
        if locked is not None:
            minutes = int((locked - self._clock()).total_seconds() // 60) + 1
            return Refused(f"口令连续输错 {MOST_FAILURES} 次，账号已锁定，{minutes} 分钟后再试，或请管理员重置口令")
        if not right:
            self._failed(name, address)
            return _WRONG
        return self._store.write(lambda connection: self._open(connection, name, address, "password"))

    def let_in(self, name: str, address: str) -> Opened | Refused:
        """A session for whom a trusted proxy has recognised (单点登录); the account must be there and in use."""
        return self._store.write(lambda connection: self._open(connection, name, address, "proxy"))

    def session(self, secret: str) -> tuple[Account, Standing] | None:
        """The session with this secret and its account, unless it is over."""
        now = self._clock()

        def work(connection: Connection) -> tuple[Account, Standing, bool] | None:
            found = sessions.find(connection, now, secret)
            if found is None:
                return None
            return _account(_row(connection, found.account)), found, sessions.stale(connection, now, secret)

        found = self._store.read(work)
        if found is None:
            return None
        if found[2]:
            self._store.write(lambda connection: sessions.note(connection, now, secret))
        return found[:2]

    def log_out(self, secret: str) -> None:
        """Ends a session."""

        def work(connection: Connection) -> None:
            name = sessions.end(connection, secret)
            if name is not None:
                append(connection, self._clock(), name, [Entry("account.logged_out", name)])

        self._store.write(work)

    def viewed(self, name: str, subject: str) -> None:
        """Notes that somebody looked at a report (its id) or a file; within an hour once (查阅记录)."""
        now, key = self._clock(), (name, subject)
        with self._looking:
            before = self._looked.get(key)
            if before is not None and now - before < _LOOKED:
                return
            self._looked = {one: at for one, at in self._looked.items() if now - at < _LOOKED} | {key: now}
        self._store.write(lambda connection: append(connection, now, name, [Entry("report.viewed", subject)]))

    def uploaded(self, name: str, sha256: str, file_name: str, size: int) -> None:
        """Notes that somebody handed a file in: ``file_name`` as he sent it, ``size`` in bytes."""
        payload = {"sha256": sha256, "name": file_name, "size": size}
        entry = Entry("account.uploaded", sha256, payload)
        self._store.write(lambda connection: append(connection, self._clock(), name, [entry]))

    def find(self, name: str) -> Account | None:
        """The account of this name."""
        return self._store.read(lambda connection: _find(connection, name))

    def everything(self) -> list[Account]:
        """All accounts, by name."""
        query = select(account).order_by(account.c.name)
        return self._store.read(lambda connection: [_account(row) for row in connection.execute(query)])

    def _insert(
        self, connection: Connection, name: str, role: Role, units: Sequence[str] | None, kept: str, actor: str
    ) -> bool:
        now = self._clock()
        row = {"name": name, "role": role, "units": _listed(units), "password_hash": kept, "must_change": True}
        if not insert_new(connection, account, {**row, "failures": 0, "made_at": now}):
            return False
        payload = {"role": role, "units": _listed(units)}
        append(connection, now, actor, [Entry("account.created", name, payload)])
        return True

    def _set(self, connection: Connection, name: str, kept: str, must_change: bool) -> None:
        fresh = {"password_hash": kept, "must_change": must_change, "failures": 0, "locked_until": None}
        connection.execute(update(account).where(account.c.name == name).values(fresh))
        sessions.end_all(connection, name)

    def _open(self, connection: Connection, name: str, address: str, by: str) -> Opened | Refused:
        found, now = _find(connection, name), self._clock()
        if found is None or found.disabled_at is not None:
            return _WRONG
        fresh = {"failures": 0, "locked_until": None, "last_login_at": now}
        connection.execute(update(account).where(account.c.name == name).values(fresh))
        secret = sessions.open_session(connection, now, name, address)
        append(connection, now, name, [Entry("account.logged_in", name, {"address": address, "by": by})])
        return Opened(name, secret, found.must_change and by == "password")

    def _failed(self, name: str, address: str) -> None:
        """Counts a wrong password; a name that nobody has is only noted, under no name."""

        def work(connection: Connection) -> None:
            now, row = self._clock(), _row_or_none(connection, name)
            subject = name if row is not None else "（没有的账号）"
            entries = [Entry("account.login_failed", subject, {"address": address})]
            if row is not None:
                failures = row.failures + 1
                values: dict[str, Any] = {"failures": failures}
                if failures >= MOST_FAILURES:
                    values = {"failures": 0, "locked_until": now + LOCKED_FOR}
                    entries.append(Entry("account.locked", name, {"address": address}))
                connection.execute(update(account).where(account.c.name == name).values(values))
            append(connection, now, "desk", entries)

        self._store.write(work)


def _listed(units: Sequence[str] | None) -> list[str] | None:
    return None if units is None else sorted(set(units))


def _row_or_none(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(account).where(account.c.name == name)).one_or_none()


def _row(connection: Connection, name: str) -> Row[Any]:
    return connection.execute(select(account).where(account.c.name == name)).one()


def _find(connection: Connection, name: str) -> Account | None:
    row = _row_or_none(connection, name)
    return None if row is None else _account(row)


def _kept(connection: Connection, name: str) -> str | None:
    row = _row_or_none(connection, name)
    return None if row is None or row.disabled_at is not None else str(row.password_hash)


def _locked(connection: Connection, name: str, now: datetime) -> datetime | None:
    row = _row_or_none(connection, name)
    until: datetime | None = None if row is None else row.locked_until
    return until if until is not None and until > now else None


def _last_admin(connection: Connection, name: str) -> bool:
    admins = select(account.c.name).where(account.c.role == "admin", account.c.disabled_at.is_(None))
    return [row.name for row in connection.execute(admins)] == [name]


def _account(row: Row[Any]) -> Account:
    plain = {key: getattr(row, key) for key in Account.__dataclass_fields__}
    return Account(**{**plain, "units": None if row.units is None else tuple(row.units)})
