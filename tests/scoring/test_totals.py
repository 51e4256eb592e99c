"""Execution, totals, grades; and the four reports whose right scores are known."""

from decimal import Decimal

import pytest

from perfeval_core.domain.scores import ExecutionScore, Interval, ScoreSheet
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute
from perfeval_core.scoring.totals import grade_of, grades_touched
from tests.helpers.truth import needs_corpus, truth

PACK = load_ruleset().pack


def interval(low: str, high: str, high_included: bool = True) -> Interval:
    return Interval(low=Decimal(low), high=Decimal(high), high_included=high_included)


def execution(pack: str = "mof-2020-10", **line: str) -> ExecutionScore:
    score = recompute(parse(filing_of({"budget": [line]})), load_ruleset(pack)).execution
    assert score is not None
    return score


def test_execution_on_the_full_year_budget_and_on_the_initial_one() -> None:
    score = execution(initial_compiled="5000", full_year="700", executed="700", points="10")
    assert (score.rate, str(score.points), score.stated) == (Decimal("1.000000"), "10.00", "10")
    assert score.on_initial_budget.rate == Decimal("0.140000")
    assert str(score.on_initial_budget.points) == "1.40"


def test_execution_is_capped_and_takes_the_maximum_that_the_table_prints() -> None:
    assert str(execution(full_year="100", executed="120").points) == "10.00"
    assert str(execution(full_year="300", executed="200", max_points="20").points) == "13.33"


def test_zero_over_zero_is_undefined_nationally_and_zero_on_the_platform() -> None:
    undefined = execution(full_year="0", executed="0")
    assert (undefined.rate, str(undefined.points)) == (None, "[0.00,10.00]")
    assert str(execution("platform", full_year="0", executed="0").points) == "0.00"


def test_a_missing_amount_leaves_execution_open() -> None:
    score = execution(full_year="", executed="5")
    assert (score.rate, str(score.points)) == (None, "[0.00,10.00]")
    assert score.on_initial_budget.points is None


@pytest.mark.parametrize(
    ("held", "grades"),
    [
        (interval("90.00", "90.00"), ("优",)),
        (interval("51.78", "59.78", False), ("差",)),
        (interval("88.00", "96.00"), ("优", "良")),
        (interval("80.00", "90.00", False), ("良",)),
        (interval("80.00", "90.00"), ("优", "良")),
        (interval("59.99", "60.00"), ("中", "差")),
        (interval("0.00", "100.00"), ("优", "良", "中", "差")),
    ],
)
def test_grades_that_an_interval_touches(held: Interval, grades: tuple[str, ...]) -> None:
    assert grades_touched(held, PACK) == grades


def test_a_pack_without_grades_touches_none() -> None:
    assert grades_touched(interval("0.00", "100.00"), load_ruleset("hubei").pack) == ()
    assert grade_of(Decimal(95), load_ruleset("hubei").pack) is None


def test_hubei_scores_execution_out_of_twenty() -> None:
    score = execution("hubei", initial_compiled="5000", full_year="1000", executed="700")
    assert (str(score.points), str(score.on_initial_budget.points)) == ("14.00", "2.80")


def test_sichuan_wants_a_reason_below_ninety_per_cent() -> None:
    assert "低于90%" in (execution("sichuan", full_year="1000", executed="899").proof.note or "")
    assert execution("sichuan", full_year="1000", executed="900").proof.note is None


def test_the_same_on_the_initial_budget() -> None:
    report = {
        "budget": [{"initial_compiled": "1000", "full_year": "400", "executed": "400"}],
        "indicators": [{"name": "甲", "target": "≥1次", "actual": "1次", "weight": "80"}],
    }
    sheet = recompute(parse(filing_of(report)), load_ruleset())
    assert (str(sheet.total), sheet.grade) == ("90.00", ("优",))
    assert sheet.on_initial_budget is not None
    assert (str(sheet.on_initial_budget.total), sheet.on_initial_budget.grade) == ("84.00", ("良",))


@pytest.mark.parametrize(
    ("points", "initial", "full_year", "executed", "lights"),
    [
        # (80/90 - 10/10) is below 0; on the initial budget (80/90 - 0.64) / (80/90) is 28%, and 36% were not spent.
        ("80", "1000", "640", "640", (False, False, True, True)),
        # (90/90 - 0.95) / (90/90) is 5%, not more; a fen less and it is.
        ("90", "1000.00", "1000.00", "950.00", (False, False, False, False)),
        ("90", "1000.00", "1000.00", "949.00", (True, False, True, False)),
        # exactly 20% unspent is not more than 20%; a budget of 0 is yellow by itself.
        ("90", "1000", "1000", "800", (True, False, True, False)),
        ("90", "0", "1000", "799", (True, True, None, True)),
        # without indicator points there is no gap to speak of
        ("0", "1000", "1000", "1000", (None, False, None, False)),
        ("90", "", "1000", "", (None, None, None, None)),
    ],
)
def test_the_warning_lights_on_both_budgets(
    points: str, initial: str, full_year: str, executed: str, lights: tuple[bool | None, ...]
) -> None:
    report = {
        "budget": [{"initial_compiled": initial, "full_year": full_year, "executed": executed}],
        "indicators": [{"name": "甲", "target": "≥90次", "actual": f"{points}次", "weight": "90"}],
    }
    shown = recompute(parse(filing_of(report)), load_ruleset()).warning_lights
    assert shown is not None
    assert (shown.full_year.red, shown.full_year.yellow, shown.initial.red, shown.initial.yellow) == lights


def test_a_light_stays_open_where_quality_words_leave_the_gap_open() -> None:
    report = {
        "budget": [{"initial_compiled": "100", "full_year": "100", "executed": "90"}],
        "indicators": [{"name": "甲", "target": "及时", "actual": "达成预期指标", "weight": "90"}],
    }
    shown = recompute(parse(filing_of(report)), load_ruleset()).warning_lights
    assert shown is not None and shown.full_year.red is None


@pytest.mark.parametrize(
    ("points", "word"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("60", "中"), ("59.99", "差")]
)
def test_the_grade_of_a_total(points: str, word: str) -> None:
    assert grade_of(Decimal(points), PACK) == word


def test_without_a_weight_there_is_no_total() -> None:
    report = {
        "budget": [{"full_year": "1", "executed": "1"}],
        "indicators": [{"name": "甲", "target": "≥1次", "actual": "1", "weight": ""}],
    }
    sheet = recompute(parse(filing_of(report)), load_ruleset())
    assert (sheet.total, sheet.grade) == (None, ())


def sheet_of(name: str, folder: str = "lo_docx") -> ScoreSheet:
    return recompute(parse(truth(folder, name)), load_ruleset())


def wrong_lines(sheet: ScoreSheet) -> dict[str, str]:
    return {line.name: str(line.points) for line in sheet.indicators if line.agrees is False}


@needs_corpus
@pytest.mark.parametrize("folder", ["lo_docx", "form_rl"])
def test_five_wrong_lines_cost_a_grade(folder: str) -> None:
    sheet = sheet_of("r5", folder)
    assert wrong_lines(sheet) == {
        "按照合同约定付款数": "5.00",
        "合同款支付完成率": "2.50",
        "合同款支付及时性": "[6.00,8.00)",
        "项目合同款支付": "0.28",
        "大数据应用水平提升": "[18.00,24.00)",
    }
    assert (str(sheet.total), sheet.grade, sheet.stated_total) == ("[51.78,59.78)", ("差",), "65.65")


@needs_corpus
@pytest.mark.parametrize("folder", ["lo_docx", "form_rl"])
def test_within_the_limit_is_full_weight(folder: str) -> None:
    assert wrong_lines(sheet_of("r2", folder)) == {"项目成本控制数(万)": "10.00"}


@needs_corpus
@pytest.mark.parametrize("folder", ["lo_docx", "form_rl"])
@pytest.mark.parametrize("name", ["r1", "r9"])
def test_two_reports_have_no_wrong_line(name: str, folder: str) -> None:
    sheet = sheet_of(name, folder)
    assert wrong_lines(sheet) == {}
    assert all(line.agrees for line in sheet.indicators)
