"""One file to its reports."""

from collections.abc import Callable

from perfeval_core.domain.filing import ExtractedFile, Filing, Status
from perfeval_core.extraction.blocks import blocks
from perfeval_core.extraction.layouts import analysis_report, self_evaluation_form
from perfeval_core.extraction.slices import Slice, cut
from perfeval_core.reading.pagedoc import PageDoc, Unreadable
from perfeval_core.reading.read import read

LAYOUTS = {module.FORM: module for module in (analysis_report, self_evaluation_form)}
_RANK: dict[Status, int] = {"extracted": 0, "partial": 1, "quarantined": 2}

Drafter = Callable[[Slice], Filing]


def extract_reports(doc: PageDoc) -> tuple[Filing, ...]:
    """The reports in ``doc``. Raises ``Unreadable`` (no_report_found) if there is none."""
    stream = blocks(doc)
    starts = sorted((index, form) for form, layout in LAYOUTS.items() for index in layout.starts(stream))
    if not starts:
        raise Unreadable("no_report_found", "没有找到自评报告或自评表的标题", len(doc.pages))
    return tuple(LAYOUTS[piece.form].draft(piece) for piece in cut(stream, starts, len(doc.pages)))


def extract(data: bytes, more_time: Callable[[float], None]) -> ExtractedFile:
    """One file's reports; a file that cannot be read is a result with its reason. ``path`` and hash stay blank."""
    try:
        doc = read(data, more_time)
        reports = extract_reports(doc)
    except Unreadable as error:
        return quarantined(error)
    worst = max(reports, key=lambda report: _RANK[report.status])
    return ExtractedFile(
        path="",
        sha256="",
        media_type=doc.media_type,
        pages=len(doc.pages),
        status=worst.status,
        reason=worst.reason,
        reports=reports,
    )


def quarantined(error: Unreadable) -> ExtractedFile:
    """The result for a file that cannot be read."""
    return ExtractedFile(
        path="",
        sha256="",
        media_type=None,
        pages=error.pages,
        status="quarantined",
        reason=error.reason,
        detail=str(error),
    )


def extract_json(data: bytes, more_time: Callable[[float], None]) -> bytes:
    """``extract`` for the child process: its result as JSON."""
    return extract(data, more_time).model_dump_json().encode()
