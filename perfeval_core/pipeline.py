"""All the pure steps in their order: bytes → reports → scores → findings → dossiers."""

from collections.abc import Callable, Mapping, Sequence

from perfeval_core.domain.correction import Correction
from perfeval_core.domain.dossier import (
    Dossier,
    FileDossier,
    basis,
    derived_id,
    file_version,
    report_id,
    report_version,
)
from perfeval_core.domain.filing import ExtractedFile, Filing
from perfeval_core.domain.findings import CheckedFile, CheckedFiling, RuleFailure
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook.model import RuleSet
from perfeval_core.rules.engine import check
from perfeval_core.rules.portfolio import check_portfolio
from perfeval_core.scoring.recompute import recompute
from perfeval_core.version import engine_version

Corrections = Mapping[int, tuple[Correction, ...]]
"""What a person corrected in a file's reports (更正), by the report's number."""

Rules = Callable[[Filing | None], RuleSet]
"""The rules that hold for a report; for ``None``, for a file as a whole."""


def asked_once(rules: Rules) -> Rules:
    """``rules``, asked once for each report of one file.

    Official figures may be imported meanwhile; what a report was checked against must be what its dossier says.
    """
    answers: dict[int | None, RuleSet] = {}

    def answer(filing: Filing | None) -> RuleSet:
        index = filing.index if filing else None
        if index not in answers:
            answers[index] = rules(filing)
        return answers[index]

    return answer


def evaluate(data: bytes, path: str, extractor: Extractor, rules: Rules) -> CheckedFile:
    """One file read, scored and checked. Raises ``SandboxError`` for an error of ours while reading."""
    return check_file(extractor.extract(data, path), rules)


def check_file(file: ExtractedFile, rules: Rules) -> CheckedFile:
    """The reports of a file that was read, scored and checked, each under its own rules."""
    results = [check_report(one, report_id(file.sha256, one.index), rules(one)) for one in file.reports]
    reports = tuple(report for report, _ in results)
    several = reports if len(reports) > 1 else ()
    portfolio, portfolio_failures = check_portfolio(
        [(report_id(file.sha256, one.index), parse(one), one.scores) for one in several if one.scores], rules(None)
    )
    return CheckedFile(
        **file.model_dump(exclude={"reports"}),
        reports=reports,
        portfolio_findings=portfolio,
        failures=(*(failure for _, failures in results for failure in failures), *portfolio_failures),
    )


def check_report(filing: Filing, identity: str, ruleset: RuleSet) -> tuple[CheckedFiling, tuple[RuleFailure, ...]]:
    """One report with its scores and findings, and the rules that failed on it."""
    report = parse(filing)
    sheet = recompute(report, ruleset)
    findings, failures = check(report, sheet, ruleset, identity)
    fields = {name: getattr(filing, name) for name in Filing.model_fields}
    return CheckedFiling(**fields, scores=sheet, findings=findings), failures


def dossiers(
    file: CheckedFile, rules: Rules, reader: str, corrections: Corrections | None = None
) -> tuple[Dossier, ...]:
    """One dossier for each report of a checked file; ``reader`` is the version that read it.

    ``corrections`` stand in the reports already; the dossiers say which cells they are.
    """
    held = corrections or {}
    return tuple(_dossier(file, one, rules(one), reader, held.get(one.index, ())) for one in file.reports)


def file_dossier(file: CheckedFile, reports: Sequence[Dossier], rules: Rules, reader: str) -> FileDossier:
    """The dossier of a file as a whole, read or not; ``reports`` are those of its reports."""
    own = rules(None).hash
    held_against = _together({basis(one.ruleset_hash, one.reference, one.corrections) for one in reports} | {own})
    indexes = {one.report.index for one in reports}
    return FileDossier(
        file_version=file_version(file.sha256, reader, engine_version(), held_against),
        file_sha256=file.sha256,
        file_name=file.path,
        media_type=file.media_type,
        pages=file.pages,
        status=file.status,
        reason=file.reason,
        detail=file.detail,
        table_text=file.table_text,
        reader_version=reader,
        engine_version=engine_version(),
        ruleset_hash=_together({one.ruleset_hash for one in reports} | {own}),
        reports=tuple(one.report_version for one in reports),
        portfolio_findings=file.portfolio_findings,
        failures=tuple(failure for failure in file.failures if failure.report_index not in indexes),
    )


def _together(used: set[str]) -> str:
    """One hash for all of them."""
    first, *others = sorted(used)
    return derived_id(first, *others) if others else first


def _dossier(
    file: CheckedFile, report: CheckedFiling, ruleset: RuleSet, reader: str, corrections: tuple[Correction, ...]
) -> Dossier:
    held_against = basis(ruleset.hash, ruleset.reference, corrections)
    return Dossier(
        report_id=report_id(file.sha256, report.index),
        report_version=report_version(file.sha256, report.index, reader, engine_version(), held_against),
        file_sha256=file.sha256,
        file_name=file.path,
        media_type=file.media_type,
        pages=file.pages,
        reader_version=reader,
        engine_version=engine_version(),
        ruleset_hash=ruleset.hash,
        reference=ruleset.reference,
        report=report,
        corrections=corrections,
        failures=tuple(failure for failure in file.failures if failure.report_index == report.index),
    )
