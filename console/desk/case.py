"""All that the desk shows of one item or report: gathered from ledger and archive, nothing of it written."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.desk.shown import (
    ScoreLine,
    ShownFinding,
    ShownPage,
    ShownTable,
    score_lines,
    shown_findings,
    shown_pages,
    tables_as_read,
)
from perfeval_core import reviewing
from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.casework import findings_of
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.people import Account
from perfeval_core.domain.review import FindingVerdict, Refused
from perfeval_core.extraction.cells import Cell, every_cell
from perfeval_core.ledger import Decision, QueuedItem, RecordedCorrection, RecordedVersion, Submission, Waiver
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pictures import Pictures
from perfeval_core.rescoring import Change
from perfeval_core.site import Site

_MOST_PAGES = 60
"""So many pages are laid out at once; the rest is a click away."""


@dataclass(frozen=True)
class Report:
    """One version of one report as shown. ``no_pages`` says why there are no pictures of it, if there are none."""

    dossier: Dossier
    findings: list[ShownFinding]
    pages: list[ShownPage]
    pages_left: int
    no_pages: str | None
    lines: list[ScoreLine]
    tables: list[ShownTable]
    cells: list[Cell]


@dataclass(frozen=True)
class Case:
    """One item as shown; ``report`` is ``None`` where it is about no single report."""

    report: Report | None
    findings: list[ShownFinding]
    submission: Submission | None
    decisions: list[Decision]
    noted: dict[str, FindingVerdict]
    corrections: list[RecordedCorrection]
    preview: Change | None
    preview_refused: str | None
    waivers: list[Waiver]
    replaced: list[RecordedVersion]
    others: list[RecordedVersion]

    @property
    def labels(self) -> dict[str, str]:
        """What people call the cells of the report, by their names."""
        return {cell.field: cell.label for cell in self.report.cells} if self.report else {}

    def in_words(self, message: str) -> str:
        """A refusal with the numbers of findings as they stand on the page, for their ids."""
        for one in self.findings:
            message = message.replace(one.finding.id, f"第 {one.number} 条")
        return message


def case_of(site: Site, pictures: Pictures, queued: QueuedItem, account: Account) -> Case:
    """All about one item. Raises ``NotArchived`` or ``ArchiveDamaged`` if its dossier is lost."""
    item = queued.item
    dossier = reviewing.dossier_of(site, item.item_id)
    report = None if dossier is None else report_of(site, pictures, dossier, findings_of(site, item))
    findings = report.findings if report else shown_findings(findings_of(site, item), None)
    preview = reviewing.preview_of(site, item)
    report_id = item.report_id
    return Case(
        report=report,
        findings=findings,
        submission=site.ledger.submission(item.submission) if item.submission else None,
        decisions=reviewing.visible_decisions(site, queued, account.name),
        noted=reviewing.noted(site, queued, account.name),
        corrections=site.ledger.reviews.corrections(item_id=item.item_id),
        preview=None if isinstance(preview, Refused) else preview,
        preview_refused=preview.message if isinstance(preview, Refused) else None,
        waivers=site.ledger.waivers(report_id) if report_id else [],
        replaced=site.ledger.replaced([report_id]) if report_id else [],
        others=others_of(site, dossier, account) if dossier else [],
    )


def report_of(site: Site, pictures: Pictures, dossier: Dossier, findings: Sequence[Finding]) -> Report:
    """One report with ``findings``, those that are to be looked at."""
    filing = dossier.report
    shown = shown_findings(findings, filing)
    pages, left, why = _pages(site, pictures, dossier, shown)
    return Report(
        dossier=dossier,
        findings=shown,
        pages=pages,
        pages_left=left,
        no_pages=why,
        lines=score_lines(filing.scores),
        tables=list(tables_as_read(filing, shown, dossier.corrections)),
        cells=list(every_cell(filing)),
    )


def others_of(site: Site, dossier: Dossier, account: Account) -> list[RecordedVersion]:
    """The other reports of the same unit that ``account`` may see, newest year first, some dozens at most."""
    filing = dossier.report
    unit = filing.unit_code or filing.unit_name
    if not unit:
        return []
    found = site.ledger.browse.reports("", [unit], 60).reports
    others = [
        one
        for one in found
        if one.version.report_id != dossier.report_id and account.sees(one.version.unit_code, one.version.unit_name)
    ]
    return sorted(others, key=lambda one: (-(one.version.fiscal_year or 0), one.version.report_id))[:30]


def _pages(
    site: Site, pictures: Pictures, dossier: Dossier, findings: Sequence[ShownFinding]
) -> tuple[list[ShownPage], int, str | None]:
    filing, address = dossier.report, dossier.file_sha256
    if dossier.media_type != "application/pdf" or filing.first_page is None:
        return [], 0, "Word、Excel 报告没有页面图，下面是读出的内容，疑点所在的单元格已标出。"
    last = filing.last_page or filing.first_page
    try:
        sizes = pictures.sizes(address, lambda: site.archive.get(address))
    except (Unreadable, NotArchived, ArchiveDamaged) as error:
        return [], 0, f"页面图显示不出来：{error}"
    shown = min(last, filing.first_page + _MOST_PAGES - 1)
    return shown_pages(sizes, filing.first_page, shown, findings), last - shown, None
