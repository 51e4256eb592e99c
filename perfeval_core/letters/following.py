"""What became of what a letter asks: the report that the unit filed in its place, held against the one it was about."""

from datetime import datetime

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Finding
from perfeval_core.ledger import IssuedLetter, RecordedVersion
from perfeval_core.refiling import between
from perfeval_core.site import Site


class FollowUp(Frozen):
    """The corrected report (更正后的报告), and what is different.

    ``gone`` (已消除) and ``standing`` (仍存在) are the ids of the findings that the letter asks about, ``new`` (新出现)
    findings that the report before did not have. ``same_content``: nothing was changed at all; ``same_yardstick``: both
    were held against the same rules by the same program.
    """

    report_id: str
    report_version: str
    received_at: datetime
    gone: tuple[str, ...]
    standing: tuple[str, ...]
    new: tuple[Finding, ...]
    same_content: bool
    same_yardstick: bool


def follow_up(site: Site, letter: IssuedLetter) -> FollowUp | None:
    """What the unit filed since; ``None`` if it filed nothing. Raises ``NotArchived`` or ``ArchiveDamaged``."""
    if letter.corrected_by is None:
        return None
    new = _current(site, letter.corrected_by)
    change = between(site, _version(site, letter), new)
    closed = {one.id for one in change.closed}
    asked = [one.finding_id for one in letter.asked]
    received = site.ledger.submission(new.submission)
    assert received is not None, "a version has its submission"
    return FollowUp(
        report_id=new.version.report_id,
        report_version=new.version.report_version,
        received_at=received.received_at,
        gone=tuple(one for one in asked if one in closed),
        standing=tuple(one for one in asked if one not in closed),
        new=change.new,
        same_content=change.same_content,
        same_yardstick=change.same_yardstick,
    )


def findings_of(site: Site, letter: IssuedLetter) -> list[Finding]:
    """The findings that a letter asks about, in its order. Raises ``NotArchived`` or ``ArchiveDamaged``."""
    dossier = site.archive.get_dossier(_version(site, letter).version.dossier_sha256)
    known = {one.id: one for one in dossier.report.findings}
    return [known[one.finding_id] for one in letter.asked]


def _version(site: Site, letter: IssuedLetter) -> RecordedVersion:
    every = site.ledger.versions(letter.submission, current_only=False)
    return next(one for one in every if one.version.report_version == letter.report_version)


def _current(site: Site, report_id: str) -> RecordedVersion:
    return next(one for one in site.ledger.versions() if one.version.report_id == report_id)
