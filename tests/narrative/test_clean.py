"""Clean narratives in many wordings: not one sentence may give a finding of the text rules."""

from pathlib import Path
from typing import Any

import pytest

from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rulebook.source import read_yaml
from perfeval_core.rules import check
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.text import CHECKS
from perfeval_core.scoring import recompute

SENTENCES: list[str] = read_yaml(Path(__file__).with_name("clean.yaml"))
RULES = load_ruleset()

REPORT: dict[str, Any] = {
    "fiscal_year": "2023",
    "project_name": "基层能力提升",
    "budget_unit": "万元",
    "budget": [
        {
            "source": "合计",
            "initial_compiled": "500",
            "full_year": "450",
            "executed": "441.3",
            "carry_over": "8.7",
            "execution_rate": "98.07%",
        }
    ],
    "indicators": [
        {"name": "培训场次", "target": "≥10场", "actual": "12"},
        {"name": "培训人次", "target": "≥1000人次", "actual": "1200"},
        {"name": "设备验收合格率(%)", "target": "≥95%", "actual": "98"},
        {"name": "受益群众满意度(%)", "target": "≥90%", "actual": "93.5"},
        {"name": "购置设备数量(台)", "target": "=36台", "actual": "36"},
        {"level2": "成本指标", "name": "人均培训成本(元)", "target": "≤1000元", "actual": "850"},
    ],
}
HEADINGS = [
    "(一)项目概况",
    "2.全年目标实际完成情况",
    "3.项目实施和预算执行情况分析",
    "四、项目主要经验做法",
    "五、项目管理中存在的主要问题及原因分析",
]


def said(texts: dict[str, str]) -> list[tuple[str, str | None, str | None]]:
    sections = [{"heading": heading, "text": text} for heading, text in texts.items()]
    report = parse(filing_of(REPORT | {"sections": sections}))
    findings, failures = check(report, recompute(report, RULES), RULES, "report")
    assert failures == ()
    kinds = [finding for finding in findings if finding.rule in CHECKS and finding.kind != "missing_section"]
    return [(finding.kind, finding.stated, finding.expected) for finding in kinds]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_clean_sentence_gives_nothing(sentence: str, heading: str) -> None:
    assert said({heading: sentence}) == []


@pytest.mark.parametrize("start", range(0, len(SENTENCES), 6))
def test_clean_sentences_together_give_nothing(start: int) -> None:
    """Six sentences at a time, spread over two sections."""
    half = SENTENCES[start : start + 3], SENTENCES[start + 3 : start + 6]
    assert said({HEADINGS[1]: "".join(half[0]), HEADINGS[2]: "".join(half[1])}) == []


def test_the_same_report_does_give_findings_where_its_text_is_wrong() -> None:
    text = "全年预算480万元,实际执行441.3万元,预算执行率90%。全年培训场次为15场,设备验收合格率为91%。"
    assert {kind for kind, _, _ in said({HEADINGS[1]: text})} == {"table_vs_narrative", "narrative_arithmetic"}
