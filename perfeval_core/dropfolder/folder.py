"""The drop folder at work: what lies there is looked at until it is whole, then it goes through the one door."""

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from perfeval_core.door import Received, Sender, take_in
from perfeval_core.dropfolder.acknowledge import message, now, refreshed, states, status_of
from perfeval_core.dropfolder.names import channel_and_unit, described_by, kind, shown
from perfeval_core.dropfolder.receipts import DropReceipt, Outbox, ReceiptStatus
from perfeval_core.dropfolder.settling import Look, Settling, look, read_whole
from perfeval_core.dropfolder.sidecar import Described, described
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.sandbox import SandboxError
from perfeval_core.reading.sniff import MAX_BYTES
from perfeval_core.site import Site

PATIENCE_SECONDS = 600.0
"""A file that is not whole after this time is named."""

log = logging.getLogger("perfeval.inbox")


class DropFolder:
    """The inbox of a site. Files in it are never changed, moved or removed: it belongs to those who drop them.

    What was taken is known by its receipt, so that a new watcher finds what came while there was none.
    """

    def __init__(
        self,
        site: Site,
        extractor: Extractor,
        patience: float = PATIENCE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._site = site
        self._extractor = extractor
        self._clock = clock
        self._inbox = site.settings.drop_folder
        self._outbox = Outbox(site.settings.drop_receipts)
        self._settling = Settling(site.settings.settle_seconds, patience)
        self._taken: dict[Path, str] = {}

    @property
    def waiting(self) -> int:
        """How many files are not known to be whole yet."""
        return len(self._settling)

    def look_everywhere(self) -> None:
        """Sees every file in the inbox. Raises ``OSError`` if there is no inbox to look into."""
        os.scandir(self._inbox).close()
        for path in _files_below(self._inbox):
            self._see(path)

    def look_at(self, paths: Iterable[Path]) -> None:
        """Sees what changed: files, or folders that came as a whole."""
        for path in paths:
            if path.is_dir() and not path.is_symlink():
                for file in _files_below(path):
                    self._see(file)
            else:
                self._see(path)

    def take(self, limit: int = 200) -> list[Received]:
        """Hands up to ``limit`` files that are whole to the ledger, each with a receipt; names those that never are."""
        for path in self._settling.paths():
            self._look(path)
        received: list[Received] = []
        for path, seen in self._settling.whole(self._clock(), limit):
            received += self._take(path, seen)
        for path, seen in self._settling.overdue(self._clock()):
            log.warning("未传完：%s（%d 字节）", path, seen.size)
            self._answer(path, seen, "incomplete", "文件一直没有传完，请重新上传，或把临时文件名改成正式文件名")
        return received

    def _see(self, path: Path) -> None:
        what = kind(path.name)
        if what == "ignored" or any(part.startswith(".") for part in path.relative_to(self._inbox).parts):
            return
        if what == "sidecar":
            self._see(described_by(path))
            return
        self._look(path)

    def _look(self, path: Path) -> None:
        found = look(path)
        if found is None:
            self._outbox.forget(shown(self._inbox, path))
        if found is not None and self._known(path, found):
            self._settling.done(path)
        else:
            self._settling.see(path, found, self._clock())

    def _known(self, path: Path, found: Look) -> bool:
        """Whether the file was taken as it looks now; the first look at it brings its receipt up to date."""
        if path in self._taken:
            return self._taken[path] == found.stamp
        receipt = self._outbox.read(shown(self._inbox, path))
        if receipt is None or receipt.stamp != found.stamp or not receipt.settled:
            return False
        if receipt.open and (current := refreshed(self._site, receipt)) != receipt:
            self._outbox.write(current)
        self._taken[path] = found.stamp
        return True

    def _take(self, path: Path, seen: Look) -> list[Received]:
        if seen.size > MAX_BYTES:
            words = f"文件有 {seen.size // 1024**2} MB，超过 {MAX_BYTES // 1024**2} MB 的上限，请拆分后重新报送"
            self._answer(path, seen, "refused", words)
            self._finish(path, seen)
            return []
        try:
            data = read_whole(path, seen)
        except OSError as error:
            words = f"打不开：{error.strerror or error}；请检查文件权限"
            self._answer(path, seen, "unreadable", words)
            self._settling.done(path)
            return []
        if data is None:
            self._settling.postpone(path, self._clock())
            return []
        try:
            received = self._submit(path, seen, data)
        except SandboxError:
            log.exception("打不开 %s：本程序出错，请告知维护人员", path)
            self._answer(path, seen, "unreadable", "本程序出错，已记入日志；请联系维护人员，文件不必重传")
            self._settling.done(path)
            return []
        self._finish(path, seen)
        return received

    def _submit(self, path: Path, seen: Look, data: bytes) -> list[Received]:
        receipt = self._registered(self._receipt(path, seen, described(seen.sidecar)), sha256(data).hexdigest())
        name = receipt.name
        remarks = {"unit": receipt.unit, "submitted_at": receipt.submitted_at}
        sender = Sender(
            receipt.channel, receipt.submitted_by or "", {key: value for key, value in remarks.items() if value}
        )
        received = list(take_in(self._site, self._extractor, name, data, sender))
        given = [(one.path, one.receipt) for one in received if one.receipt is not None]
        files = states(self._site, ((where, one.sha256) for where, one in given))
        status = status_of(files)
        changes = {
            "status": status,
            "message": message(self._site, status, files),
            "repeated": not any(one.new for _, one in given),
            "received_at": now(),
            "files": files,
        }
        self._outbox.write(receipt.model_copy(update=changes))
        log.info("收到 %s：%d 字节，%d 个文件", name, len(data), len(files))
        return received

    def _registered(self, receipt: DropReceipt, sha256: str) -> DropReceipt:
        """``receipt`` with the sender under whom these bytes stand in the ledger by this name: the one said first."""
        before = self._outbox.read(receipt.name)
        if before is not None and before.sha256 == sha256:
            kept = {name: getattr(before, name) for name in ("unit", "submitted_by", "submitted_at")}
            if any(getattr(receipt, name) != value for name, value in kept.items()):
                late = "报送说明在文件登记之后才到或改过，台账仍按第一次登记的；请把说明文件放在正文之前"
                return receipt.model_copy(update={**kept, "sha256": sha256, "metadata_problem": late})
        return receipt.model_copy(update={"sha256": sha256})

    def _answer(self, path: Path, seen: Look, status: ReceiptStatus, words: str) -> None:
        """A receipt for a file that was not taken, unless it has this one already."""
        receipt = self._receipt(path, seen, Described())
        before = self._outbox.read(receipt.name)
        if before is None or (before.status, before.stamp) != (status, seen.stamp):
            self._outbox.write(receipt.model_copy(update={"status": status, "message": words}))

    def _receipt(self, path: Path, seen: Look, what: Described) -> DropReceipt:
        name = shown(self._inbox, path)
        channel, unit = channel_and_unit(name)
        return DropReceipt(
            name=name,
            status="received",
            message="",
            stamp=seen.stamp,
            size=seen.size,
            channel=channel,
            unit=what.said.unit or unit,
            submitted_by=what.said.submitted_by,
            submitted_at=what.said.time,
            metadata_problem=what.problem,
            updated_at=now(),
        )

    def _finish(self, path: Path, seen: Look) -> None:
        self._settling.done(path)
        self._taken[path] = seen.stamp


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file below ``folder``; links are not followed."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            yield Path(here, name)
