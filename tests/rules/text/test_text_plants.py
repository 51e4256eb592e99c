"""The committed samples are clean in every text rule; one changed place gives exactly its findings."""

import json
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.findings import Finding
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rulebook.source import read_yaml
from perfeval_core.rules import check
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.text import CHECKS
from perfeval_core.scoring import recompute
from tests.helpers.samples import EXPECTED

PLANTS = read_yaml(Path(__file__).with_name("plants.yaml"))
REPORTS = {report["project_name"]: report for one in EXPECTED.values() for report in one["reports"]}
KINDS = {check.__module__.rpartition(".")[2] for check in CHECKS.values()}
RULES = load_ruleset()


def text_findings(filing: Filing) -> list[Finding]:
    report = parse(filing)
    found, failures = check(report, recompute(report, RULES), RULES, "report")
    assert failures == ()
    return [finding for finding in found if finding.rule in CHECKS]


def said(report: dict[str, Any]) -> list[tuple[str, str | None, str | None, str | None]]:
    found = text_findings(filing_of(report))
    return [(finding.kind, finding.indicator, finding.stated, finding.expected) for finding in found]


def with_plant(report: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    whole = json.dumps(report["sections"], ensure_ascii=False)
    assert whole.count(old) == 1
    return report | {"sections": json.loads(whole.replace(old, new))}


def test_the_samples_hold_none_of_these_kinds() -> None:
    expected = {found["kind"] for one in EXPECTED.values() for found in one["findings"]}
    assert not expected & KINDS


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_clean_sample_gives_nothing(report: dict[str, Any]) -> None:
    assert said(report) == []


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant['report']}-{plant['new'][:12]}")
def test_one_changed_place_gives_exactly_its_findings(plant: dict[str, Any]) -> None:
    changed = with_plant(REPORTS[plant["report"]], plant["old"], plant["new"])
    assert said(changed) == [tuple(found) for found in plant["finds"]]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant['report']}-{plant['new'][:12]}")
def test_a_finding_of_the_text_shows_its_passage(plant: dict[str, Any]) -> None:
    filing = filing_of(with_plant(REPORTS[plant["report"]], plant["old"], plant["new"]))
    for finding in text_findings(filing):
        assert finding.other is not None and finding.other.bbox is not None
        assert any(finding.other.text in section.text for section in filing.sections)


HEADINGS = ("四、项目主要经验做法", "5.效益情况及分析", "(三)项目实施计划", "六、下一步改进措施及管理建议")


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("project", ["森林防火", "城区道路保洁"])
def test_a_section_that_is_emptied_or_left_out_is_missing(project: str, heading: str) -> None:
    report = REPORTS[project]
    emptied = [section | ({"text": ""} if section["heading"] == heading else {}) for section in report["sections"]]
    left_out = [section for section in report["sections"] if section["heading"] != heading]
    for sections in (emptied, left_out):
        kinds = [kind for kind, *_ in said(report | {"sections": sections})]
        missed = ["narrative_vs_result"] if heading.startswith("六") and sections is emptied else []
        assert kinds == ["missing_section", *missed]


def test_a_section_of_a_report_that_was_not_read_in_full_is_not_missing() -> None:
    report = REPORTS["森林防火"]
    sections = [section for section in report["sections"] if not section["heading"].startswith("四")]
    assert said(report | {"sections": sections, "status": "partial"}) == []


def test_problems_and_measures_of_none_beside_a_missed_target() -> None:
    report = REPORTS["养老服务补贴"]
    silent = [section | ({"text": "无。"} if section["heading"][0] in "五六" else {}) for section in report["sections"]]
    assert said(report | {"sections": silent}) == [("narrative_vs_result", None, "无。", None)]


def test_what_the_reader_doubts_is_no_evidence() -> None:
    filing = filing_of(with_plant(REPORTS["森林防火"], "防火宣传次数为26次", "防火宣传次数为62次"))
    assert [finding.indicator for finding in text_findings(filing)] == ["防火宣传次数(次)"]
    doubted = tuple(
        section.model_copy(
            update={
                "at": section.at.model_copy(
                    update={"text": tuple(line.model_copy(update={"confidence": 0.5}) for line in section.at.text)}
                )
            }
        )
        for section in filing.sections
    )
    assert text_findings(filing.model_copy(update={"sections": doubted})) == []


def test_a_passage_stands_on_its_own_lines() -> None:
    report = with_plant(REPORTS["森林防火"], "防火宣传次数为26次", "防火宣传次数为62次")
    filing = filing_of(report)
    section = next(section for section in filing.sections if "62次" in section.text)
    (line,) = section.at.text
    half = len(section.text) // 2
    lines = (
        line.model_copy(update={"length": half, "bbox": (0, 10, 100, 20)}),
        line.model_copy(update={"length": len(section.text) - half, "bbox": (0, 20, 80, 30)}),
    )
    cut = section.model_copy(update={"at": section.at.model_copy(update={"text": lines})})
    sections = tuple(cut if one is section else one for one in filing.sections)
    (finding,) = text_findings(filing.model_copy(update={"sections": sections}))
    assert finding.other is not None and finding.other.bbox == (0, 10, 100, 30)
