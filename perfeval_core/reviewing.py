"""A reviewer's work at one site (复核): what is decided, what is corrected, and what comes of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import takewhile

from perfeval_core.casework import findings_of
from perfeval_core.correcting import preview, proposed
from perfeval_core.domain.correction import Correction, newest
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.review import (
    OTHER_KIND,
    FindingOutcome,
    FindingVerdict,
    Missed,
    Refused,
    ReportOutcome,
    ReviewItem,
    Verdict,
)
from perfeval_core.ledger import Claim, Decision, Problem, QueuedItem, RecordedCorrection, RecordedVersion
from perfeval_core.pipeline import Rules
from perfeval_core.rescoring import Change, filing_of
from perfeval_core.site import Site

_FLIPS = "grade_flips"


def claim(site: Site, item_id: str, by: str) -> Claim | Refused:
    """The item for ``by``, for as long as the settings say."""
    return site.ledger.reviews.claim(item_id, by, timedelta(hours=site.settings.claim_hours))


def correct(site: Site, held: Claim, field: str, value: str, reason: str) -> RecordedCorrection | Refused:
    """Notes that a cell of the item's report shows ``value``; refused if there is no such cell, or it cannot."""
    seen = dossier_of(site, held.item_id)
    if seen is None:
        return Refused("这个任务不是针对一份报告的，没有可更正的单元格")
    found = proposed(seen, field, value)
    if isinstance(found, Refused):
        return found
    cell, text = found
    return site.ledger.reviews.correct(held, field, cell.text, text, reason.strip(), seen.report.form)


def decide(
    site: Site,
    held: Claim,
    outcome: ReportOutcome,
    findings: Mapping[str, tuple[FindingOutcome, str | None]],
    reason: str | None,
    missed: Sequence[Missed] = (),
) -> Decision | Refused:
    """Submits the holder's decision: ``findings`` has an outcome for each, with its reason, or else ``reason``.

    ``missed`` is what the program should have found in the report.
    He needs to name neither what he noted before (草稿) nor, as a second reviewer, what he sees as the first did, if
    he may see what that one decided.
    """
    queued = site.ledger.item(held.item_id)
    if queued is None:
        return Refused(f"没有编号为“{held.item_id}”的任务")
    made = verdict(site, queued, held.holder, outcome, findings, reason, missed)
    if isinstance(made, Refused):
        return made
    return site.ledger.reviews.decide(held, made, site.settings.second_review_percent)


def verdict(
    site: Site,
    queued: QueuedItem,
    by: str,
    outcome: ReportOutcome,
    findings: Mapping[str, tuple[FindingOutcome, str | None]],
    reason: str | None,
    missed: Sequence[Missed] = (),
) -> Verdict | Refused:
    """What ``by`` would submit by ``decide``; refused if his corrections cannot be, or what was missed has no kind."""
    for one in missed:
        if one.kind != OTHER_KIND and site.table.route(one.kind) is None:
            return Refused(f"没有“{one.kind}”这一类疑点；perfeval rules list 可看全部类型，都不合适的写 {OTHER_KIND}")
        if not one.detail.strip():
            return Refused("漏报必须写明漏了什么、在哪里")
    known = {one.id: one for one in findings_of(site, queued.item)}
    said = noted(site, queued, by)
    for name, (word, why) in findings.items():
        said[name] = FindingVerdict(finding_id=name, outcome=word, reason=why or reason)
    for name in known.keys() & said.keys():
        shown = {"stated": known[name].stated, "expected": known[name].expected, "rule": known[name].rule}
        said[name] = said[name].model_copy(update=shown)
    flips = _flips(site, queued.item, [known[name] for name, one in said.items() if _stands(one) and name in known])
    if isinstance(flips, Refused):
        return flips
    return Verdict(
        outcome=outcome, reason=reason, findings=tuple(said.values()), missed=tuple(missed), flips_grade=flips
    )


def noted(site: Site, queued: QueuedItem, by: str) -> dict[str, FindingVerdict]:
    """What ``by`` need not say again, by finding: his drafts, then what the first decided, if he may see it."""
    mine = {one.finding_id: one for one in site.ledger.reviews.drafts(queued.item.item_id, by)}
    return _of_first(site, queued, by) | mine


def visible_decisions(site: Site, queued: QueuedItem, person: str | None) -> list[Decision]:
    """What was decided about an item, oldest first, as far as ``person`` (``None``: whoever) may see it.

    Where second reviews are blind (盲审), what waits for a second person is seen by those alone who have had their say
    since; corrected cells are seen by everybody, as they are part of what is decided.
    """
    made = site.ledger.reviews.decisions(queued.item.item_id)
    if queued.second_review is None or not site.settings.second_review_blind:
        return made
    waiting = list(takewhile(lambda one: not one.final, reversed(made)))
    return made if any(one.reviewer == person for one in waiting) else made[: -len(waiting)]


def preview_of(site: Site, item: ReviewItem) -> Change | Refused | None:
    """What the corrections made under ``item`` would change, with those that hold already; ``None`` without any."""
    mine = [one for one in site.ledger.reviews.corrections(item_id=item.item_id) if one.decision_id is None]
    seen = dossier_of(site, item.item_id)
    if not mine or seen is None:
        return None
    return preview(seen, [*standing(site, seen.report_id), *(one.correction for one in mine)], rules_of(site, seen))


def standing(site: Site, report_id: str) -> list[Correction]:
    """The corrections of a report that are decided, whether or not a version has them yet."""
    made = site.ledger.reviews.corrections(report_id)
    return [one.correction for one in made if one.decision_id is not None]


def corrections_lost(site: Site, dossier: Dossier) -> Iterator[Problem]:
    """The corrections that took effect and yet do not stand in the report's current dossier."""
    made = site.ledger.reviews.corrections(dossier.report_id)
    wanted = {one.correction_id for one in newest(one.correction for one in made if one.applied_in is not None)}
    for name in sorted(wanted ^ {one.correction_id for one in dossier.corrections}):
        yield Problem("correction_lost", "已生效的更正与现行报告不符；请告知维护人员", name)


def rules_of(site: Site, dossier: Dossier) -> Rules:
    """The rules as of the report's year, under the pack by which ``dossier`` was scored if somebody chose another."""
    sheet = dossier.report.scores
    chosen = site.rules(filing_of(dossier.report)).pack.id
    return site.rules if sheet is None or sheet.pack == chosen else site.rules_by(sheet.pack)


def dossier_of(site: Site, item_id: str) -> Dossier | None:
    """The dossier of the version that an item is about; ``None`` if it is about no single report."""
    queued = site.ledger.item(item_id)
    one = _version(site, queued.item) if queued else None
    return site.archive.get_dossier(one.version.dossier_sha256) if one else None


def _version(site: Site, item: ReviewItem) -> RecordedVersion | None:
    if item.submission is None or item.report_version is None:
        return None
    every = site.ledger.versions(item.submission, current_only=False)
    return next((one for one in every if one.version.report_version == item.report_version), None)


def _of_first(site: Site, queued: QueuedItem, second: str) -> dict[str, FindingVerdict]:
    """What the decision that waits for ``second`` says of each finding, as far as he may see it."""
    waiting = [one for one in visible_decisions(site, queued, second)[-1:] if not one.final]
    return {said.finding_id: said for one in waiting for said in one.verdict.findings}


def _stands(one: FindingVerdict) -> bool:
    return one.outcome == "confirmed"


def _flips(site: Site, item: ReviewItem, confirmed: Sequence[Finding]) -> bool | Refused:
    """Whether the decision says that the report has another grade: as a finding, or because of what it corrects."""
    change = preview_of(site, item)
    if isinstance(change, Refused):
        return change
    by_correction = change is not None and change.grade_before != change.grade_after
    return by_correction or any(one.kind == _FLIPS for one in confirmed)
