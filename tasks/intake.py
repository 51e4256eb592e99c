"""Receive: bytes to submissions, archived before anything reads them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval_core.extraction.extractor import Extractor, ExtractorPool, member_path
from perfeval_core.inbox import documents
from perfeval_core.ledger import SubmissionReceipt
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.site import Site
from tasks.step import Refusal, step


@dataclass(frozen=True)
class Received:
    """One path and the receipt for its bytes; ``unreadable`` says why there are none.

    ``refusal`` is what was seen to be wrong with it already here: a member of an archive that cannot be taken out.
    """

    path: str
    receipt: SubmissionReceipt | None
    unreadable: str | None = None
    refusal: Refusal | None = None


@step("接收 receive")
def receive(site: Site, pool: ExtractorPool, paths: Sequence[str], channel: str) -> list[Received]:
    """Takes in each file, each document in a folder, each member of an archive (``a.zip!/inner.pdf``).

    The same bytes under another name are one more receipt.
    """
    with pool.one() as extractor:
        return [one for path in documents(map(Path, paths)) for one in _receive(site, extractor, path, channel)]


def _receive(site: Site, extractor: Extractor, path: Path, channel: str) -> Iterator[Received]:
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Received(str(path), None, error.strerror or str(error))
        return
    try:
        members = extractor.members(data)
    except Unreadable as error:
        yield _submitted(site, str(path), data, channel, Refusal(error.reason, str(error)))
        return
    if members is None:
        yield _submitted(site, str(path), data, channel)
        return
    site.archive.put_container(data)
    for member in members:
        refusal = Refusal(member.reason, member.detail or "") if member.reason else None
        yield _submitted(site, member_path(str(path), member.name), member.data, channel, refusal)


def _submitted(site: Site, name: str, data: bytes, channel: str, refusal: Refusal | None = None) -> Received:
    sha256 = site.archive.put(data)
    return Received(name, site.ledger.submit(sha256, name, len(data), None, channel, ""), refusal=refusal)
