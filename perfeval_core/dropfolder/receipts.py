"""Receipts (回执): one JSON file in the outbox for each file in the inbox, under the same path."""

import os
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Literal
from uuid import uuid4

from pydantic import ValidationError

from perfeval_core.domain.base import Frozen

FileStatus = Literal["received", "done", "quarantined"]
ReceiptStatus = Literal["received", "done", "quarantined", "refused", "unreadable", "incomplete"]

SUFFIX = ".receipt.json"
_LONGEST_NAME = 255 - len(SUFFIX)
"""Bytes of a file name that every file system takes, less the suffix."""


class FileState(Frozen):
    """One submission of a dropped file: itself, or one member of an archive. ``submission`` is the sha256 (编号)."""

    path: str
    submission: str
    status: FileStatus
    reason: str | None = None
    detail: str | None = None


class DropReceipt(Frozen):
    """What became of one file in the inbox.

    ``received`` 已接收, ``done`` 已处理, ``quarantined`` 已隔离 (at least one file in it cannot be used), ``refused``
    未收, ``unreadable`` 打不开, ``incomplete`` 未传完. ``message`` says it in Chinese, with what to do next.
    """

    version: Literal[1] = 1
    name: str
    status: ReceiptStatus
    message: str
    stamp: str
    """What the file looked like; the same stamp is not looked at again."""
    size: int
    sha256: str | None = None
    channel: str
    unit: str | None = None
    submitted_by: str | None = None
    submitted_at: str | None = None
    metadata_problem: str | None = None
    repeated: bool = False
    """Whether all of it had been received before, under whatever name."""
    received_at: datetime | None = None
    updated_at: datetime
    files: tuple[FileState, ...] = ()

    @property
    def open(self) -> bool:
        """Whether more is to come of it."""
        return self.status == "received"

    @property
    def settled(self) -> bool:
        """Whether the file need not be looked at again until it changes."""
        return self.status not in ("unreadable", "incomplete")


class Outbox:
    """The folder of the receipts (回执箱)."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, name: str) -> Path | None:
        """Where the receipt for the file called ``name`` inside the inbox lies; ``None`` for a name from elsewhere."""
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or not inside.parts or "\0" in name:
            return None
        return self._root.joinpath(*inside.parts[:-1], _short(inside.name) + SUFFIX)

    def read(self, name: str) -> DropReceipt | None:
        """The receipt for ``name``; one that cannot be read counts as none, for it is written again."""
        path = self.path(name)
        if path is None:
            return None
        try:
            return DropReceipt.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return None

    def write(self, receipt: DropReceipt) -> None:
        """Puts ``receipt`` in its place, whole or not at all."""
        path = self.path(receipt.name)
        if path is None:
            raise ValueError(f"no name of a file in the inbox: {receipt.name!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        coming = path.with_name(f".{uuid4().hex}.tmp")
        coming.write_text(receipt.model_dump_json(indent=1) + "\n", "utf-8")
        os.replace(coming, path)

    def forget(self, name: str) -> None:
        """Takes away the receipt of a file that went away before it could be taken: mostly, it got its final name."""
        receipt, path = self.read(name), self.path(name)
        if path is not None and receipt is not None and not receipt.settled:
            path.unlink()


def _short(name: str) -> str:
    """``name``, or as much of it as leaves room for the suffix and a mark that tells it from others."""
    raw = name.encode()
    if len(raw) <= _LONGEST_NAME:
        return name
    mark = f"~{sha256(raw).hexdigest()[:8]}"
    return raw[: _LONGEST_NAME - len(mark)].decode(errors="ignore") + mark
