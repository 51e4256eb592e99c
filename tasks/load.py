"""Load: dossiers to the warehouse, a whole batch in one transaction."""

from collections.abc import Sequence
from datetime import UTC

from perfeval_core.casework import dossiers_of
from perfeval_core.domain.dossier import FileDossier
from perfeval_core.extraction.parsing import parse
from perfeval_core.ledger import Batch, Lease, Submission
from perfeval_core.site import Site
from perfeval_core.warehouse import BatchRow, LoadedReport, SubmissionRow
from tasks.score import Scored
from tasks.step import step


@step("入库 load")
def load(site: Site, batch: str, leases: Sequence[Lease], unread: Sequence[Scored]) -> list[Lease]:
    """The reports of scored submissions, and a row for each file that cannot be read; then the former move on."""
    dossiers = (dossier for lease in leases for dossier in dossiers_of(site, lease.sha256))
    rows = [_row(site, lease.sha256, None) for lease in leases]
    rows += [_row(site, one.lease.sha256, one.whole) for one in unread]
    if rows:
        with site.warehouse() as warehouse:
            loaded = warehouse.load(batch, rows, (LoadedReport(dossier, parse(dossier.report)) for dossier in dossiers))
        site.ledger.record_batch(_noted(loaded.batch))
    return site.ledger.advance_all(leases, "loaded")


def _noted(row: BatchRow) -> Batch:
    """The same in the ledger's words, so that the warehouse can be made again from there."""
    return Batch(row.batch_id, row.loaded_at.replace(tzinfo=UTC), row.submissions, row.reports)


def _row(site: Site, sha256: str, whole: FileDossier | None) -> SubmissionRow:
    submission = site.ledger.submission(sha256)
    if submission is None:
        raise LookupError(f"{sha256}: leased, and yet not in the ledger")
    return SubmissionRow(whole or _recorded(site, submission), submission.size, submission.received_at)


def _recorded(site: Site, submission: Submission) -> FileDossier:
    if submission.dossier_sha256 is None:
        raise LookupError(f"{submission.sha256}: scored, and yet without a dossier")
    return site.archive.get_file_dossier(submission.dossier_sha256)
