"""What becomes of one report, one file, one error of ours: the site's table applied to what is known."""

from collections.abc import Sequence
from datetime import date

from perfeval_core.domain.dossier import Dossier, FileDossier, PortfolioDossier, derived_id
from perfeval_core.domain.findings import CheckedFile, Finding
from perfeval_core.domain.review import ReviewItem
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.ledger import RecordedVersion
from perfeval_core.site import Site
from perfeval_core.triage import file_context, portfolio_context, report_context, run_context, spot_check, triage
from perfeval_core.version import engine_version, reader_version


def report_items(site: Site, dossier: Dossier, added: Sequence[Finding]) -> tuple[ReviewItem, ...]:
    """The items (复核任务) about one version of a report; ``added`` are its data quality findings. None if clean.

    A finding of a rule that a person has set aside for this report (豁免) asks for nobody's time, nor does what was
    decided when it said the same of an earlier version.
    """
    found = (*dossier.report.findings, *added)
    # the ledger is not asked about a report without findings: most have none
    asking = undecided(site, dossier.report_id, not_waived(site, dossier.report_id, found)) if found else []
    context = report_context(dossier, _grade_words(dossier.report.scores), site.ledger.today())
    items = triage(asking, context, site.table).items
    if all(item.findings for item in items):
        return items
    settled = site.ledger.reviews.settled(dossier.report_id)
    return tuple(one for one in items if one.findings or (one.queue, one.reasons) not in settled)


def sampled_item(site: Site, dossier: Dossier, sample_id: str) -> ReviewItem:
    """The item (抽查) about a report of a sample in which nothing was found."""
    context = report_context(dossier, _grade_words(dossier.report.scores), site.ledger.today())
    return spot_check(derived_id(sample_id, dossier.report_version), context, site.table)


def not_waived(site: Site, report_id: str, findings: Sequence[Finding]) -> list[Finding]:
    """Those of ``findings`` whose rule nobody has set aside for this report as of today."""
    today = site.ledger.today()
    waived = {one.rule for one in site.ledger.waivers(report_id) if one.holds(today)}
    return [one for one in findings if one.rule not in waived]


def undecided(site: Site, report_id: str, findings: Sequence[Finding]) -> list[Finding]:
    """Those of ``findings`` about a report that no reviewer has decided; what says something else now is another one.

    One that a correction was to answer (更正) and that is still there is not decided.
    """
    answers = [one.verdict for one in site.ledger.reviews.answers(report_id)]
    done = {(one.finding_id, one.stated, one.expected) for one in answers if one.outcome != "corrected"}
    return [one for one in findings if (one.id, one.stated, one.expected) not in done]


def waive(site: Site, report_id: str, rule: str, reason: str, approver: str, expires_on: date | None) -> int:
    """Sets ``rule`` aside for a report and brings its items in line; how many current versions it has.

    Raises ``LookupError`` if no report has this id.
    """
    current = [one for one in site.ledger.versions() if one.version.report_id == report_id]
    if not current:
        raise LookupError(report_id)
    site.ledger.waive(report_id, rule, reason, approver, expires_on)
    for one in current:
        site.ledger.refresh_items(one.version.report_version, _items_now(site, one), approver)
    return len(current)


def end_waivers(site: Site, actor: str) -> int:
    """Asks again for what was set aside until a day that is over (豁免到期); how many reports' items changed."""
    today, ended = site.ledger.today(), 0
    over = {one.report_id for one in site.ledger.waivers() if not one.holds(today)}
    done = {one.sha256 for one in site.ledger.submissions() if one.state == "queued"}
    for one in site.ledger.versions() if over else ():
        if one.version.report_id in over and one.submission in done:
            items = _items_now(site, one)
            if not all(_asked(site, item) for item in items):
                site.ledger.publish_items(items, actor)
                site.ledger.refresh_items(one.version.report_version, items, actor)
                ended += 1
    return ended


def _asked(site: Site, item: ReviewItem) -> bool:
    """Whether the queue asks all that ``item`` asks."""
    found = site.ledger.item(item.item_id)
    return found is not None and found.status != "waived" and found.item.findings == item.findings


def _items_now(site: Site, one: RecordedVersion) -> tuple[ReviewItem, ...]:
    """What there is to ask about a version under the waivers that hold now."""
    version = one.version.report_version
    added = [finding for about, finding in site.ledger.validation(one.submission) if about == version]
    return report_items(site, site.archive.get_dossier(one.version.dossier_sha256), added)


def file_items(site: Site, whole: FileDossier, reports: Sequence[Dossier]) -> tuple[ReviewItem, ...]:
    """The items about a file as a whole: it cannot be read (已隔离), or its reports are odd taken together."""
    checked = CheckedFile(
        path=whole.file_name,
        sha256=whole.file_sha256,
        media_type=whole.media_type,
        pages=whole.pages,
        status=whole.status,
        reason=whole.reason,
        detail=whole.detail,
        reports=tuple(dossier.report for dossier in reports),
        failures=whole.failures,
    )
    words = _grade_words(reports[0].report.scores) if reports else ()
    context = file_context(checked, whole.file_version, words, site.ledger.today())
    return triage(whole.portfolio_findings, context, site.table).items


def portfolio_items(site: Site, whole: PortfolioDossier) -> tuple[ReviewItem, ...]:
    """The items about what is odd over the reports of a unit or a year together."""
    return triage(whole.findings, portfolio_context(whole, site.ledger.today()), site.table).items


def failure_items(site: Site, subject: str, message: str) -> tuple[ReviewItem, ...]:
    """The item about an error of ours (运行异常). The same program failing in the same way is the same item."""
    same = derived_id(subject, message, reader_version(), engine_version())
    return triage((), run_context(same, [f"{subject}：{message}"], site.ledger.today()), site.table).items


def findings_of(site: Site, item: ReviewItem) -> list[Finding]:
    """The findings that ``item`` asks about, the gravest first; empty if it is about an unread file or our error."""
    known = {found.id: found for found in _known(site, item)}
    return [known[name] for name in item.findings]


def scores_of(site: Site, item: ReviewItem) -> ScoreSheet | None:
    """The score sheet of the report that ``item`` is about; ``None`` if it is about no single report."""
    for one in _versions(site, item):
        return site.archive.get_dossier(one.version.dossier_sha256).report.scores
    return None


def dossiers_of(site: Site, sha256: str) -> list[Dossier]:
    """The current dossiers of the reports of one submission, from the archive."""
    return [site.archive.get_dossier(one.version.dossier_sha256) for one in site.ledger.versions(sha256)]


def _known(site: Site, item: ReviewItem) -> list[Finding]:
    if item.submission is None:
        portfolio = site.ledger.portfolio(item.subject)
        return list(site.archive.get_portfolio_dossier(portfolio.version.dossier_sha256).findings) if portfolio else []
    if item.report_version is None:
        return list(_file_findings(site, item.submission))
    dossiers = (one.version.dossier_sha256 for one in _versions(site, item))
    found = [finding for sha in dossiers for finding in site.archive.get_dossier(sha).report.findings]
    added = site.ledger.validation(item.submission)
    return found + [finding for version, finding in added if version == item.report_version]


def _versions(site: Site, item: ReviewItem) -> list[RecordedVersion]:
    """The version that ``item`` speaks of; none where it is about no single report."""
    if item.submission is None or item.report_version is None:
        return []
    every = site.ledger.versions(item.submission, current_only=False)
    return [one for one in every if one.version.report_version == item.report_version]


def _file_findings(site: Site, sha256: str) -> tuple[Finding, ...]:
    submission = site.ledger.submission(sha256)
    if submission is None or submission.dossier_sha256 is None:
        return ()
    return site.archive.get_file_dossier(submission.dossier_sha256).portfolio_findings


def _grade_words(sheet: ScoreSheet | None) -> tuple[str, ...]:
    """The grades of the pack that a sheet was made with, from best to worst."""
    return tuple(grade.word for grade in sheet.parameters.grades) if sheet and sheet.parameters else ()
