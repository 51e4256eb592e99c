"""Reports and official figures (财政口径数据) side by side: what a report is held against, and who has not filed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.reference import OfficialFigures, OfficialRow
from perfeval_core.ledger import Ledger, ReferenceFile, ReferenceImport, Version
from perfeval_core.pipeline import Rules
from perfeval_core.reference.matching import alike, in_force, same_unit, the_one
from perfeval_core.rulebook.model import RuleSet


@dataclass(frozen=True)
class Standing:
    """One project that has to be reported on (应报项目), and the reports (ids) that were filed on it; none: 未报."""

    official: OfficialFigures
    reports: tuple[str, ...]


def with_reference(rules: Rules, ledger: Ledger) -> Rules:
    """``rules``, each report held against its official row as it stands in ``ledger`` when it is asked for."""

    def held(filing: Filing | None) -> RuleSet:
        ruleset = rules(filing)
        official = None if filing is None else official_for(ledger, filing)
        return ruleset if official is None else ruleset.model_copy(update={"reference": official})

    return held


def official_for(ledger: Ledger, filing: Filing) -> OfficialFigures | None:
    """The official row of a report; ``None`` where there is none, or where it cannot be told which one it is."""
    project = alike(filing.project_name)
    if filing.fiscal_year is None or not project:
        return None
    return the_one(ledger.reference_rows(filing.fiscal_year, project), filing)


def keep(
    ledger: Ledger, name: str, data: bytes, rows: Sequence[OfficialRow], skipped: int
) -> tuple[ReferenceImport, bool]:
    """Imports the rows that were read from the file ``name``; whether they were new."""
    file = ReferenceFile(name, sha256(data).hexdigest())
    return ledger.import_reference(file, [(alike(row.project_name), row) for row in rows], skipped)


def official_rows(ledger: Ledger, fiscal_year: int | None = None) -> list[OfficialFigures]:
    """The official rows that count, of one year or of all, by year, unit and project."""
    rows = in_force(ledger.reference_rows(fiscal_year))
    return sorted(rows, key=lambda row: (row.fiscal_year, row.unit_code or "", row.unit_name or "", row.project_name))


def standings(ledger: Ledger, fiscal_year: int | None = None) -> list[Standing]:
    """Every project that has to be reported on, of one year or of all, with its current reports.

    A report whose unit cannot be told from another one of the same name counts for both: nobody is said to have filed
    nothing while a report lies there that may be his.
    """
    filed: dict[tuple[int, str], list[Version]] = defaultdict(list)
    for one in ledger.versions():
        if one.version.fiscal_year is not None:
            filed[one.version.fiscal_year, alike(one.version.project_name)].append(one.version)
    return [
        Standing(row, tuple(version.report_id for version in _candidates(filed, row) if same_unit(row, version)))
        for row in official_rows(ledger, fiscal_year)
    ]


def missing(ledger: Ledger, fiscal_year: int | None = None) -> list[Standing]:
    """The projects that nobody has reported on (应报未报)."""
    return [one for one in standings(ledger, fiscal_year) if not one.reports]


def _candidates(filed: dict[tuple[int, str], list[Version]], row: OfficialFigures) -> list[Version]:
    return filed.get((row.fiscal_year, alike(row.project_name)), [])
