"""All the pure steps in their order: bytes → reports → scores → findings → dossiers."""

from perfeval_core.domain.dossier import Dossier, report_id, report_version
from perfeval_core.domain.filing import ExtractedFile, Filing
from perfeval_core.domain.findings import CheckedFile, CheckedFiling, RuleFailure
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook.model import RuleSet
from perfeval_core.rules.engine import check
from perfeval_core.scoring.recompute import recompute
from perfeval_core.version import engine_version, reader_version


def evaluate(data: bytes, path: str, extractor: Extractor, ruleset: RuleSet) -> CheckedFile:
    """One file read, scored and checked. Raises ``SandboxError`` for an error of ours while reading."""
    return check_file(extractor.extract(data, path), ruleset)


def check_file(file: ExtractedFile, ruleset: RuleSet) -> CheckedFile:
    """The reports of a file that was read, scored and checked."""
    results = [check_report(report, report_id(file.sha256, report.index), ruleset) for report in file.reports]
    return CheckedFile(
        **file.model_dump(exclude={"reports"}),
        reports=tuple(report for report, _ in results),
        failures=tuple(failure for _, failures in results for failure in failures),
    )


def check_report(filing: Filing, identity: str, ruleset: RuleSet) -> tuple[CheckedFiling, tuple[RuleFailure, ...]]:
    """One report with its scores and findings, and the rules that failed on it."""
    report = parse(filing)
    sheet = recompute(report, ruleset)
    findings, failures = check(report, sheet, ruleset, identity)
    fields = {name: getattr(filing, name) for name in Filing.model_fields}
    return CheckedFiling(**fields, scores=sheet, findings=findings), failures


def dossiers(file: CheckedFile, ruleset: RuleSet) -> tuple[Dossier, ...]:
    """One dossier for each report of a checked file."""
    return tuple(_dossier(file, report, ruleset) for report in file.reports)


def _dossier(file: CheckedFile, report: CheckedFiling, ruleset: RuleSet) -> Dossier:
    return Dossier(
        report_id=report_id(file.sha256, report.index),
        report_version=report_version(file.sha256, report.index, reader_version(), engine_version(), ruleset.hash),
        file_sha256=file.sha256,
        file_name=file.path,
        media_type=file.media_type,
        pages=file.pages,
        reader_version=reader_version(),
        engine_version=engine_version(),
        ruleset_hash=ruleset.hash,
        report=report,
        failures=tuple(failure for failure in file.failures if failure.report_index == report.index),
    )
