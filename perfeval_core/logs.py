"""Structured logs (运行日志): one JSON object a line in ``home/logs``, of bounded size, with what each line is about.

No line holds text of a report: what is said is ours, and of an error only its kind and where it came from.
"""

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import MappingProxyType
from uuid import uuid4

LARGEST = 10 * 1024**2
"""Bytes after which a file is put aside."""
KEPT = 5
"""Files that were put aside and are kept."""

_ABOUT: ContextVar[Mapping[str, str]] = ContextVar("perfeval_about", default=MappingProxyType({}))
_FIELDS = ("flow", "run", "flow_run", "task", "submission", "report", "status", "seconds", "error")
"""What a line may carry beside its message, as ``extra`` or from ``about``."""


@contextmanager
def about(**what: str) -> Iterator[None]:
    """Every line that is written in the block, and in tasks that it starts, says ``what`` (names of ``_FIELDS``)."""
    before = _ABOUT.set({**_ABOUT.get(), **what})
    try:
        yield
    finally:
        _ABOUT.reset(before)


class JsonLine(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC), level, logger and message, then what it is about."""
        said = {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_ABOUT.get(),
            **said,
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{Path(one.filename).name}:{one.lineno}" for one in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False, default=str)


class BoundedFile(WatchedFileHandler):
    """A file that many processes may append to, put aside under a name of its own when it has grown large.

    Two that put it aside at once lose nothing: one of them moves the other's new file.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line, in one piece."""
        try:
            super().emit(record)
            if self.stream is not None and os.fstat(self.stream.fileno()).st_size > LARGEST:
                self._put_aside()
        except OSError:  # a full disk; or Windows, where a file that others have open is put aside later
            self.handleError(record)

    def close(self) -> None:
        """Closes the file; on a full disk lines are lost, and no error that says why is hidden."""
        try:
            super().close()
        except OSError as error:
            print(f"运行日志没有写完：{error.strerror}（{self.baseFilename}）", file=sys.stderr)

    def _put_aside(self) -> None:
        path = Path(self.baseFilename)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        path.rename(path.with_name(f"{path.stem}-{moment}-{uuid4().hex[:6]}{path.suffix}"))
        for old in sorted(path.parent.glob(f"{path.stem}-*{path.suffix}"))[:-KEPT]:
            old.unlink(missing_ok=True)


@contextmanager
def written(folder: Path, name: str, loggers: Sequence[str] = ("perfeval",), alone: bool = False) -> Iterator[None]:
    """In the block, what ``loggers`` say (from INFO on) goes to ``folder/name.jsonl``.

    ``alone``: and nowhere else, as a run's lines are in the way on a person's screen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handler = BoundedFile(folder / f"{name}.jsonl", encoding="utf-8", delay=True)
    handler.setFormatter(JsonLine())
    found = [logging.getLogger(one) for one in loggers]
    before = [(one.level, one.propagate) for one in found]
    for one in found:
        one.addHandler(handler)
        one.setLevel(logging.INFO)
        one.propagate = one.propagate and not alone
    try:
        yield
    finally:
        for one, (level, propagate) in zip(found, before, strict=True):
            one.removeHandler(handler)
            one.setLevel(level)
            one.propagate = propagate
        handler.close()
