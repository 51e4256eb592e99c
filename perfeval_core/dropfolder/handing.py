"""Handing in (报送) by a program: a file is put into the inbox whole, beside it the note who sent it.

From there it goes the way of every dropped file. It lies in a folder named by its content, so that two senders never
write over each other, and the same file sent twice is one.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from perfeval_core.dropfolder.acknowledge import refreshed
from perfeval_core.dropfolder.names import NO_UNIT, SIDECARS, kind
from perfeval_core.dropfolder.receipts import SUFFIX, DropReceipt, Outbox
from perfeval_core.dropfolder.sidecar import Sidecar
from perfeval_core.site import Site

CHANNEL = "api"
"""The channel (渠道) of what comes through the HTTP API."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMING = ".incoming"
_DEAD_SECONDS = 24 * 3600.0
_LONGEST_NAME = 180
"""Bytes of a file name that leave room for what is added to it here and in the outbox."""
_NEVER_IN_NAMES = frozenset('<>:"/\\|?*')


class Handing:
    """A file on its way into the inbox: written piece by piece, in the inbox once it is whole."""

    def __init__(self, inbox: Path, coming: Path, file: BinaryIO) -> None:
        self._inbox, self._coming, self._file = inbox, coming, file
        self._hash = sha256()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Adds a piece. Raises ``OSError`` if the disk is full."""
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        """Of what was written so far."""
        return self._hash.hexdigest()

    def finish(self, name: str, said: Sidecar) -> str:
        """Puts the file into the inbox under a usable form of ``name``, for good; its path inside the inbox.

        A file that lies there already stays, and so does what was said of it first. Raises ``OSError``.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        folder = self._inbox / CHANNEL / NO_UNIT / self.sha256
        target = folder / usable(name)
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            note = target.with_name(target.name + SIDECARS[0])
            part = self._coming.with_suffix(".note")
            part.write_text(said.model_dump_json(exclude_none=True), "utf-8")
            part.replace(note)
            self._coming.replace(target)
            _flush(folder)
        return target.relative_to(self._inbox).as_posix()


@contextmanager
def handing_in(inbox: Path) -> Iterator[Handing]:
    """A file to be written; whatever is not finished when the block ends is gone."""
    folder = inbox / _COMING
    folder.mkdir(parents=True, exist_ok=True)
    coming = folder / f"{uuid4().hex}.part"
    try:
        with coming.open("xb") as file:
            yield Handing(inbox, coming, file)
    finally:
        coming.unlink(missing_ok=True)


def receipts_of(site: Site, sha256: str) -> list[DropReceipt] | None:
    """The receipts for what was handed in with this content, as of now; empty while it still waits in the inbox.

    ``None`` if nothing of the kind was ever handed in.
    """
    folder = f"{CHANNEL}/{NO_UNIT}/{sha256}"
    if not _SHA256.fullmatch(sha256):
        return None
    written = sorted((site.settings.drop_receipts / folder).glob(f"*{SUFFIX}"))
    outbox = Outbox(site.settings.drop_receipts)
    found = (outbox.read(f"{folder}/{path.name.removesuffix(SUFFIX)}") for path in written)
    receipts = [refreshed(site, one) for one in found if one is not None]
    return receipts if receipts or (site.settings.drop_folder / folder).is_dir() else None


def discard_unfinished(inbox: Path) -> int:
    """Deletes what senders left half-written when this machine went down; how many files."""
    old = [path for path in (inbox / _COMING).glob("*") if time.time() - path.stat().st_mtime > _DEAD_SECONDS]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def discard_taken(site: Site, before: float) -> int:
    """Deletes what was handed in before that time (Unix) and is archived and answered; how many files.

    The receipts stay. What people drop into the inbox is theirs, and never deleted; this folder is ours.
    """
    inbox, outbox, count = site.settings.drop_folder, Outbox(site.settings.drop_receipts), 0
    for folder in sorted((inbox / CHANNEL / NO_UNIT).glob("*")):
        for path in sorted(folder.glob("*")):
            receipt = outbox.read(path.relative_to(inbox).as_posix())
            if receipt is None or receipt.open or receipt.sha256 != folder.name or path.stat().st_mtime >= before:
                continue
            path.with_name(path.name + SIDECARS[0]).unlink(missing_ok=True)
            path.unlink()
            count += 1
        if not any(folder.iterdir()):
            folder.rmdir()
    return count


def usable(name: str) -> str:
    """``name`` without the folders in front of it, such that every file system takes it and the inbox looks at it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join("_" if one in _NEVER_IN_NAMES or not one.isprintable() else one for one in last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix.encode()) > 10:
        stem, suffix = plain, ""
    end = f".{suffix}" if suffix else ""
    cut = (stem.encode()[: _LONGEST_NAME - len(end.encode())]).decode(errors="ignore") + end
    if not cut.strip(" .") or kind(cut) == "ignored":
        cut = f"未命名_{cut}"
    return cut if kind(cut) == "file" else f"{cut}_"


def _flush(folder: Path) -> None:
    """The new names survive a power cut, where the system can promise that."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
