"""What becomes of one report, one unreadable file, one error of ours: the site's table applied to what is known."""

from collections.abc import Sequence

from perfeval_core.domain.dossier import Dossier, derived_id, report_version
from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.domain.findings import CheckedFile, Finding
from perfeval_core.domain.review import ReviewItem
from perfeval_core.site import Site
from perfeval_core.triage import file_context, report_context, run_context, triage
from perfeval_core.version import engine_version, reader_version


def report_items(site: Site, dossier: Dossier, added: Sequence[Finding]) -> tuple[ReviewItem, ...]:
    """The items (复核任务) about one version of a report; ``added`` are its data quality findings. None if clean."""
    context = report_context(dossier, site.ruleset.pack.grade_words, site.ledger.today())
    return triage((*dossier.report.findings, *added), context, site.table).items


def unreadable_items(site: Site, file: ExtractedFile) -> tuple[ReviewItem, ...]:
    """The items about a file that cannot be read (已隔离)."""
    checked = CheckedFile(**file.model_dump(exclude={"reports"}))
    version = report_version(file.sha256, 0, reader_version(), engine_version(), site.ruleset.hash)
    context = file_context(checked, version, site.ruleset.pack.grade_words, site.ledger.today())
    return triage((), context, site.table).items


def failure_items(site: Site, subject: str, message: str) -> tuple[ReviewItem, ...]:
    """The item about an error of ours (运行异常). The same program failing in the same way is the same item."""
    same = derived_id(subject, message, reader_version(), engine_version())
    return triage((), run_context(same, [f"{subject}：{message}"], site.ledger.today()), site.table).items


def findings_of(site: Site, item: ReviewItem) -> list[Finding]:
    """The findings that ``item`` asks about, the gravest first; empty if it is about a file or an error of ours."""
    if item.report_version is None or item.submission is None:
        return []
    known: dict[str, Finding] = {}
    for one in site.ledger.versions(item.submission, current_only=False):
        if one.version.report_version == item.report_version:
            known |= {found.id: found for found in site.archive.get_dossier(one.version.dossier_sha256).report.findings}
    known |= {
        found.id: found for version, found in site.ledger.validation(item.submission) if version == item.report_version
    }
    return [known[name] for name in item.findings]
