"""A batch to rows by table, in the shape that the store inserts."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from perfeval_core.domain.dossier import Dossier, PortfolioDossier
from perfeval_core.domain.filing import TableText
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.numbers import money
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.warehouse.frames import Row
from perfeval_core.warehouse.inputs import BatchRow, LoadedReport, QueueState, SubmissionRow
from perfeval_core.warehouse.results import failure_rows, finding_row, score_rows
from perfeval_core.warehouse.rows import budget_rows, goal_rows, indicator_rows, lineage, report_row, section_rows

_OF_FILE = {"file_sha256", "reader_version", "file_name", "media_type", "pages", "status", "reason"}
_OF_FILE_VERSION = {"file_sha256", "reader_version", "engine_version", "ruleset_hash"}
_OFFICIAL_AMOUNTS = ("initial_compiled", "full_year", "executed")
_OF_PORTFOLIO = {"level", "subject", "portfolio_version", "engine_version", "ruleset_hash"}


def report_tables(reports: Sequence[LoadedReport]) -> dict[str, list[Row]]:
    """The rows of every table that a report fills, by table."""
    tables: dict[str, list[Row]] = {}
    for loaded in reports:
        for table, rows in _of_one(loaded).items():
            tables.setdefault(table, []).extend(rows)
    return tables


def _of_one(loaded: LoadedReport) -> dict[str, list[Row]]:
    dossier, report = loaded.dossier, loaded.report
    bound = lineage(dossier)
    return {
        "report": [report_row(loaded)],
        "budget_line": _numbered(dossier, budget_rows(report)),
        "indicator": _numbered(dossier, indicator_rows(report)),
        "goal": _numbered(dossier, goal_rows(dossier)),
        "section": _numbered(dossier, section_rows(dossier)),
        "score": _numbered(dossier, score_rows(loaded)),
        "finding": [{**bound, **finding_row(finding)} for finding in dossier.report.findings],
        "rule_failure": _numbered(dossier, failure_rows(dossier)),
    }


def _numbered(dossier: Dossier, rows: Iterable[Row]) -> list[Row]:
    bound = lineage(dossier)
    return [{**bound, "row": number, **row} for number, row in enumerate(rows)]


def submission_rows(submissions: Sequence[SubmissionRow]) -> list[Row]:
    """The rows of the table ``submission``."""
    return [
        {
            **one.dossier.model_dump(include=_OF_FILE),
            **_table_text(one.dossier.table_text),
            "bytes": one.bytes,
            "received_at": _utc(one.received_at),
        }
        for one in submissions
    ]


def _table_text(text: TableText | None) -> Row:
    return {f"table_text_{name}": getattr(text, name) if text else None for name in TableText.model_fields}


def batch_rows(batches: Sequence[BatchRow]) -> list[Row]:
    """The rows of the table ``batch``."""
    return [{**asdict(one), "loaded_at": _utc(one.loaded_at)} for one in batches]


def file_portfolio_rows(submissions: Sequence[SubmissionRow]) -> list[Row]:
    """The rows of the table ``portfolio_finding`` about the reports of one file each."""
    return [
        {
            "level": "file",
            "subject": f"file:{one.dossier.file_sha256}",
            "portfolio_version": one.dossier.file_version,
            **one.dossier.model_dump(include=_OF_FILE_VERSION),
            **_over_reports(finding),
        }
        for one in submissions
        for finding in one.dossier.portfolio_findings
    ]


def portfolio_rows(portfolios: Sequence[PortfolioDossier]) -> list[Row]:
    """The rows of the table ``portfolio_finding`` about units and years."""
    return [
        {"file_sha256": None, "reader_version": None, **one.model_dump(include=_OF_PORTFOLIO), **_over_reports(finding)}
        for one in portfolios
        for finding in one.findings
    ]


def _over_reports(finding: Finding) -> Row:
    return {**finding_row(finding), "report_ids": list(dict.fromkeys(finding.reports))}


def reference_rows(rows: Iterable[OfficialFigures]) -> list[Row]:
    """The rows of the table ``reference``."""
    return [
        {
            **row.model_dump(exclude=set(_OFFICIAL_AMOUNTS)),
            **{field: money(getattr(row, field)) for field in _OFFICIAL_AMOUNTS},
            **{f"{field}_text": getattr(row, field) for field in _OFFICIAL_AMOUNTS},
        }
        for row in rows
    ]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def review_rows(states: Sequence[QueueState]) -> list[Row]:
    """The rows of the table ``review_item``."""
    return [
        {
            "item_id": state.item.item_id,
            "subject": state.item.subject,
            "queue": state.item.queue,
            "status": state.status,
            "outcome": state.outcome,
            "report_id": state.item.report_id,
            "report_version": state.item.report_version,
            "file_sha256": state.item.submission,
            "finding_ids": list(state.item.findings),
            "title": state.item.title,
            "severity": state.item.severity,
            "priority": state.item.priority.value,
            "due": state.item.due.on,
        }
        for state in states
    ]
