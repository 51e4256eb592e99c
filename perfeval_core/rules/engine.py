"""Runs the rules in force over one report, and makes findings of their evidence."""

from collections import Counter

from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.findings import Evidence, Finding, RuleFailure
from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.model import Card, RuleSet
from perfeval_core.rules.limits import time_limit
from perfeval_core.rules.registry import CHECKS
from perfeval_core.rules.subject import Subject

RULE_SECONDS = 10.0
"""What one rule may take over one report; a healthy one takes milliseconds."""


def check(
    report: Report, sheet: ScoreSheet, ruleset: RuleSet, report_id: str
) -> tuple[tuple[Finding, ...], tuple[RuleFailure, ...]]:
    """All findings about ``report``, in the order of the rules, and the rules that did not finish on it."""
    findings: list[Finding] = []
    failures: list[RuleFailure] = []
    for card in ruleset.cards:
        if card.scope != "report" or not card.applies(report.filing.form):
            continue
        try:
            with time_limit(RULE_SECONDS):
                findings += _run(card, Subject(report, sheet, ruleset, card.params), report_id)
        # A rule's error is ours, never a statement about the report, and the other rules go on.
        except Exception as error:  # noqa: BLE001
            reason = f"{type(error).__name__}: {error}"
            failures.append(RuleFailure(rule=card.id, report_index=report.filing.index, error=reason))
    return _linked(findings, ruleset), tuple(failures)


def _run(card: Card, subject: Subject, report_id: str) -> list[Finding]:
    """The findings of one rule; the id follows from the report and from what is disputed, never from the wording."""
    found: list[Finding] = []
    same: Counter[tuple[str, ...]] = Counter()
    for evidence in CHECKS[card.id](subject):
        if not evidence.at:
            raise ValueError(f"no place for {evidence.indicator}.{evidence.field}")
        key = (card.id, evidence.indicator or "", evidence.field, str(evidence.row))
        found.append(_finding(card, evidence, derived_id(report_id, *key, str(same[key]))))
        same[key] += 1
    return found


def _finding(card: Card, evidence: Evidence, finding_id: str) -> Finding:
    return Finding(
        id=finding_id,
        rule=card.id,
        kind=card.kind,
        severity=evidence.severity or card.severity,
        certainty=card.certainty,
        sureness=card.how_sure(evidence.sureness),
        indicator=evidence.indicator,
        field=evidence.field,
        stated=evidence.stated,
        expected=evidence.expected,
        other=evidence.other,
        message=_message(card, evidence),
        citation="；".join(filter(None, (evidence.source, card.citation))),
        at=evidence.at,
    )


def _message(card: Card, evidence: Evidence) -> str:
    values = {
        "indicator": evidence.indicator or "",
        "stated": evidence.stated or "（空）",
        "expected": evidence.expected or "",
        **dict(evidence.facts),
    }
    return card.message.format_map(values)


def _linked(findings: list[Finding], ruleset: RuleSet) -> tuple[Finding, ...]:
    """``findings`` with the links from a consequence to its causes, as the cards name them."""
    return tuple(
        finding.model_copy(update={"caused_by": _causes(ruleset.card(finding.rule), findings)}) for finding in findings
    )


def _causes(card: Card, findings: list[Finding]) -> tuple[str, ...]:
    return tuple(f.id for f in findings if f.rule in card.caused_by or f"{f.rule}.{f.field}" in card.caused_by)
