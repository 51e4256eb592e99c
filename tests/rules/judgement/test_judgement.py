"""Judgement rules: near misses, variants, clean reports, whatever text, and what reviewers found in the corpus."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.findings import Finding
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rulebook.source import read_yaml
from perfeval_core.rules import check
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute
from tests.helpers.truth import needs_corpus, truth

HERE = Path(__file__).parent
CASES = read_yaml(HERE / "cases.yaml")
CLEAN = read_yaml(HERE / "clean.yaml")
SENTENCES = read_yaml(HERE / "sentences.yaml")
RANDOM = read_yaml(HERE / "fragments.yaml")


def judgements(filing: Filing) -> list[Finding]:
    rules, report = load_ruleset(), parse(filing)
    found, failures = check(report, recompute(report, rules), rules, "report")
    assert failures == ()
    return [finding for finding in found if finding.rule.startswith("JD")]


def seen(filing: Filing) -> list[tuple[str, str | None]]:
    return sorted(((found.kind, found.indicator) for found in judgements(filing)), key=str)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case: dict[str, Any]) -> None:
    assert seen(filing_of(case["report"])) == sorted((tuple(found) for found in case.get("finds", [])), key=str)


@pytest.mark.parametrize("case", CLEAN, ids=lambda case: case["case"])
def test_an_honest_report_gives_nothing_to_weigh(case: dict[str, Any]) -> None:
    assert [finding.message for finding in judgements(filing_of(case["report"]))] == []


SURVEYED = {"heading": "6.满意度情况及分析", "text": "向服务对象发放问卷200份,满意度95%。"}


@pytest.mark.parametrize("section", SENTENCES["sections"], ids=lambda section: section["text"])
def test_a_sentence_that_only_looks_like_something_gives_nothing(section: dict[str, str]) -> None:
    sections = [SURVEYED] * (section["heading"] != SURVEYED["heading"]) + [section]
    assert [found.message for found in judgements(filing_of({**SENTENCES["report"], "sections": sections}))] == []


TEXTS = st.lists(st.sampled_from(RANDOM["fragments"]), max_size=25).map("".join)


@given(st.fixed_dictionaries({heading: TEXTS for heading in RANDOM["headings"]}))
def test_whatever_the_narrative_says_every_rule_finishes_and_names_a_place(texts: dict[str, str]) -> None:
    sections = [{"heading": heading, "text": text} for heading, text in texts.items()]
    found = judgements(filing_of({**RANDOM["report"], "sections": sections}))
    assert len({finding.id for finding in found}) == len(found)
    assert all(finding.at and finding.message and finding.certainty == "judgement" for finding in found)


IN_REPORTS: dict[str, list[tuple[str, str | None]]] = {
    "r1": [
        ("cost_vs_spending", "人均工作人员聘用成本(元)"),
        ("date_gap", None),
        ("overshoot_low_target", "培训场次"),
        ("satisfaction_no_evidence", "“12345”平台服务对象满意度(%)"),
        ("target_below_plan", "人员聘用数(人)"),
    ],
    "r2": [
        ("cost_vs_spending", "项目成本控制数(万)"),
        ("count_mismatch", None),
        ("prior_year_payment", None),
        ("reason_conflict", None),
        ("satisfaction_no_evidence", "服务对象满意度(%)"),
        ("target_inconsistent", "运维人员数量"),
    ],
    "r5": [
        ("actual_value_recompute", "合同款支付完成率"),
        ("count_mismatch", "按照合同约定付款数"),
        ("satisfaction_no_evidence", "公众满意度(%)"),
        ("target_unachievable", "项目合同款支付"),
        ("weak_text", None),
    ],
    "r9": [
        ("benefit_vs_output", "培训对象业务能力提升"),
        ("count_mismatch", "培训场次"),
        ("satisfaction_no_evidence", "培训学员满意度(%)"),
        ("timeliness_vs_narrative", "工作开展及时性"),
        ("zero_actual_reverse", "人均培训成本(元)"),
    ],
}


@needs_corpus
@pytest.mark.parametrize("name", IN_REPORTS)
def test_the_reports_give_what_reviewers_weighed_and_nothing_that_they_would_not(name: str) -> None:
    assert seen(truth("lo_docx", name)) == sorted(IN_REPORTS[name], key=str)
