"""Groups of clean reports (several of one unit), and one pattern planted over all of them."""

import random

from perfeval_core.domain.findings import Finding
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules.portfolio import check_portfolio
from perfeval_core.scoring import recompute
from tests.planted.clean import Draft, clean

REPORTS = 8
KIND = "exact_hit_pattern"


def group(rng: random.Random) -> list[Draft]:
    """Clean reports whose figures lie here and there of their targets."""
    return [clean(rng) for _ in range(REPORTS)]


def copied_targets(rng: random.Random) -> list[Draft]:
    """Clean reports in which each actual figure was written off its target, but for one in one report."""
    drafts = group(rng)
    spared = rng.choice(drafts)
    for draft in drafts:
        numbers = [n for n, line in enumerate(draft.lines) if line.word is None and line.operator != "="]
        for n in numbers[1:] if draft is spared else numbers:
            line, row = draft.lines[n], draft.rows[n]
            row["actual"] = row["actual"].replace(line.actual, line.target)
            row["points"] = row["weight"]
        draft.settle()
    return drafts


def patterns(drafts: list[Draft]) -> tuple[Finding, ...]:
    """The findings of ``KIND`` over all of them."""
    rules = load_ruleset()
    reports = [parse(draft.filing()) for draft in drafts]
    named = [(f"group-{n}", report, recompute(report, rules)) for n, report in enumerate(reports, start=1)]
    findings, failures = check_portfolio(named, rules)
    assert failures == (), failures
    return tuple(finding for finding in findings if finding.kind == KIND)
