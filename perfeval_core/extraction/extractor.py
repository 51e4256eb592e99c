"""Extraction in child processes with limits: what everybody outside this room uses."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from queue import LifoQueue
from typing import Self

from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.extraction.extract import quarantined
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.sandbox import Limits, Sandbox


class Extractor:
    """One child process that reads one file after the other."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._sandbox = Sandbox("perfeval_core.extraction.extract:extract_json", limits)

    def extract(self, data: bytes, path: str) -> ExtractedFile:
        """The result for the file called ``path``. Raises ``SandboxError`` for an error of ours."""
        try:
            file = ExtractedFile.model_validate_json(self._sandbox.run(data))
        except Unreadable as error:
            file = quarantined(error)
        return file.model_copy(update={"path": path, "sha256": sha256(data).hexdigest()})

    def close(self) -> None:
        """Ends the child process."""
        self._sandbox.close()


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
