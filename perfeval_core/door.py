"""The one door (收件): bytes to submissions, archived before anything reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from perfeval_core.extraction.extractor import Extractor, member_path
from perfeval_core.ledger import Refusal, SubmissionReceipt
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.site import Site


@dataclass(frozen=True)
class Received:
    """One path and the receipt for its bytes; ``unreadable`` says why there are none."""

    path: str
    receipt: SubmissionReceipt | None
    unreadable: str | None = None


@dataclass(frozen=True)
class Sender:
    """Through which channel a file came, who handed it in, and what else was said of it."""

    channel: str
    submitted_by: str = ""
    remarks: dict[str, str] = field(default_factory=dict)


def take_in(site: Site, extractor: Extractor, name: str, data: bytes, sender: Sender) -> Iterator[Received]:
    """Submits the file called ``name``, or each member if it is an archive (``a.zip!/inner.pdf``).

    The same bytes under another name are one more receipt.
    """
    try:
        members = extractor.members(data)
    except Unreadable as error:
        yield _submit(site, name, data, sender, Refusal(error.reason, str(error)))
        return
    if members is None:
        yield _submit(site, name, data, sender)
        return
    site.archive.put_container(data)
    for member in members:
        refusal = Refusal(member.reason, member.detail or "") if member.reason else None
        yield _submit(site, member_path(name, member.name), member.data, sender, refusal)


def _submit(site: Site, name: str, data: bytes, sender: Sender, refusal: Refusal | None = None) -> Received:
    sha256 = site.archive.put(data)
    receipt = site.ledger.submit(
        sha256, name, len(data), None, sender.channel, sender.submitted_by, sender.remarks, refusal
    )
    return Received(name, receipt)
