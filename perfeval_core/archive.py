"""The archive (档案): originals and dossiers that never change, each addressed by the sha256 of its bytes."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args
from uuid import uuid4

import fsspec
from fsspec.implementations.local import LocalFileSystem

from perfeval_core.domain.dossier import Dossier, FileDossier, PortfolioDossier

Shelf = Literal["originals", "containers", "dossiers"]

SHELVES: tuple[Shelf, ...] = get_args(Shelf)

_SHA256 = re.compile(r"[0-9a-f]{64}")


class ArchiveDamaged(Exception):
    """Stored bytes are not the ones that their address names."""


class ArchiveUnwritable(OSError):
    """The archive takes no more: its disk is full, or may not be written."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(
            error.errno,
            f"档案写不进去：{path}（{error.strerror or error}）。请检查磁盘空间和权限。(the archive cannot be written)",
        )

    def __str__(self) -> str:
        return str(self.strerror)


class NotArchived(LookupError):
    """Nothing is stored under this address."""


@dataclass(frozen=True)
class Copied:
    """One stored file and its copy: its path below the archive, its sha256; ``error`` says why there is no copy."""

    name: str
    sha256: str
    new: bool
    error: str | None = None


class Archive:
    """Immutable bytes in a folder, or under any URL that fsspec knows.

    Files lie under ``originals/ab/cd/<sha256>``, ``containers/…`` and ``dossiers/…``. A file appears under its name
    only when it is whole: a process that dies while writing leaves at most a file in ``incoming/``, which nobody reads.
    Addresses are 64 lower-case hex digits; anything else is a ``ValueError``.
    """

    def __init__(self, url: str) -> None:
        self._files, root = fsspec.url_to_fs(url)
        self._root = root.rstrip("/")

    def put(self, content: bytes) -> str:
        """Stores an original and returns its sha256; bytes that are there already are left alone."""
        return self._put("originals", content)

    def put_container(self, content: bytes) -> str:
        """Stores an archive (.zip) as it came, beside the originals that were in it; returns its sha256."""
        return self._put("containers", content)

    def get(self, address: str) -> bytes:
        """The original with this sha256. Raises ``NotArchived`` or ``ArchiveDamaged``."""
        return self._get("originals", address)

    def has(self, address: str) -> bool:
        """Whether an original with this sha256 is stored (its bytes are not looked at)."""
        return bool(self._files.exists(self._path("originals", address)))

    def originals(self) -> Iterator[str]:
        """The sha256 of every original."""
        return self._addresses("originals")

    def put_dossier(self, dossier: Dossier) -> str:
        """Stores a dossier as JSON and returns the sha256 of that JSON."""
        return self._put("dossiers", dossier.model_dump_json().encode())

    def get_dossier(self, address: str) -> Dossier:
        """The dossier with this sha256. Raises ``NotArchived`` or ``ArchiveDamaged``."""
        return Dossier.model_validate_json(self._get("dossiers", address))

    def put_file_dossier(self, dossier: FileDossier) -> str:
        """Stores a file's dossier as JSON and returns the sha256 of that JSON."""
        return self._put("dossiers", dossier.model_dump_json().encode())

    def get_file_dossier(self, address: str) -> FileDossier:
        """The file's dossier with this sha256. Raises ``NotArchived`` or ``ArchiveDamaged``."""
        return FileDossier.model_validate_json(self._get("dossiers", address))

    def put_portfolio_dossier(self, dossier: PortfolioDossier) -> str:
        """Stores a portfolio's dossier as JSON and returns the sha256 of that JSON."""
        return self._put("dossiers", dossier.model_dump_json().encode())

    def get_portfolio_dossier(self, address: str) -> PortfolioDossier:
        """The portfolio's dossier with this sha256. Raises ``NotArchived`` or ``ArchiveDamaged``."""
        return PortfolioDossier.model_validate_json(self._get("dossiers", address))

    def has_dossier(self, address: str) -> bool:
        """Whether a dossier with this sha256 is stored (its bytes are not looked at)."""
        return bool(self._files.exists(self._path("dossiers", address)))

    def dossiers(self) -> Iterator[str]:
        """The sha256 of every dossier."""
        return self._addresses("dossiers")

    def engine_of(self, dossier: str) -> str:
        """The program that made a dossier, of whichever kind. Raises ``NotArchived`` or ``ArchiveDamaged``."""
        return str(json.loads(self._get("dossiers", dossier))["engine_version"])

    def stored_at(self, dossier: str) -> datetime:
        """When a dossier was stored."""
        moment: datetime = self._files.modified(self._path("dossiers", dossier))
        return moment

    def discard_dossier(self, address: str) -> None:
        """Deletes a dossier, for good: the caller knows that nothing refers to it."""
        self._files.rm_file(self._path("dossiers", address))

    def discard_incoming(self, before: datetime) -> int:
        """Deletes what writers that died before a moment left half-written; how many files."""
        left = self._files.find(f"{self._root}/incoming")
        old = [path for path in left if self._files.modified(path) < before]
        for path in old:
            self._files.rm_file(path)
        return len(old)

    def copy_to(self, folder: Path) -> Iterator[Copied]:
        """Copies what ``folder`` does not have yet, by hard link where that can be, and names all that is stored.

        A file appears there only when it is whole; one that is there stays as it is.
        """
        for shelf in SHELVES:
            for address in self._addresses(shelf):
                name = self._path(shelf, address).removeprefix(f"{self._root}/")
                try:
                    yield Copied(name, address, self._copy(shelf, address, folder / name))
                except (ArchiveDamaged, NotArchived) as error:
                    yield Copied(name, address, new=False, error=str(error))

    def _copy(self, shelf: Shelf, address: str, target: Path) -> bool:
        if target.exists():
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{address}.part")
        part.unlink(missing_ok=True)
        if not self._link(self._path(shelf, address), part):
            part.write_bytes(self._get(shelf, address))
        part.replace(target)
        return True

    def _link(self, path: str, target: Path) -> bool:
        """Whether a hard link could be made: both must lie on one disk."""
        if not isinstance(self._files, LocalFileSystem):
            return False
        try:
            os.link(path, target)
        except OSError:
            return False
        return True

    def _put(self, shelf: Shelf, content: bytes) -> str:
        address = sha256(content).hexdigest()
        path = self._path(shelf, address)
        # A damaged copy is replaced: the bytes that its address names are in hand.
        if not self._intact(path, address):
            self._write(path, content, address)
        return address

    def _write(self, path: str, content: bytes, address: str) -> None:
        incoming = f"{self._root}/incoming/{uuid4().hex}"
        try:
            self._files.makedirs(incoming.rpartition("/")[0], exist_ok=True)
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._write_whole(incoming, content)
        except OSError as error:
            raise ArchiveUnwritable(incoming, error) from error
        if not self._intact(incoming, address):
            raise ArchiveDamaged(f"{incoming}: what was written does not read back; the store loses bytes")
        self._files.mv(incoming, path)

    def _write_whole(self, incoming: str, content: bytes) -> None:
        with self._files.open(incoming, "wb") as file:
            file.write(content)
            if isinstance(self._files, LocalFileSystem):
                file.flush()
                os.fsync(file.fileno())  # whoever was told "archived" may lose power now

    def _get(self, shelf: Shelf, address: str) -> bytes:
        path = self._path(shelf, address)
        try:
            content: bytes = self._files.cat_file(path)
        except FileNotFoundError:
            raise NotArchived(f"{path}: not in the archive") from None
        if (found := sha256(content).hexdigest()) != address:
            raise ArchiveDamaged(f"{path}: {len(content)} bytes with sha256 {found}, not the ones that were stored")
        return content

    def _intact(self, path: str, address: str) -> bool:
        return self._files.exists(path) and sha256(self._files.cat_file(path)).hexdigest() == address

    def _path(self, shelf: Shelf, address: str) -> str:
        if not _SHA256.fullmatch(address):
            raise ValueError(f"not a sha256 in lower-case hex: {address!r}")
        return f"{self._root}/{shelf}/{address[:2]}/{address[2:4]}/{address}"

    def _addresses(self, shelf: Shelf) -> Iterator[str]:
        for _folder, _folders, names in self._files.walk(f"{self._root}/{shelf}"):
            yield from sorted(name for name in names if _SHA256.fullmatch(name))
