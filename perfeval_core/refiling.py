"""Reports that took the place of others (重新报送): which, and what is different."""

from collections.abc import Sequence

from perfeval_core.differences import Difference, difference
from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Finding
from perfeval_core.ledger import RecordedVersion
from perfeval_core.site import Site

_CHUNK = 500


class Refiled(Frozen):
    """A report of this run that took the place of one filed before, and how much of it is different.

    ``same_content``: the same cells in other bytes, a report that was only printed or saved again.
    """

    report_id: str
    replaces: str
    project_name: str | None
    unit_name: str | None
    same_content: bool
    cells: int
    findings_closed: int
    findings_new: int
    findings_standing: int


def before(site: Site, one: RecordedVersion) -> RecordedVersion | None:
    """What ``one`` took the place of: the report filed before it, or else its own version before; ``None`` if first."""
    replaced = site.ledger.replaced([one.version.report_id])
    if replaced:
        return replaced[0]
    return next((old for old in _versions(site, one) if old.version.report_version == one.supersedes), None)


def between(site: Site, old: RecordedVersion, new: RecordedVersion) -> Difference:
    """What is different, data quality findings included. Raises ``NotArchived`` or ``ArchiveDamaged``."""
    was, now = (site.archive.get_dossier(one.version.dossier_sha256) for one in (old, new))
    return difference(was, now, _added(site, old), _added(site, new))


def refiled(site: Site, shas: Sequence[str]) -> list[Refiled]:
    """The reports in these files that took the place of others."""
    current = [one for sha256 in shas for one in site.ledger.versions(sha256) if one.in_force]
    found = dict[str, RecordedVersion]()
    for start in range(0, len(current), _CHUNK):
        names = [one.version.report_id for one in current[start : start + _CHUNK]]
        for old in site.ledger.replaced(names):
            found.setdefault(old.replaced_by or "", old)  # the one that came last comes first
    pairs = [(found[one.version.report_id], one) for one in current if one.version.report_id in found]
    return [_refiled(site, old, new) for old, new in pairs]


def describe(one: Refiled) -> str:
    """One line for people."""
    name = one.project_name or one.report_id
    if one.same_content:
        return f"{name}（{one.report_id}）：与以前报送的 {one.replaces} 内容相同，只是文件不同"
    return (
        f"{name}（{one.report_id}）取代 {one.replaces}：改动 {one.cells} 处，"
        f"疑点消除 {one.findings_closed} 条，新增 {one.findings_new} 条，仍有 {one.findings_standing} 条"
    )


def _refiled(site: Site, old: RecordedVersion, new: RecordedVersion) -> Refiled:
    change = between(site, old, new)
    return Refiled(
        report_id=new.version.report_id,
        replaces=old.version.report_id,
        project_name=new.version.project_name,
        unit_name=new.version.unit_name,
        same_content=change.same_content,
        cells=len(change.cells),
        findings_closed=len(change.closed),
        findings_new=len(change.new),
        findings_standing=len(change.standing),
    )


def _versions(site: Site, one: RecordedVersion) -> list[RecordedVersion]:
    return site.ledger.versions(one.submission, current_only=False)


def _added(site: Site, one: RecordedVersion) -> list[Finding]:
    found = site.ledger.validation(one.submission, current_only=False)
    return [finding for version, finding in found if version == one.version.report_version]
