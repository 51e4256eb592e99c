"""One file to its reports."""

from collections.abc import Callable, Sequence

from perfeval_core.domain.filing import ExtractedFile, Filing, Status
from perfeval_core.extraction.anew import with_untitled
from perfeval_core.extraction.blocks import Block, blocks
from perfeval_core.extraction.layouts import analysis_report, self_evaluation_form
from perfeval_core.extraction.layouts.other_form import UNKNOWN, other_forms, title_alone
from perfeval_core.extraction.ledger import table_text
from perfeval_core.extraction.slices import Slice, Start, cut
from perfeval_core.extraction.status import with_bounds, with_unread
from perfeval_core.reading.pagedoc import PageDoc, Unreadable
from perfeval_core.reading.read import read

Drafter = Callable[[Slice], Filing]
Finder = Callable[[Sequence[Block]], list[int]]
LAYOUTS: dict[str, tuple[Finder, Drafter]] = {
    analysis_report.FORM: (analysis_report.starts, analysis_report.draft),
    self_evaluation_form.FORM: (self_evaluation_form.starts, self_evaluation_form.draft),
    **{other.words.form: (other.starts, other.draft) for other in other_forms()},
}
"""How reports of a layout are found and read. One that is told by more than its title comes after the national form."""
_RANK: dict[Status, int] = {"extracted": 0, "partial": 1, "quarantined": 2}


def extract_reports(doc: PageDoc) -> tuple[Filing, ...]:
    """The reports in ``doc``. Raises ``Unreadable`` (no_report_found) if there is none."""
    stream = blocks(doc)
    starts = with_untitled(stream, _starts(stream) or title_alone(stream))
    if not starts:
        raise Unreadable("no_report_found", "没有找到自评报告或自评表的标题", doc.page_count)
    unread = [page.number for page in doc.pages if page.unread]
    pieces = cut(stream, starts, doc.page_count)
    return tuple(with_bounds(with_unread(LAYOUTS[piece.form][1](piece), unread), piece) for piece in pieces)


def _starts(stream: Sequence[Block]) -> list[Start]:
    """Where reports begin, each with its layout: the last that finds a place has it."""
    found: dict[int, str] = {}
    for form, (find, _) in LAYOUTS.items():
        if form != UNKNOWN.form or not found:
            found |= {index: form for index in find(stream)}
    return [Start(index, form) for index, form in sorted(found.items())]


def extract(data: bytes, more_time: Callable[[float], None]) -> ExtractedFile:
    """One file's reports; a file that cannot be read is a result with its reason. ``path`` and hash stay blank."""
    try:
        doc = read(data, more_time)
        reports = extract_reports(doc)
    except Unreadable as error:
        return quarantined(error)
    said = worst(reports)
    return ExtractedFile(
        path="",
        sha256="",
        media_type=doc.media_type,
        pages=doc.page_count,
        status=said.status,
        reason=said.reason,
        table_text=table_text(doc, reports),
        reports=reports,
    )


def worst(reports: Sequence[Filing]) -> Filing:
    """The report whose status is the whole file's."""
    return max(reports, key=lambda report: _RANK[report.status])


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
