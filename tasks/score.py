"""Score and check: what was read to dossiers, archived and recorded in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.domain.dossier import Dossier
from perfeval_core.ledger import Lease, LeaseLost, Version
from perfeval_core.pipeline import check_file, dossiers
from perfeval_core.site import Site
from tasks.step import ReadFile, step


@dataclass(frozen=True)
class Scored:
    """A leased submission whose reports have their dossiers."""

    lease: Lease
    dossiers: tuple[Dossier, ...]


@step("复算核对 score")
def score(site: Site, files: Sequence[ReadFile]) -> list[Scored]:
    """The files of a chunk that could be read, scored and checked."""
    results = (_score(site, one) for one in files if one.file is not None and one.file.status != "quarantined")
    return [result for result in results if result is not None]


def _score(site: Site, one: ReadFile) -> Scored | None:
    if one.file is None:
        return None
    made = dossiers(check_file(one.file, site.ruleset), site.ruleset)
    try:
        site.ledger.record_versions(one.lease, [_version(site, dossier) for dossier in made])
        return Scored(site.ledger.advance(one.lease, "scored"), made)
    except LeaseLost:
        return None


def _version(site: Site, dossier: Dossier) -> Version:
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
        fiscal_year=dossier.report.fiscal_year,
    )
