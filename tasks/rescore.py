"""Rescore: what was read once, scored and checked again under other rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval_core.casework import dossiers_of
from perfeval_core.ledger import Lease, LeaseLost
from perfeval_core.pipeline import Rules
from perfeval_core.rescoring import Change, as_read, difference
from perfeval_core.site import Site
from tasks.score import Scored, evaluated, version_of
from tasks.step import step


@dataclass(frozen=True)
class Rescored:
    """A submission whose new versions stand, and what they change."""

    scored: Scored
    changes: tuple[Change, ...]


@step("重新复算 rescore")
def rescore(site: Site, rules: Rules, leases: Sequence[Lease]) -> list[Rescored]:
    """The submissions that have other versions under ``rules``; the rest stay as they are."""
    results = (_rescore(site, rules, lease) for lease in leases)
    return [result for result in results if result is not None]


def _rescore(site: Site, rules: Rules, lease: Lease) -> Rescored | None:
    submission = site.ledger.submission(lease.sha256)
    if submission is None or submission.dossier_sha256 is None:
        raise LookupError(f"{lease.sha256}: done, and yet without a dossier")
    whole, before = site.archive.get_file_dossier(submission.dossier_sha256), dossiers_of(site, lease.sha256)
    corrections = {one.report.index: one.corrections for one in before}
    again, made = evaluated(site, lease, as_read(whole, before), rules, whole.reader_version, corrections)
    if again.whole.file_version == whole.file_version:
        return None
    try:
        moved = site.ledger.rescored(lease, [version_of(site, one) for one in made], again.version)
    except LeaseLost:
        return None
    pairs = zip(before, made, strict=True)
    differences = (difference(old.report_id, old.report, new.report) for old, new in pairs)
    changed = tuple(change for change in differences if change.anything)
    return Rescored(replace(again, lease=moved), changed)
