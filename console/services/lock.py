"""Only one ``perfeval up`` for one home folder."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perfeval_core.domain.base import Frozen


class Running(Frozen):
    """Who runs, as it stands in the home folder for the next one to say."""

    pid: int
    url: str


class AlreadyRunning(Exception):
    """Another ``perfeval up`` has this home folder; ``who`` it is, if it said so already."""

    def __init__(self, who: Running | None) -> None:
        super().__init__()
        self.who = who


@contextmanager
def only_one(home: Path, me: Running) -> Iterator[None]:
    """Holds the home folder for the length of the block. Raises ``AlreadyRunning``.

    The lock is one that the system takes back from a process that died, however it died: a locked SQLite file is that
    on every platform. A pid file would be left behind, and its number given to somebody else.
    """
    note = home / "up.json"
    # a moment's patience for one who only looks (``running``)
    holder = sqlite3.connect(home / "up.lock", timeout=1, isolation_level=None)
    try:
        try:
            holder.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise AlreadyRunning(_said(note)) from error
        note.write_text(me.model_dump_json(), "utf-8")
        yield
        note.unlink(missing_ok=True)
    finally:
        holder.close()


def running(home: Path) -> bool:
    """Whether a ``perfeval up`` has this home folder at this moment."""
    if not (home / "up.lock").exists():
        return False
    looker = sqlite3.connect(home / "up.lock", timeout=0, isolation_level=None)
    try:
        looker.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        return True
    finally:
        looker.close()
    return False


def _said(note: Path) -> Running | None:
    try:
        return Running.model_validate_json(note.read_text("utf-8"))
    except (OSError, ValueError):
        return None
