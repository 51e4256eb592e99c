"""Load: dossiers to the warehouse, a whole batch in one transaction."""

from collections.abc import Sequence

from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.filing import ExtractedFile, Status
from perfeval_core.extraction.parsing import parse
from perfeval_core.ledger import Lease
from perfeval_core.site import Site
from perfeval_core.version import reader_version
from perfeval_core.warehouse import LoadedReport, SubmissionRow
from tasks.step import ReadFile, kept, step

_WORST: tuple[Status, ...] = ("extracted", "partial", "quarantined")


@step("入库 load")
def load(site: Site, batch: str, leases: Sequence[Lease], unread: Sequence[ReadFile]) -> list[Lease]:
    """The reports of scored submissions, and a row for each file that cannot be read; then the former move on."""
    by_file = {lease.sha256: dossiers_of(site, lease.sha256) for lease in leases}
    rows = [_read_row(site, sha256, dossiers) for sha256, dossiers in by_file.items()]
    rows += [_row(site, one.file.sha256, one.file) for one in unread if one.file is not None]
    reports = [LoadedReport(dossier, parse(dossier.report)) for dossiers in by_file.values() for dossier in dossiers]
    with site.warehouse() as warehouse:
        warehouse.load(batch, rows, reports)
    return kept(leases, lambda lease: site.ledger.advance(lease, "loaded"))


def dossiers_of(site: Site, sha256: str) -> list[Dossier]:
    """The current dossiers of one submission, from the archive."""
    return [site.archive.get_dossier(one.version.dossier_sha256) for one in site.ledger.versions(sha256)]


def _read_row(site: Site, sha256: str, dossiers: Sequence[Dossier]) -> SubmissionRow:
    worst = max(dossiers, key=lambda dossier: _WORST.index(dossier.report.status))
    file = ExtractedFile(
        path=worst.file_name,
        sha256=sha256,
        media_type=worst.media_type,
        pages=worst.pages,
        status=worst.report.status,
        reason=worst.report.reason,
    )
    return _row(site, sha256, file)


def _row(site: Site, sha256: str, file: ExtractedFile) -> SubmissionRow:
    submission = site.ledger.submission(sha256)
    if submission is None:
        raise LookupError(f"{sha256}: leased, and yet not in the ledger")
    return SubmissionRow(
        sha256=sha256,
        file_name=submission.name,
        media_type=file.media_type,
        pages=file.pages,
        bytes=submission.size,
        status=file.status,
        reason=file.reason,
        reader_version=reader_version(),
        received_at=submission.received_at,
    )
