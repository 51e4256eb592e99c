"""Extraction in child processes with limits: what everybody outside this room uses."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from queue import LifoQueue
from typing import Self

from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.extraction.extract import extract_json, quarantined
from perfeval_core.reading.archives import Member, from_bytes, members, to_bytes
from perfeval_core.reading.office.convert import convert, converter
from perfeval_core.reading.office.legacy import legacy_kind
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.sandbox import Limits, Sandbox
from perfeval_core.reading.sniff import MAX_BYTES, ZIP, ZIP_MAGIC

_EXTRACT, _MEMBERS = b"x", b"m"
_NONE, _FOUND, _REFUSED = b"-", b"=", b"!"
_LEGACY_TYPES = {"doc": "application/msword", "xls": "application/vnd.ms-excel"}


class Extractor:
    """One child process that reads one file after the other."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._sandbox = Sandbox("perfeval_core.extraction.extractor:work", limits)

    def extract(self, data: bytes, path: str) -> ExtractedFile:
        """The result for the file called ``path``, an archive (.zip) refused. Raises ``SandboxError`` for an error of
        ours."""
        try:
            file = self._read(data)
        except Unreadable as error:
            file = quarantined(error)
        return _named(file, data, path)

    def extract_all(self, data: bytes, path: str) -> tuple[ExtractedFile, ...]:
        """The results for ``path``: itself, or one for each member if it is an archive (``a.zip!/inner.pdf``)."""
        try:
            found = self.members(data)
        except Unreadable as error:
            refused = quarantined(error).model_copy(update={"media_type": ZIP})
            return (_named(refused, data, path),)
        if found is None:
            return (self.extract(data, path),)
        return tuple(self.extract_member(member, path) for member in found)

    def members(self, data: bytes) -> tuple[Member, ...] | None:
        """The members of an archive, ``None`` if ``data`` is none. Raises ``Unreadable`` if it is refused."""
        if not data.startswith(ZIP_MAGIC) or len(data) > MAX_BYTES:
            return None
        answer = self._sandbox.run(_MEMBERS + data)
        if answer[:1] == _REFUSED:
            raise Unreadable(**json.loads(answer[1:]))
        return tuple(from_bytes(answer[1:])) if answer[:1] == _FOUND else None

    def extract_member(self, member: Member, archive: str) -> ExtractedFile:
        """The result for one member of the archive called ``archive``."""
        path = member_path(archive, member.name)
        if member.reason is not None:
            return refused_file(member.data, path, member.reason, member.detail or "")
        return self.extract(member.data, path)

    def close(self) -> None:
        """Ends the child process."""
        self._sandbox.close()

    def _read(self, data: bytes) -> ExtractedFile:
        kind, program = legacy_kind(data), converter()
        if kind not in _LEGACY_TYPES or program is None or len(data) > MAX_BYTES:
            return ExtractedFile.model_validate_json(self._sandbox.run(_EXTRACT + data))
        new = convert(data, kind, program)
        file = ExtractedFile.model_validate_json(self._sandbox.run(_EXTRACT + new))
        return file.model_copy(update={"media_type": _LEGACY_TYPES[kind]})


def refused_file(data: bytes, path: str, reason: str, detail: str) -> ExtractedFile:
    """The result for a file that is not even tried."""
    return _named(quarantined(Unreadable(reason, detail)), data, path)


def member_path(archive: str, name: str) -> str:
    """How the member ``name`` of ``archive`` is called."""
    return f"{archive}!/{name}"


def work(payload: bytes, more_time: Callable[[float], None]) -> bytes:
    """The child's side of ``Extractor``."""
    order, data = payload[:1], payload[1:]
    if order == _EXTRACT:
        return extract_json(data, more_time)
    try:
        found = members(data)
    except Unreadable as error:
        return _REFUSED + json.dumps({"reason": error.reason, "detail": str(error)}).encode()
    return _NONE if found is None else _FOUND + to_bytes(found)


def _named(file: ExtractedFile, data: bytes, path: str) -> ExtractedFile:
    return file.model_copy(update={"path": path, "sha256": sha256(data).hexdigest()})


class ExtractorPool:
    """Warm extractors, each used by one thread at a time; use it in a ``with`` block."""

    def __init__(self, size: int, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._all = [Extractor(limits) for _ in range(size)]
        self._free: LifoQueue[Extractor] = LifoQueue()
        for extractor in self._all:
            self._free.put(extractor)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for extractor in self._all:
            extractor.close()

    @contextmanager
    def one(self) -> Iterator[Extractor]:
        """An extractor for the length of the block; waits until one is free."""
        extractor = self._free.get()
        try:
            yield extractor
        finally:
            self._free.put(extractor)
