"""Receive: bytes to submissions, archived before anything reads them; and what the senders hear of it."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from perfeval_core import dropfolder
from perfeval_core.door import Received, Sender, take_in
from perfeval_core.extraction.extractor import Extractor, ExtractorPool
from perfeval_core.inbox import documents
from perfeval_core.site import Site
from tasks.step import step


@step("接收 receive")
def receive(site: Site, pool: ExtractorPool, paths: Sequence[str], channel: str) -> list[Received]:
    """Takes in each file, each document in a folder, each member of an archive (``a.zip!/inner.pdf``)."""
    with pool.one() as extractor:
        return [one for path in documents(map(Path, paths)) for one in _receive(site, extractor, path, channel)]


def _receive(site: Site, extractor: Extractor, path: Path, channel: str) -> Iterator[Received]:
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Received(str(path), None, error.strerror or str(error))
        return
    yield from take_in(site, extractor, str(path), data, Sender(channel))


@step("收件箱 collect")
def collect(site: Site, pool: ExtractorPool) -> list[Received]:
    """Takes in what lies whole in the inbox and was not taken yet. What is still being written is left for later."""
    if not site.settings.drop_folder.is_dir():
        return []
    with pool.one() as extractor:
        folder = dropfolder.DropFolder(site, extractor)
        folder.look_everywhere()
        if folder.waiting:
            time.sleep(site.settings.settle_seconds)
        return folder.take(folder.waiting)


@step("回执 acknowledge")
def acknowledge(site: Site, sha256s: Sequence[str]) -> int:
    """Brings the receipts of dropped files up to date; how many were."""
    return dropfolder.acknowledge(site, sha256s)
