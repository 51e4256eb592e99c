"""Triage: what becomes of each report, each file and each error of ours."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from perfeval_core.casework import dossiers_of, failure_items, file_items, report_items
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import Lease
from perfeval_core.site import Site
from tasks.score import Scored
from tasks.step import OurError, step


@step("分流 triage")
def triage(
    site: Site, leases: Sequence[Lease], unread: Sequence[Scored], errors: Sequence[OurError]
) -> list[ReviewItem]:
    """The review items of a batch. A clean report has none."""
    items = [item for lease in leases for item in _of_submission(site, lease.sha256)]
    items += [item for one in unread for item in file_items(site, one.whole, ())]
    items += [item for error in errors for item in failure_items(site, error.subject, error.message)]
    return items


def _of_submission(site: Site, sha256: str) -> Iterator[ReviewItem]:
    added: dict[str, list[Finding]] = defaultdict(list)
    for version, finding in site.ledger.validation(sha256):
        added[version].append(finding)
    dossiers = dossiers_of(site, sha256)
    for dossier in dossiers:
        yield from report_items(site, dossier, added[dossier.report_version])
    submission = site.ledger.submission(sha256)
    if submission is not None and submission.dossier_sha256 is not None:
        yield from file_items(site, site.archive.get_file_dossier(submission.dossier_sha256), dossiers)
