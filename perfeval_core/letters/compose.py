"""From a report's dossier to what its letter says."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath

from perfeval_core.casework import not_waived
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.names import FIELD_NAMES
from perfeval_core.domain.scores import GRADE, TOTAL, ScoreChange, ScoreSheet
from perfeval_core.letters.model import BLANK, BUREAU_BLANK, Change, Letter, Matter
from perfeval_core.letters.words import NONE, clean, intervals, stated, worth
from perfeval_core.rulebook.model import UNVERIFIED, RuleSet
from perfeval_core.scoring import derivation
from perfeval_core.site import Site
from perfeval_core.triage.table import SEVERITIES, TriageTable

_PLACES = 4
"""So many places of one finding are named."""


def compose(site: Site, dossier: Dossier, on: date) -> Letter | None:
    """The letter about one report, issued on the day ``on``; ``None`` if there is nothing to ask of the unit.

    Left out are findings of rules that are waived for the report or no longer in force, kinds that the triage table
    keeps on record only, and what a reviewer decided to be no fault of the unit's. Raises ``RulebookError``.
    """
    findings = asked(site, dossier)
    if not findings:
        return None
    rules = site.rules(dossier.report)
    certain = [one for one in findings if one.certainty == "certain"]
    judgement = [one for one in findings if one.certainty != "certain"]
    report, sheet = dossier.report, dossier.report.scores
    correction = sheet.correction if sheet else None
    days = site.settings.letter_days
    due = site.table.calendar.due(on, days)
    return Letter(
        bureau=clean(site.settings.bureau or "") or BUREAU_BLANK,
        unit=clean(report.unit_name or "") or BLANK,
        project=clean(report.project_name or report.title) or BLANK,
        year=str(report.fiscal_year or BLANK),
        issued_on=day_of(on),
        due_on=day_of(due.on),
        due_days=days,
        due_note=due.provisional or "",
        file_name=clean(PurePath(dossier.file_name).name),
        report_id=dossier.report_id,
        report_version=dossier.report_version,
        pack=sheet.pack if sheet else NONE,
        corrections=tuple(_matters(certain, 1, sheet, rules, site.table)),
        explanations=tuple(_matters(judgement, len(certain) + 1, sheet, rules, site.table)),
        changes=tuple(map(_change, correction.changes)) if correction else (),
        total_before=clean((sheet and sheet.stated_total) or "") or "未填",
        grade_before=clean((sheet and sheet.stated_grade) or "") or "未填",
        total_after=worth(str(correction.total)) if correction and correction.total else NONE,
        grade_after=("或".join(correction.grade) if correction else "") or NONE,
        partial=report.status != "extracted",
        unverified=any(UNVERIFIED in one.citation for one in findings),
    )


def asked(site: Site, dossier: Dossier) -> list[Finding]:
    """The findings that the letter about a report asks about, in its order. Raises ``RulebookError``."""
    return sorted(_asked(site, dossier), key=_gravest_first)


def _asked(site: Site, dossier: Dossier) -> Iterator[Finding]:
    rules = site.rules(dossier.report)
    in_force = {card.id for card in rules.cards}
    for one in _standing(site, dossier):
        route = site.table.route(one.kind)
        if one.rule in in_force and (route is None or route.queue != "none"):
            yield one


def _standing(site: Site, dossier: Dossier) -> Iterator[Finding]:
    """The findings that nobody has set aside: by a waiver (豁免), as a false alarm (不成立), as explained (说明)."""
    answers = [one.verdict for one in site.ledger.reviews.answers(dossier.report_id)]
    settled = {
        (one.finding_id, one.stated, one.expected) for one in answers if one.outcome in ("rejected", "explained")
    }
    for one in not_waived(site, dossier.report_id, dossier.report.findings):
        if (one.id, one.stated, one.expected) not in settled:
            yield one


def _gravest_first(finding: Finding) -> tuple[bool, int]:
    return finding.certainty != "certain", SEVERITIES.index(finding.severity)


def _matters(
    findings: Sequence[Finding], first: int, sheet: ScoreSheet | None, rules: RuleSet, table: TriageTable
) -> Iterator[Matter]:
    for number, one in enumerate(findings, start=first):
        yield Matter(
            number=number,
            kind=table.kind_name(one.kind),
            place=place_of(one),
            cell=cell_of(one.indicator, one.field),
            stated=stated(one.stated),
            expected=f"与正文核对：{worth(one.expected)}" if one.other and one.expected else worth(one.expected),
            message=message_of(one),
            derivation=clean(intervals(derivation.of_finding(one, sheet))),
            fix=rules.card(one.rule).fix_hint,
            citation=one.citation,
        )


def message_of(finding: Finding) -> str:
    """The finding's own words; the interval that is expected is put as in the column beside it."""
    expected = finding.expected
    return clean(finding.message.replace(expected, worth(expected)) if expected else finding.message)


def place_of(finding: Finding) -> str:
    """Where it stands in the original file, the first few of many places; and the passage that is held against it."""
    places = list(dict.fromkeys(at.words for at in finding.at))
    more = f"等{len(places)}处" if len(places) > _PLACES else ""
    passage = f"第{finding.other.page}页" if finding.other and finding.other.page else ""
    beside = f"，所对照的正文在{passage}" if passage and passage not in places else ""
    return clean("、".join(places[:_PLACES])) + more + beside


def cell_of(indicator: str | None, field: str) -> str:
    """The indicator and the column; what has one name for both is not said twice."""
    label, name = FIELD_NAMES[field], clean(indicator or "")
    return name if label == name or name in (TOTAL, GRADE) else f"{name} {label}".strip()


def _change(change: ScoreChange) -> Change:
    return Change(
        cell=cell_of(change.indicator, change.field), stated=stated(change.stated), corrected=worth(change.corrected)
    )


def day_of(day: date) -> str:
    """A day as letters write it."""
    return f"{day.year}年{day.month}月{day.day}日"
