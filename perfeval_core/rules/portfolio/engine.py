"""Runs the portfolio rules in force over several reports, and makes findings of their evidence."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.findings import Finding, Level, RuleFailure
from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.model import Card, RuleSet
from perfeval_core.rules.limits import time_limit
from perfeval_core.rules.portfolio import (
    exact_hit_pattern,
    inconsistent_method_across_reports,
    portfolio_budget_trimmed_to_spend,
    portfolio_copied_text,
    portfolio_grade_inflation,
    portfolio_identical_satisfaction,
    portfolio_single_qualitative_benefit,
)
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, PortfolioRule
from perfeval_core.rules.subject import Subject

PORTFOLIO_CHECKS: dict[str, PortfolioRule] = {
    "PF101": portfolio_budget_trimmed_to_spend,
    "PF102": portfolio_identical_satisfaction,
    "PF103": portfolio_single_qualitative_benefit,
    "PF104": portfolio_grade_inflation,
    "PF105": portfolio_copied_text,
    "PF106": inconsistent_method_across_reports,
    "PF107": exact_hit_pattern,
}
"""Rule id to module. The card with that id bears the module's name as its kind."""

LOOK_SECONDS = 10.0
"""What one rule may take to look at one report."""

CHECK_SECONDS = 1800.0
"""What one rule may take over one portfolio, which may be all reports of a year."""

MOST_PLACES = 1000
"""So many places a finding shows; its message says how many reports it is about."""

WHOLE = 0
"""The report index of a failure that belongs to no single report."""

Reports = Iterable[tuple[str, Report, ScoreSheet]]
"""Id, report and recomputed scores of each."""


def check_portfolio(
    reports: Reports, ruleset: RuleSet, level: Level = "file", subject: str | None = None
) -> tuple[tuple[Finding, ...], tuple[RuleFailure, ...]]:
    """All findings about ``reports`` together, and the rules that did not finish on them; see ``PortfolioCheck``."""
    whole = PortfolioCheck(ruleset, level, subject)
    for report_id, report, sheet in reports:
        whole.look(report_id, report, sheet)
    return whole.found()


class PortfolioCheck:
    """The portfolio rules of ``ruleset`` on their way over the reports of one portfolio.

    Each report is let go as soon as the rules have looked at it. The ids of findings follow from ``subject``, or from
    the ids of the reports where there is none. The order of reports makes no difference.
    """

    def __init__(self, ruleset: RuleSet, level: Level, subject: str | None = None) -> None:
        cards = [card for card in ruleset.cards if card.scope == "portfolio" and level in card.levels]
        self._runs = [_Run(card, ruleset, level) for card in cards]
        self._level, self._subject = level, subject

    def look(self, report_id: str, report: Report, sheet: ScoreSheet) -> None:
        """One more report with its recomputed scores."""
        name = report.filing.project_name or report.filing.title
        member = Member(report_id, name, _part(self._level, report_id, report))
        for run in self._runs:
            run.look(member, report, sheet)

    def found(self) -> tuple[tuple[Finding, ...], tuple[RuleFailure, ...]]:
        """All findings about the reports together, and the rules that did not finish on them."""
        findings = tuple(finding for run in self._runs for finding in run.findings(self._subject))
        return findings, tuple(run.failure for run in self._runs if run.failure is not None)


def _part(level: Level, report_id: str, report: Report) -> str:
    filing = report.filing
    match level:
        case "file":
            return report_id
        case "unit":
            return report_id.rpartition("-")[0]
        case "year":
            return filing.unit_code or filing.unit_name or ""
        case "history":
            return str(filing.fiscal_year)


@dataclass
class _Run:
    """One rule on its way over the reports: what it took from each, or why it did not get through."""

    card: Card
    ruleset: RuleSet
    level: Level
    members: list[Member] = field(default_factory=list)
    seen: list[tuple[Member, Any]] = field(default_factory=list)
    failure: RuleFailure | None = None

    def look(self, member: Member, report: Report, sheet: ScoreSheet) -> None:
        """One more report."""
        if self.failure is None and self.card.applies(report.filing.form):
            self.members.append(member)
            subject = Subject(report, sheet, self.ruleset, self.card.params)
            with self._guarded(LOOK_SECONDS):
                self.seen += [(member, one) for one in PORTFOLIO_CHECKS[self.card.id].look(subject)]

    def findings(self, subject: str | None) -> list[Finding]:
        """What the rule finds over all that it looked at; nothing if they are all in one part."""
        found: list[Finding] = []
        if self.failure is None and len({member.part for member in self.members}) > 1:
            ids = [subject] if subject else sorted(member.report_id for member in self.members)
            self.seen.sort(key=lambda one: _order(one[0]))
            portfolio = Portfolio(self.level, tuple(self.seen), self.card.params)
            with self._guarded(CHECK_SECONDS):
                found = [
                    _finding(self.card, evidence, ids) for evidence in PORTFOLIO_CHECKS[self.card.id].check(portfolio)
                ]
        return found

    @contextmanager
    def _guarded(self, seconds: float) -> Iterator[None]:
        try:
            with time_limit(seconds):
                yield
        # A rule's error is ours, never a statement about the reports, and the other rules go on.
        except Exception as error:  # noqa: BLE001
            reason = f"{type(error).__name__}: {error}"
            self.failure = RuleFailure(rule=self.card.id, report_index=WHOLE, error=reason)


def _order(member: Member) -> tuple[str, int, str]:
    """By file, then by the report's number in it."""
    file, _, number = member.report_id.rpartition("-")
    return file, len(number), number


def _finding(card: Card, evidence: PortfolioEvidence, ids: list[str]) -> Finding:
    """The id follows from the reports and from what is disputed, never from the wording."""
    if not evidence.at:
        raise ValueError(f"no place for {evidence.indicator}.{evidence.field}")
    values = {"indicator": evidence.indicator or "", "stated": evidence.stated or "", **dict(evidence.facts)}
    shown = evidence.at[:MOST_PLACES]
    return Finding(
        id=derived_id("portfolio", *ids, card.id, evidence.field, evidence.key),
        rule=card.id,
        kind=card.kind,
        severity=evidence.severity or card.severity,
        certainty=card.certainty,
        sureness=card.how_sure(evidence.sureness),
        indicator=evidence.indicator,
        field=evidence.field,
        stated=evidence.stated,
        expected=None,
        message=card.message.format_map(values),
        citation=card.citation,
        at=tuple(spot.location for spot in shown),
        reports=tuple(spot.report_id for spot in shown),
    )
