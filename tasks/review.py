"""Review: what reviewers corrected, in new versions of the reports."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from perfeval_core.casework import dossiers_of
from perfeval_core.correcting import corrected, machine_reading, with_reports
from perfeval_core.domain.correction import Correction
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.filing import Filing
from perfeval_core.domain.review import Refused
from perfeval_core.ledger import Lease, LeaseLost
from perfeval_core.pipeline import Rules
from perfeval_core.rescoring import Change, as_read, difference, filing_of
from perfeval_core.reviewing import rules_of
from perfeval_core.rulebook.model import RuleSet
from perfeval_core.site import Site
from tasks.score import Scored, evaluated, version_of
from tasks.step import OurError, step


@dataclass(frozen=True)
class Applied:
    """Submissions whose corrected versions stand, with what that changes, how many corrections, errors of ours."""

    scored: tuple[Scored, ...] = ()
    changes: tuple[Change, ...] = ()
    corrections: int = 0
    errors: tuple[OurError, ...] = ()


@dataclass(frozen=True)
class _Mended:
    """One report: as it is to stand, its corrections as applied, and which of them (their ids) are new to it."""

    filing: Filing
    corrections: tuple[Correction, ...]
    new: tuple[str, ...] = ()
    error: OurError | None = None


@step("更正生效 apply")
def apply(site: Site, leases: Sequence[Lease]) -> Applied:
    """All that is decided and in no version yet, in the leased submissions, which are done."""
    found = [_apply(site, lease) for lease in leases]
    return Applied(
        scored=tuple(scored for one in found for scored in one.scored),
        changes=tuple(change for one in found for change in one.changes),
        corrections=sum(one.corrections for one in found),
        errors=tuple(error for one in found for error in one.errors),
    )


def _apply(site: Site, lease: Lease) -> Applied:
    submission, before = site.ledger.submission(lease.sha256), dossiers_of(site, lease.sha256)
    if submission is None or submission.dossier_sha256 is None:
        raise LookupError(f"{lease.sha256}: done, and yet without a dossier")
    whole = site.archive.get_file_dossier(submission.dossier_sha256)
    mended = {one.report.index: _mended(site, one) for one in before}
    errors = tuple(one.error for one in mended.values() if one.error)
    new = [name for one in mended.values() for name in one.new]
    if not new:
        return Applied(errors=errors)
    file = with_reports(as_read(whole, before), [mended[one.report.index].filing for one in before])
    held = {index: one.corrections for index, one in mended.items()}
    again, made = evaluated(site, lease, file, _rules(site, before), whole.reader_version, held)
    with suppress(LeaseLost):
        versions = [version_of(site, one) for one in made]
        moved = site.ledger.reviews.applied(lease, versions, again.version, new)
        pairs = [(old, new_one) for old, new_one in zip(before, made, strict=True) if mended[new_one.report.index].new]
        changes = tuple(difference(old.report_id, old.report, new_one.report) for old, new_one in pairs)
        return Applied((replace(again, lease=moved),), changes, len(new), errors)
    return Applied(errors=errors)


def _mended(site: Site, dossier: Dossier) -> _Mended:
    made = [one for one in site.ledger.reviews.corrections(dossier.report_id) if one.decision_id is not None]
    new = tuple(one.correction.correction_id for one in made if one.applied_in is None)
    stays = _Mended(filing_of(dossier.report), dossier.corrections)
    if not new:
        return stays
    found = corrected(machine_reading(dossier), [one.correction for one in made])
    if isinstance(found, Refused):
        return replace(stays, error=OurError(dossier.report_id, f"更正没有生效：{found.message}"))
    return _Mended(*found, new)


def _rules(site: Site, before: Sequence[Dossier]) -> Rules:
    """The rules of each report by those of its version so far; for the file, as for its first report."""
    of_report = {one.report.index: rules_of(site, one) for one in before}
    first = of_report[before[0].report.index]

    def rules(filing: Filing | None) -> RuleSet:
        return first(None) if filing is None else of_report[filing.index](filing)

    return rules
