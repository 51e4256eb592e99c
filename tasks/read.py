"""Read and score: archived bytes to dossiers, one file after the other, so that memory holds one of them at a time."""

import logging
from collections.abc import Mapping, Sequence

from perfeval_core import logs
from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.extraction.extractor import ExtractorPool, refused_file
from perfeval_core.ledger import Lease, LeaseLost, Refusal
from perfeval_core.reading.sandbox import SandboxError
from perfeval_core.running import timed
from perfeval_core.site import Site
from tasks.score import Scored, score
from tasks.step import NotRead, Watcher, step

log = logging.getLogger("perfeval.read")


@step("读取 read")
def read(
    site: Site, pool: ExtractorPool, leases: Sequence[Lease], refused: Mapping[str, Refusal]
) -> list[Scored | NotRead]:
    """The files of a chunk, read and scored. One whose lease another worker took meanwhile is left out."""
    found = []
    for lease in leases:
        with logs.about(submission=lease.sha256):
            result = read_and_score(site, pool, lease, refused.get(lease.sha256))
        if result is not None:
            found.append(result)
    return found


def read_and_score(site: Site, pool: ExtractorPool, lease: Lease, refusal: Refusal | None) -> Scored | NotRead | None:
    """One file; ``None`` if another worker has it by now."""
    try:
        moved, file = read_file(site, pool, lease, refusal)
        Watcher.file_done()
        with timed("score"):
            return score(site, moved, file)
    except LeaseLost:
        log.warning("租约已归另一批次，留给它处理")
        return None
    except (SandboxError, ArchiveDamaged, NotArchived) as error:
        log.error("没有读成：本程序出错")
        return NotRead(lease, str(error))


def read_file(site: Site, pool: ExtractorPool, lease: Lease, refusal: Refusal | None) -> tuple[Lease, ExtractedFile]:
    """What is in the file, read in a child process with limits, and the lease for the step after it."""
    data = site.archive.get(lease.sha256)
    if refusal:
        return lease, refused_file(data, lease.name, refusal.reason, refusal.detail)
    with pool.one() as extractor:
        file = extractor.extract(data, lease.name)
    if file.status != "quarantined" and lease.state == "received":
        lease = site.ledger.advance(lease, "read")
    log.info("已读取", extra={"status": file.reason or file.status})
    return lease, file
