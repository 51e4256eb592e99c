"""Read: archived bytes to reports, each file in a child process with limits."""

import logging
from collections.abc import Mapping, Sequence

from perfeval_core import logs
from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.extraction.extractor import Extractor, ExtractorPool, refused_file
from perfeval_core.ledger import Lease, LeaseLost, Refusal
from perfeval_core.reading.sandbox import SandboxError
from perfeval_core.site import Site
from tasks.step import ReadFile, Watcher, step

log = logging.getLogger("perfeval.read")


@step("读取 read")
def read(site: Site, pool: ExtractorPool, leases: Sequence[Lease], refused: Mapping[str, Refusal]) -> list[ReadFile]:
    """The files of a chunk, read. One whose lease another worker took meanwhile is left out: it is read there."""
    with pool.one() as extractor:
        found = []
        for lease in leases:
            with logs.about(submission=lease.sha256):
                result = _read(site, extractor, lease, refused.get(lease.sha256))
                _log(result)
            if result is not None:
                found.append(result)
            Watcher.file_done()
        return found


def _read(site: Site, extractor: Extractor, lease: Lease, refusal: Refusal | None) -> ReadFile | None:
    try:
        data = site.archive.get(lease.sha256)
        file = (
            refused_file(data, lease.name, refusal.reason, refusal.detail)
            if refusal
            else extractor.extract(data, lease.name)
        )
        if file.status != "quarantined" and lease.state == "received":
            lease = site.ledger.advance(lease, "read")
    except LeaseLost:
        return None
    except (SandboxError, ArchiveDamaged, NotArchived) as error:
        return ReadFile(lease, None, str(error))
    return ReadFile(lease, file)


def _log(result: ReadFile | None) -> None:
    if result is None:
        log.warning("租约已归另一批次，留给它处理")
    elif result.file is None:
        log.error("没有读成：本程序出错")
    else:
        log.info("已读取", extra={"status": result.file.reason or result.file.status})
