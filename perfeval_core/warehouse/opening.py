"""How the one file is opened, held against every other process, and exchanged for another as a whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from perfeval_core.warehouse import definition
from perfeval_core.warehouse.errors import WarehouseLocked, WarehouseUnreadable


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the file, which is made if missing. Raises ``WarehouseLocked`` or ``WarehouseUnreadable``."""
    while True:
        before = _identity(path)
        connection = _connect(str(path))
        # The file may have been exchanged between its opening and its locking: what is written now would be lost.
        if before == _identity(path):
            return connection
        connection.close()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps every other process out of the file, whatever stands in it.

    One that cannot be opened is held by nobody: no other process can open it either. Raises ``WarehouseLocked``.
    """
    try:
        connection = connect(path)
    except WarehouseUnreadable:
        yield
        return
    try:
        connection.execute("CHECKPOINT")  # leaves nothing in the log beside the file, which would go to the next one
        yield
    finally:
        connection.close()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """The place of a new file, which takes the place of ``path`` in one move when the block ends without an error.

    What an earlier attempt left there is thrown away. Raises ``WarehouseLocked`` if ``path`` or the new file is open
    elsewhere.
    """
    new = path.with_name(f"{path.name}.new")
    with held(path):
        with held(new):
            pass  # nobody else makes one
        _remove(new)
        yield new
        _persist(new)
        _log(path).unlink(missing_ok=True)
        if os.name != "nt":
            new.replace(path)
    if os.name == "nt":  # there, a file that is open cannot be replaced; if another process was faster, this fails
        new.replace(path)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _log(path).unlink(missing_ok=True)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _persist(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _connect(path: str) -> duckdb.DuckDBPyConnection:
    try:
        return definition.connect(path)
    except duckdb.ConnectionException as error:  # this process has it open under other settings
        raise WarehouseLocked(path, str(error)) from error
    except duckdb.IOException as error:
        # DuckDB has no class of its own for a lock, only this wording
        kind = WarehouseLocked if "Could not set lock" in str(error) else WarehouseUnreadable
        raise kind(path, str(error)) from error
