"""Portfolio rules: small groups abstain, order does not matter, copies are found among many texts."""

import json
import os
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.domain.findings import Finding, Level
from perfeval_core.extraction.parsing import parse
from perfeval_core.pipeline import check_file
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rulebook.model import Card
from perfeval_core.rulebook.source import read_yaml
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.portfolio import PORTFOLIO_CHECKS, check_portfolio
from perfeval_core.rules.portfolio.similar import alike, normal
from perfeval_core.scoring import recompute
from tests.helpers.truth import needs_corpus, with_places

CASES = read_yaml(Path(__file__).with_name("cases.yaml"))
CARDS = [card for card in load_ruleset().cards if card.scope == "portfolio"]


def findings(reports: list[dict[str, Any]], ids: list[str] | None = None, level: Level = "file") -> tuple[Finding, ...]:
    rules = load_ruleset()
    filings = [filing_of(cells | {"index": number}) for number, cells in enumerate(reports, start=1)]
    parsed = [parse(filing) for filing in filings]
    names = ids or [f"file-{number}" for number in range(1, len(reports) + 1)]
    found, failures = check_portfolio(
        [(name, report, recompute(report, rules)) for name, report in zip(names, parsed, strict=True)],
        rules,
        level,
    )
    assert failures == ()
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case: dict[str, Any]) -> None:
    found = findings(case["reports"])
    assert sorted(finding.kind for finding in found) == sorted(case.get("finds", []))
    assert all(finding.at and finding.message and finding.citation for finding in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_order_of_the_reports_changes_neither_findings_nor_ids(case: dict[str, Any]) -> None:
    ids = [f"file-{number}" for number in range(1, len(case["reports"]) + 1)]
    forward, backward = findings(case["reports"], ids), findings(case["reports"][::-1], ids[::-1])
    assert sorted(finding.id for finding in forward) == sorted(finding.id for finding in backward)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_every_place_says_in_which_report_it_stands(case: dict[str, Any]) -> None:
    for finding in findings(case["reports"]):
        assert len(finding.reports) == len(finding.at)
        assert set(finding.reports) <= {f"file-{number}" for number in range(1, len(case["reports"]) + 1)}


def test_the_json_of_a_finding_about_one_report_names_no_reports() -> None:
    (over,) = findings(CASES[4]["reports"])
    alone = over.model_copy(update={"reports": ()})
    assert ("reports" in over.model_dump(), "reports" in alone.model_dump()) == (True, False)
    assert Finding.model_validate_json(alone.model_dump_json()) == alone


SPREAD: list[tuple[Level, dict[str, Any], str]] = [
    ("unit", {}, "other-1"),
    ("year", {"unit_code": "2"}, "file-9"),
    ("history", {"fiscal_year": 2023}, "file-9"),
]


@pytest.mark.parametrize(("level", "changed", "name"), SPREAD, ids=[level for level, _, _ in SPREAD])
def test_copies_within_a_part_are_left_to_where_that_part_is_looked_at(
    level: Level, changed: dict[str, Any], name: str
) -> None:
    (case,) = (case for case in CASES if case["case"] == "两份报告的同一段落")
    one, two = ({"unit_code": "1", "fiscal_year": 2024} | report for report in case["reports"])
    assert findings([one, two], ["file-1", "file-2"], level) == ()
    assert [found.kind for found in findings([one, two | changed], ["file-1", name], level)] == case["finds"]
    assert findings([one, two, changed | {"unit_code": "1"} | changed], ["file-1", "file-2", name], level) == ()


def test_a_rule_runs_over_what_its_card_says() -> None:
    (case,) = (case for case in CASES if case["case"] == "全部压减")
    units = [report | {"unit_code": str(number)} for number, report in enumerate(case["reports"])]
    assert findings(units, level="year") == ()
    assert [found.kind for found in findings(units, [f"{number}-1" for number in range(4)], "unit")] == case["finds"]


def test_a_finding_over_very_many_reports_shows_the_first_places_and_says_how_many_they_are() -> None:
    same = [
        {"level1": "满意度指标", "name": "满意度(%)", "target": "≥90%", "actual": "95", "weight": "10", "points": "10"}
    ]
    reports = [{"indicators": same, "unit_code": str(number)} for number in range(1200)]
    (found,) = findings(reports, level="year")
    assert (len(found.at), len(found.reports), "1200份报告中有1200份" in found.message) == (1000, 1000, True)


@pytest.mark.parametrize("cells", [{}, CASES[0]["reports"][0]])
def test_one_report_is_no_portfolio(cells: dict[str, Any]) -> None:
    assert findings([cells]) == ()


def hits(reports: int) -> list[dict[str, Any]]:
    one = {"name": "巡查(次)", "target": "≥120次", "actual": "120", "weight": "10", "points": "10"}
    return [{"indicators": [one] * 3}] * reports


@pytest.mark.parametrize(("reports", "sureness"), [(4, "moderate"), (6, "moderate"), (7, "high")])
def test_the_less_chance_explains_the_surer(reports: int, sureness: str) -> None:
    (found,) = findings(hits(reports))
    assert (found.rule, found.sureness) == ("PF107", sureness)


@pytest.mark.parametrize(("actual", "sureness"), [("120", "low"), ("80", "moderate")])
def test_a_best_grade_that_is_not_earned_makes_the_others_more_doubtful(actual: str, sureness: str) -> None:
    line = {"name": "巡查(次)", "target": "≥120次", "actual": actual, "weight": "90", "points": "90", "reason": "雨"}
    budget = [{"full_year": "1", "executed": "1", "points": "10"}]
    graded = {"budget": budget, "stated": {"total": "95", "grade": "优"}}
    reports = [graded] * 9 + [graded | {"indicators": [line]}]
    (found,) = (one for one in findings(reports) if one.rule == "PF104")
    assert found.sureness == sureness


def test_every_card_has_a_function_and_every_function_a_card() -> None:
    assert {card.id for card in CARDS} == set(PORTFOLIO_CHECKS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_is_whole(card: Card) -> None:
    assert PORTFOLIO_CHECKS[card.id].__name__.rpartition(".")[2] == card.kind
    assert {example.outcome for example in card.examples} == {"fail", "pass", "not_applicable"}
    assert [name for _, name, _, _ in Formatter().parse(card.message) if name]


WRITTEN = (
    "全年按批次组织验收资料逐件登记问题当日反馈施工单位在三个工作日内整改完毕并由监理"
    "签字确认质量台账随进度款一并归档备查以便追溯"
)


@given(st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=40, max_size=80), st.integers(0, len(WRITTEN) - 1))
def test_copies_are_found_and_other_texts_left_alone(other: str, at: int) -> None:
    slip = WRITTEN[:at] + "某" + WRITTEN[at + 1 :]
    assert alike([WRITTEN, other, WRITTEN, slip], 90) in ([[0, 2, 3]], [[0, 2]])
    assert alike([WRITTEN, other], 90) == []


def test_a_changed_character_hardly_ever_hides_a_copy() -> None:
    slips = [WRITTEN[:at] + "某" + WRITTEN[at + 1 :] for at in range(len(WRITTEN))]
    found = [alike([WRITTEN, slip], 90) == [[0, 1]] for slip in slips]
    assert sum(found) >= 0.9 * len(found)


def test_punctuation_makes_no_other_text() -> None:
    assert normal("按月打分,与付款挂钩。") == normal("按月打分；与付款挂钩")
    assert alike([f"{WRITTEN}。", WRITTEN], 100) == [[0, 1]]


@needs_corpus
def test_four_reports_in_one_file() -> None:
    content = json.loads((Path(os.environ["PERFEVAL_CORPUS"]) / "chrome_all4" / "all4.json").read_text("utf-8"))
    reports = tuple(with_places(report) for report in content["reports"])
    file = ExtractedFile(
        path="all4.pdf", sha256="0" * 64, media_type="application/pdf", pages=40, status="extracted", reports=reports
    )
    checked = check_file(file, lambda filing: load_ruleset())
    assert checked.failures == ()
    assert [finding.kind for finding in checked.portfolio_findings] == [
        "portfolio_budget_trimmed_to_spend",
        "portfolio_identical_satisfaction",
        "portfolio_single_qualitative_benefit",
        "portfolio_copied_text",
    ]
