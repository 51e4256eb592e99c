"""Receive: bytes to submissions, archived before anything reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval_core.inbox import documents
from perfeval_core.ledger import SubmissionReceipt
from perfeval_core.site import Site
from tasks.step import step


@dataclass(frozen=True)
class Received:
    """One path and the receipt for its bytes; ``unreadable`` says why there are none."""

    path: str
    receipt: SubmissionReceipt | None
    unreadable: str | None = None


@step("接收 receive")
def receive(site: Site, paths: Sequence[str], channel: str) -> list[Received]:
    """Takes in each file, and each document in a folder; the same bytes under another name are one more receipt."""
    return [_receive(site, path, channel) for path in documents(map(Path, paths))]


def _receive(site: Site, path: Path, channel: str) -> Received:
    try:
        data = path.read_bytes()
    except OSError as error:
        return Received(str(path), None, error.strerror or str(error))
    sha256 = site.archive.put(data)
    receipt = site.ledger.submit(sha256, str(path), len(data), None, channel, "")
    return Received(str(path), receipt)
