"""Score and check: what was read to dossiers, archived and recorded in the ledger."""

import logging
from dataclasses import dataclass, replace

from perfeval_core.domain.dossier import Dossier, FileDossier, filing_id
from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.ledger import FileVersion, Lease, Version
from perfeval_core.pipeline import Corrections, Rules, asked_once, check_file, dossiers, file_dossier
from perfeval_core.site import Site
from perfeval_core.version import reader_version
from tasks.step import Watcher

log = logging.getLogger("perfeval.score")


@dataclass(frozen=True)
class Scored:
    """A leased submission with its dossier, and the kinds of what was found in its reports, whose own are archived."""

    lease: Lease
    whole: FileDossier
    whole_sha256: str
    kinds: tuple[str, ...]

    @property
    def version(self) -> FileVersion:
        """What the ledger keeps of the file as a whole."""
        return FileVersion(self.whole.file_version, self.whole_sha256)


def score(site: Site, lease: Lease, file: ExtractedFile) -> Scored:
    """One file, scored and checked; one that cannot be read gets its dossier alone. Raises ``LeaseLost``."""
    Watcher.stage("复算核对 score")
    scored, made = evaluated(site, lease, file, site.rules, reader_version())
    if file.status == "quarantined":
        return scored
    site.ledger.record_versions(lease, [version_of(site, dossier) for dossier in made], scored.version)
    for dossier in made:
        log.info("已复算", extra={"report": dossier.report_id, "status": dossier.report.status})
    return replace(scored, lease=site.ledger.advance(lease, "scored"))


def evaluated(
    site: Site, lease: Lease, file: ExtractedFile, rules: Rules, reader: str, corrections: Corrections | None = None
) -> tuple[Scored, tuple[Dossier, ...]]:
    """``file``, read by version ``reader``, scored and checked under ``rules``; its own dossier is archived, those of
    its reports are not yet. ``corrections`` are the cells of ``file`` that a person corrected."""
    held = asked_once(rules)
    checked = check_file(file, held)
    made = dossiers(checked, held, reader, corrections)
    whole = file_dossier(checked, made, held, reader)
    kinds = tuple(finding.kind for report in checked.reports for finding in report.findings)
    return Scored(lease, whole, site.archive.put_file_dossier(whole), kinds), made


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
