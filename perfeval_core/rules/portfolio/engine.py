"""Runs the portfolio rules in force over several reports, and makes findings of their evidence."""

from collections.abc import Callable, Iterator, Sequence

from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.findings import Finding, RuleFailure
from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.model import Card, RuleSet
from perfeval_core.rules.limits import time_limit
from perfeval_core.rules.portfolio import (
    inconsistent_method_across_reports,
    portfolio_budget_trimmed_to_spend,
    portfolio_copied_text,
    portfolio_grade_inflation,
    portfolio_identical_satisfaction,
    portfolio_single_qualitative_benefit,
)
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence

PORTFOLIO_CHECKS: dict[str, Callable[[Portfolio], Iterator[PortfolioEvidence]]] = {
    "PF101": portfolio_budget_trimmed_to_spend.check,
    "PF102": portfolio_identical_satisfaction.check,
    "PF103": portfolio_single_qualitative_benefit.check,
    "PF104": portfolio_grade_inflation.check,
    "PF105": portfolio_copied_text.check,
    "PF106": inconsistent_method_across_reports.check,
}
"""Rule id to function. The card with that id bears the function's module name as its kind."""

PORTFOLIO_SECONDS = 600.0
"""What one rule may take over one portfolio, which may be all reports of a year."""

WHOLE = 0
"""The report index of a failure that belongs to no single report."""


def check_portfolio(
    reports: Sequence[tuple[str, Report, ScoreSheet]], ruleset: RuleSet
) -> tuple[tuple[Finding, ...], tuple[RuleFailure, ...]]:
    """All findings about ``reports`` (id, report, scores) together, and the rules that did not finish on them.

    The order of ``reports`` makes no difference to which findings there are, nor to their ids.
    """
    members = tuple(sorted((Member(*one) for one in reports), key=_order))
    findings: list[Finding] = []
    failures: list[RuleFailure] = []
    for card in ruleset.cards:
        if card.scope != "portfolio":
            continue
        meant = tuple(member for member in members if card.applies(member.report.filing.form))
        try:
            with time_limit(PORTFOLIO_SECONDS):
                findings += _run(card, Portfolio(meant, ruleset, card.params))
        # A rule's error is ours, never a statement about the reports, and the other rules go on.
        except Exception as error:  # noqa: BLE001
            reason = f"{type(error).__name__}: {error}"
            failures.append(RuleFailure(rule=card.id, report_index=WHOLE, error=reason))
    return tuple(findings), tuple(failures)


def _order(member: Member) -> tuple[str, int, str]:
    """By file, then by the report's number in it."""
    file, _, number = member.report_id.rpartition("-")
    return file, len(number), number


def _run(card: Card, portfolio: Portfolio) -> list[Finding]:
    if len(portfolio.members) < 2:
        return []
    ids = sorted(member.report_id for member in portfolio.members)
    return [_finding(card, evidence, ids) for evidence in PORTFOLIO_CHECKS[card.id](portfolio)]


def _finding(card: Card, evidence: PortfolioEvidence, ids: list[str]) -> Finding:
    """The id follows from the reports and from what is disputed, never from the wording."""
    if not evidence.at:
        raise ValueError(f"no place for {evidence.indicator}.{evidence.field}")
    values = {"indicator": evidence.indicator or "", "stated": evidence.stated or "", **dict(evidence.facts)}
    return Finding(
        id=derived_id("portfolio", *ids, card.id, evidence.field, evidence.key),
        rule=card.id,
        kind=card.kind,
        severity=evidence.severity or card.severity,
        certainty=card.certainty,
        indicator=evidence.indicator,
        field=evidence.field,
        stated=evidence.stated,
        expected=None,
        message=card.message.format_map(values),
        citation=card.citation,
        at=tuple(spot.location for spot in evidence.at),
    )
