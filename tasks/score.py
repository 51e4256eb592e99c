"""Score and check: what was read to dossiers, archived and recorded in the ledger."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval_core.domain.dossier import Dossier, FileDossier, filing_id
from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.ledger import FileVersion, Lease, LeaseLost, Version
from perfeval_core.pipeline import Rules, asked_once, check_file, dossiers, file_dossier
from perfeval_core.site import Site
from perfeval_core.version import reader_version
from tasks.step import ReadFile, step

log = logging.getLogger("perfeval.score")


@dataclass(frozen=True)
class Scored:
    """A leased submission with the dossiers of its reports and of itself; without reports if it cannot be read."""

    lease: Lease
    whole: FileDossier
    whole_sha256: str
    dossiers: tuple[Dossier, ...]

    @property
    def version(self) -> FileVersion:
        """What the ledger keeps of the file as a whole."""
        return FileVersion(self.whole.file_version, self.whole_sha256)


@step("复算核对 score")
def score(site: Site, files: Sequence[ReadFile]) -> list[Scored]:
    """The files of a chunk, scored and checked; one that cannot be read gets its dossier alone."""
    results = (_score(site, one) for one in files)
    return [result for result in results if result is not None]


def _score(site: Site, one: ReadFile) -> Scored | None:
    if one.file is None:
        return None
    scored = evaluated(site, one.lease, one.file, site.rules, reader_version())
    if one.file.status == "quarantined":
        return scored
    try:
        versions = [version_of(site, dossier) for dossier in scored.dossiers]
        site.ledger.record_versions(one.lease, versions, scored.version)
        for dossier in scored.dossiers:
            told = {"submission": one.lease.sha256, "report": dossier.report_id, "status": dossier.report.status}
            log.info("已复算", extra=told)
        return replace(scored, lease=site.ledger.advance(one.lease, "scored"))
    except LeaseLost:
        return None


def evaluated(site: Site, lease: Lease, file: ExtractedFile, rules: Rules, reader: str) -> Scored:
    """``file``, read by version ``reader``, scored and checked under ``rules``; its own dossier is archived."""
    held = asked_once(rules)
    checked = check_file(file, held)
    made = dossiers(checked, held, reader)
    whole = file_dossier(checked, made, held, reader)
    return Scored(lease, whole, site.archive.put_file_dossier(whole), made)


def version_of(site: Site, dossier: Dossier) -> Version:
    """What the ledger keeps of ``dossier``, which is archived here."""
    return Version(
        report_version=dossier.report_version,
        report_id=dossier.report_id,
        index=dossier.report.index,
        reader_version=dossier.reader_version,
        engine_version=dossier.engine_version,
        ruleset_hash=dossier.ruleset_hash,
        dossier_sha256=site.archive.put_dossier(dossier),
        project_name=dossier.report.project_name,
        unit_code=dossier.report.unit_code,
        unit_name=dossier.report.unit_name,
        fiscal_year=dossier.report.fiscal_year,
        filing=filing_id(dossier.report),
    )
