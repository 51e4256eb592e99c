"""What is loaded: plain frozen rows, handed over by whoever knows the dossiers and the queues."""

from dataclasses import dataclass
from datetime import datetime

from perfeval_core.domain.dossier import Dossier, FileDossier
from perfeval_core.domain.report import Report
from perfeval_core.domain.review import ReviewItem


@dataclass(frozen=True)
class SubmissionRow:
    """One file as received (提交文件). ``received_at`` is UTC if it has no time zone of its own."""

    dossier: FileDossier
    bytes: int
    received_at: datetime


@dataclass(frozen=True)
class LoadedReport:
    """One version of one report: strings, scores and findings from the dossier, typed figures from the report."""

    dossier: Dossier
    report: Report


@dataclass(frozen=True)
class QueueState:
    """One review item (复核任务) with its state in the queue and the outcome of its review, if there is one yet."""

    item: ReviewItem
    status: str
    outcome: str | None = None


@dataclass(frozen=True)
class ReportState:
    """Whether a version is the current one of its report, and which report was filed in its place (重新报送)."""

    report_version: str
    report_id: str
    is_current: bool
    replaced_by: str | None


@dataclass(frozen=True)
class BatchRow:
    """One load, as bookkeeping (批次). ``loaded_at`` is UTC if it has no time zone of its own."""

    batch_id: str
    loaded_at: datetime
    submissions: int
    reports: int


@dataclass(frozen=True)
class LoadCounts:
    """What one load did: report versions that were new, those that were there already, and rows written by table."""

    batch: BatchRow
    reports_new: int
    reports_known: int
    rows: dict[str, int]
