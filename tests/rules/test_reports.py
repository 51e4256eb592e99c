"""Rules over whole reports: small cases, and the corpus."""

from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.findings import Finding
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rulebook.source import read_yaml
from perfeval_core.rules import arithmetic, check
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute
from tests.helpers.truth import needs_corpus, truth

CASES = read_yaml(Path(__file__).with_name("cases.yaml"))


def findings(filing: Filing) -> tuple[Finding, ...]:
    rules, report = load_ruleset(), parse(filing)
    found, failures = check(report, recompute(report, rules), rules, "report")
    assert failures == ()
    return found


def seen(filing: Filing) -> list[tuple[str, str | None]]:
    """The findings of the arithmetic family; those of the others are tested where the rules are."""
    found = (finding for finding in findings(filing) if finding.rule in arithmetic.CHECKS)
    return sorted((finding.kind, finding.indicator) for finding in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case: dict[str, Any]) -> None:
    assert seen(filing_of(case["report"])) == sorted(tuple(found) for found in case.get("finds", []))


RATE = ("execution_rate_arithmetic", "预算执行率")
STRICT = ("strict_inequality_violated", "人均工作人员聘用成本(元)")
COST = ("score_arithmetic", "项目成本控制数(万)")
WRONG_IN_R5 = [
    ("score_arithmetic", "按照合同约定付款数"),
    ("score_arithmetic", "合同款支付完成率"),
    ("score_arithmetic", "项目合同款支付"),
    ("qualitative_band", "合同款支付及时性"),
    ("qualitative_band", "大数据应用水平提升"),
]


@needs_corpus
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("r1", [STRICT]),
        ("r2", [COST, ("total_after_correction", "总分")]),
        ("r5", [*WRONG_IN_R5, ("grade_flips", "总分")]),
        ("r9", []),
    ],
)
def test_the_analysis_reports_give_exactly_what_reviewers_found(name: str, expected: list[tuple[str, str]]) -> None:
    assert seen(truth("lo_docx", name)) == sorted(expected)


@needs_corpus
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("r1", [RATE, STRICT]),
        ("r2", [RATE, COST, ("total_after_correction", "总分")]),
        ("r5", [RATE, *WRONG_IN_R5, ("total_after_correction", "总分")]),
        ("r9", [RATE]),
    ],
)
@pytest.mark.parametrize("folder", ["form_rl", "form_chrome", "form_xlsx"])
def test_the_forms_print_a_rate_on_the_initial_budget(folder: str, name: str, expected: list[tuple[str, str]]) -> None:
    assert seen(truth(folder, name)) == sorted(expected)


@needs_corpus
def test_the_corrected_total_of_a_report_with_one_wrong_line() -> None:
    total = next(finding for finding in findings(truth("lo_docx", "r2")) if finding.indicator == "总分")
    assert (total.stated, total.expected, total.severity) == ("95.9", "96.00", "low")
    assert len(total.caused_by) == 1
