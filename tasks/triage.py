"""Triage: what becomes of each report, each unreadable file and each error of ours."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from perfeval_core.casework import failure_items, report_items, unreadable_items
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import Lease
from perfeval_core.site import Site
from tasks.load import dossiers_of
from tasks.step import OurError, ReadFile, step


@step("分流 triage")
def triage(
    site: Site, leases: Sequence[Lease], unread: Sequence[ReadFile], errors: Sequence[OurError]
) -> list[ReviewItem]:
    """The review items of a batch. A clean report has none."""
    items = [item for lease in leases for item in _of_submission(site, lease.sha256)]
    items += [item for one in unread if one.file is not None for item in unreadable_items(site, one.file)]
    items += [item for error in errors for item in failure_items(site, error.subject, error.message)]
    return items


def _of_submission(site: Site, sha256: str) -> Iterator[ReviewItem]:
    added: dict[str, list[Finding]] = defaultdict(list)
    for version, finding in site.ledger.validation(sha256):
        added[version].append(finding)
    for dossier in dossiers_of(site, sha256):
        yield from report_items(site, dossier, added[dossier.report_version])
