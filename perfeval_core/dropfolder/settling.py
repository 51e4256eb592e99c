"""When a file is whole: nobody has it open for writing, and for a while it has not changed."""

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from stat import S_ISREG

from perfeval_core.dropfolder.names import SIDECARS, kind


@dataclass(frozen=True)
class Look:
    """What a file and the one that describes it looked like at one moment; while either is written, it changes."""

    size: int
    modified_ns: int
    sidecar: Path | None = None
    sidecar_modified_ns: int = 0

    @property
    def stamp(self) -> str:
        """The look as text: the same stamp, the same content."""
        return f"{self.size}-{self.modified_ns}-{self.sidecar_modified_ns}"


def look(path: Path) -> Look | None:
    """What the file at ``path`` looks like now; ``None`` if there is none, or something that is no plain file."""
    try:
        found = path.lstat()
    except OSError:
        return None
    if not S_ISREG(found.st_mode):
        return None
    for end in SIDECARS:
        sidecar = path.with_name(path.name + end)
        try:
            beside = sidecar.lstat()
        except OSError:
            continue
        return Look(found.st_size, found.st_mtime_ns, sidecar, beside.st_mtime_ns)
    return Look(found.st_size, found.st_mtime_ns)


def read_whole(path: Path, seen: Look) -> bytes | None:
    """The bytes of the file that looked like ``seen``; ``None`` if it is no longer that, or somebody writes it.

    Raises ``OSError`` if it cannot be opened.
    """
    with open(path, "rb", opener=without_links) as file:
        if _has_writer(file.fileno()):
            return None
        data = file.read(seen.size + 1)
    return data if len(data) == seen.size and look(path) == seen else None


def without_links(path: str, flags: int) -> int:
    """Opens what lies in the folder itself: a link could lead to any file of this machine, a pipe never ends."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _has_writer(descriptor: int) -> bool:
    """Whether another process has the open file open for writing; ``False`` where the system cannot say."""
    if sys.platform != "linux":
        return False
    import fcntl

    # Whoever opens the file while the lease stands makes the kernel signal us: with one that is ignored by default.
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False  # another owner's file, or a file system without leases: the waiting must do
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


@dataclass(frozen=True)
class _Coming:
    look: Look
    first: float
    since: float
    named: bool = False


class Settling:
    """Files that came and are not known to be whole. Times are seconds of a clock that only goes forward."""

    def __init__(self, seconds: float, patience: float) -> None:
        self._seconds = seconds
        self._patience = patience
        self._coming: dict[Path, _Coming] = {}

    def __len__(self) -> int:
        return len(self._coming)

    def see(self, path: Path, found: Look | None, now: float) -> None:
        """``path`` looks like ``found`` now, or is gone."""
        if found is None:
            self._coming.pop(path, None)
            return
        before = self._coming.get(path)
        if before is None:
            self._coming[path] = _Coming(found, now, now)
        elif before.look != found:
            self._coming[path] = replace(before, look=found, since=now)

    def paths(self) -> list[Path]:
        """All of them."""
        return list(self._coming)

    def whole(self, now: float, limit: int) -> list[tuple[Path, Look]]:
        """Up to ``limit`` of those that have not changed for long enough.

        An empty file is mostly one that is about to be filled, so it must stay empty for much longer.
        """
        found = []
        for path, one in self._coming.items():
            quiet = self._seconds if one.look.size else self._patience
            if now - one.since >= quiet and kind(path.name) == "file":
                found.append((path, one.look))
                if len(found) == limit:
                    break
        return found

    def postpone(self, path: Path, now: float) -> None:
        """``path`` was not whole after all."""
        self._coming[path] = replace(self._coming[path], since=now)

    def done(self, path: Path) -> None:
        """``path`` needs no more waiting."""
        self._coming.pop(path, None)

    def overdue(self, now: float) -> Iterator[tuple[Path, Look]]:
        """Those that should have been whole long ago, each once."""
        for path, one in list(self._coming.items()):
            if not one.named and now - one.first >= self._patience:
                self._coming[path] = replace(one, named=True)
                yield path, one.look
