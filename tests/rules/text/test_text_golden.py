"""The four known reports: every certain text finding of careful reviewers, and nothing besides."""

from collections.abc import Iterator

import pytest

from perfeval_core.domain.findings import Finding
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules import check
from perfeval_core.rules.text import CHECKS
from perfeval_core.scoring import recompute
from tests.helpers.truth import needs_corpus, truth

RULES = load_ruleset()
RATE, INITIAL, FULL_YEAR = "预算执行率", "年初预算数", "全年预算数"

GOLDEN = {
    "r1": [
        ("table_vs_narrative", RATE, "100", "62.56%"),
        ("narrative_arithmetic", RATE, "60%", "62.56%"),
        ("amount_sum_mismatch", INITIAL, "598万元", "250万元"),
        ("cross_indicator_contradiction", "培训人次", "30", "≥48"),
    ],
    "r2": [
        ("table_vs_narrative", RATE, "100", "40.00%"),
        ("table_vs_narrative", "考察工作完成率(%)", "98", "100%"),
        ("stale_goal_year", None, "2021", "2022"),
    ],
    "r5": [
        ("table_vs_narrative", RATE, "100", "14.00%"),
        ("table_vs_narrative", FULL_YEAR, "7000000", "5000万元"),
        ("missing_value", None, "2019年应用平台项目万", None),
        ("narrative_vs_result", None, "无", None),
    ],
    "r9": [
        ("table_vs_narrative", RATE, "100", "13.94%"),
        ("amount_sum_mismatch", INITIAL, "64万元", "50万元"),
        ("dirty_cell", "工作开展及时性", "及时无", "及时"),
        ("narrative_self_contradiction", None, "严格按照年初计划开展各项工作", None),
    ],
}
ON_THE_FORM = {"cross_indicator_contradiction", "dirty_cell"}
"""The truth of the form has no goals: of the text kinds only what its own cells show."""


def text_findings(folder: str, name: str) -> Iterator[Finding]:
    report = parse(truth(folder, name))
    found, failures = check(report, recompute(report, RULES), RULES, "report")
    assert failures == ()
    return (finding for finding in found if finding.rule in CHECKS)


def said(findings: Iterator[Finding]) -> list[tuple[str, str | None, str | None, str | None]]:
    return sorted(
        ((finding.kind, finding.indicator, finding.stated, finding.expected) for finding in findings), key=str
    )


@needs_corpus
@pytest.mark.parametrize("name", GOLDEN)
def test_the_analysis_reports_give_exactly_what_reviewers_found(name: str) -> None:
    assert said(text_findings("lo_docx", name)) == sorted(GOLDEN[name], key=str)


@needs_corpus
@pytest.mark.parametrize("name", GOLDEN)
@pytest.mark.parametrize("folder", ["form_rl", "form_chrome", "form_xlsx"])
def test_the_forms_give_what_their_cells_show(folder: str, name: str) -> None:
    expected = [finding for finding in GOLDEN[name] if finding[0] in ON_THE_FORM]
    assert said(text_findings(folder, name)) == sorted(expected, key=str)


@needs_corpus
def test_the_rate_is_shown_on_both_bases_beside_its_passage() -> None:
    rate = next(finding for finding in text_findings("lo_docx", "r1") if finding.kind == "table_vs_narrative")
    assert rate.severity == "high"
    assert rate.other is not None and "预算执行率为60%" in rate.other.text
    assert "按全年预算数计算为100.00%" in rate.message and "按年初预算数计算为62.56%" in rate.message
