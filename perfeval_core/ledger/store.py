"""The ledger's database: how it is opened, how a transaction runs, and the one place where it is tried again."""

import random
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from perfeval_core.ledger.records import LedgerError, LedgerUnavailable

T = TypeVar("T")

BUSY_MILLISECONDS = 10_000
TRIES = 9
"""So many times so long: a ledger that somebody else holds for a minute keeps nothing from being done."""

_MUCH_FREE = 4
"""A file of which more than one page in so many is free is written anew."""

_POSTGRES_CONFLICTS = {"40001", "40P01"}  # serialization failure, deadlock


class Store:
    """A database in which each piece of work is one transaction: all of it happens, or nothing.

    Work may run more than once before it succeeds, so it must touch nothing but its connection. Raises
    ``LedgerUnavailable`` if the database stays locked, cannot be reached, or has no more space.
    """

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._writing = self._engine.execution_options(perfeval_writes=True)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Runs ``work``, which must not write; on SQLite it sees one snapshot and waits for no writer."""
        return _until_done(self._engine, work)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Runs ``work`` and commits it; on SQLite it holds the write lock from its first statement."""
        return _until_done(self._writing, work)

    def copy_to(self, path: Path) -> bool:
        """Copies the database as it stands into a file while others go on writing; ``False`` if it is not SQLite.

        Raises ``LedgerError`` if the copy cannot be written, or is not whole.
        """
        if self._engine.dialect.name != "sqlite":
            return False
        source = self._engine.raw_connection()
        try:
            with closing(sqlite3.connect(path)) as target:
                cast(SqliteConnection, source.driver_connection).backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
                (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.Error as error:
            raise LedgerError(f"{path}: the copy of the ledger failed: {error}") from error
        finally:
            source.close()
        if verdict != "ok":
            raise LedgerError(f"{path}: the copy of the ledger is damaged: {verdict}")
        return True

    def compact(self) -> None:
        """Gives back the space of what was deleted, and empties SQLite's log; PostgreSQL does so by itself.

        Raises ``LedgerError`` if others write for too long.
        """
        if self._engine.dialect.name != "sqlite":
            return
        source = self._engine.raw_connection()
        try:
            connection = cast(SqliteConnection, source.driver_connection)
            (pages,), (free,) = (
                connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "freelist_count")
            )
            if free * _MUCH_FREE > pages:
                connection.execute("VACUUM")
            connection.execute("PRAGMA optimize")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except sqlite3.Error as error:
            raise LedgerError(f"the ledger could not be compacted: {error}") from error
        finally:
            source.close()

    def close(self) -> None:
        """Gives every connection back."""
        self._engine.dispose()


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Inserts ``row`` unless its key is taken; whether it was inserted."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(statement, row).rowcount == 1


def _until_done(engine: Engine, work: Callable[[Connection], T]) -> T:
    for attempt in range(1, TRIES + 1):
        try:
            with engine.begin() as connection:
                return work(connection)
        except OperationalError as error:
            if attempt == TRIES or not _passing(error):
                raise LedgerUnavailable(error.orig) from error
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # apart, so that two do not meet again
    raise AssertionError("the last try returns or raises")


def _passing(error: OperationalError) -> bool:
    """Whether the same work may succeed a moment later."""
    name = getattr(error.orig, "sqlite_errorname", "")
    return (
        name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or getattr(error.orig, "sqlstate", "") in _POSTGRES_CONFLICTS
    )


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: SqliteConnection, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late: after the first read
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("perfeval_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
