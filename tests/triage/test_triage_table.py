"""The table: complete, and refused where it is not."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from triage_helpers import TABLES

from perfeval_core.triage import TriageTable, TriageTableError, load_table

CERTAIN = """
score_arithmetic qualitative_band score_over_weight execution_rate_arithmetic execution_points_arithmetic weights_sum
subtotal_mismatch total_arithmetic grade_mismatch grade_word grade_flips total_after_correction zero_over_zero
rate_over_100 strict_inequality_violated missing_reason missing_value missing_section table_vs_narrative
narrative_arithmetic amount_sum_mismatch narrative_vs_result narrative_vs_table narrative_self_contradiction
stale_goal_year cross_indicator_contradiction cost_vs_spending copied_from_plan reference_mismatch dirty_cell
"""

JUDGEMENT = """
entity_name_mismatch date_contradiction inconsistent_method_across_reports overshoot_low_target
target_adjusted_without_reason target_below_plan target_inconsistent target_unachievable multi_year_target
zero_actual_reverse exact_hit_pattern boundary_grade zero_execution_top_grade timeliness_vs_narrative
narrative_vs_score benefit_vs_output satisfaction_no_evidence duplicate_indicator count_mismatch reason_conflict
weak_reason weak_text prior_year_payment plan_not_executed date_gap copy_paste_wrong_project actual_value_recompute
toc_not_monotonic scope_not_covered indicator_irrelevant_to_spending unit_concept_mismatch
"""

PORTFOLIO = """
portfolio_budget_trimmed_to_spend portfolio_identical_satisfaction portfolio_single_qualitative_benefit
portfolio_grade_inflation portfolio_copied_text
"""

ALL = {*CERTAIN.split(), *JUDGEMENT.split(), *PORTFOLIO.split(), "data_quality"}


def test_every_kind_has_a_queue_and_no_other_has(table: TriageTable) -> None:
    assert {route.kind for route in table.kinds} == ALL
    assert load_table(TABLES, ALL) == table


def test_every_kind_of_the_rulebook_has_a_queue() -> None:
    cards = (TABLES.parent / "rulebook").rglob("*.yaml")
    lines = [line for card in cards for line in card.read_text(encoding="utf-8").splitlines()]
    load_table(TABLES, {line.removeprefix("kind:").strip() for line in lines if line.startswith("kind:")})


def test_a_kind_that_the_table_does_not_know_is_named() -> None:
    with pytest.raises(TriageTableError, match="no queue for the kinds new_kind, newer_kind"):
        load_table(TABLES, [*ALL, "newer_kind", "new_kind"])


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (lambda text: text.replace("  operations: 运行异常\n", ""), "queues: nothing about operations"),
        (lambda text: text.replace("  info: {name: 提示", "  information: {name: 提示"), "severities"),
        (lambda text: text.replace("  timeout: 处理超时\n", ""), "quarantine_reasons: nothing about timeout"),
        (lambda text: text + "  - {kind: grade_word, name: 等级, queue: score}\n", "kinds listed twice: grade_word"),
        (lambda text: text.replace("queue: budget}", "queue: budgets}", 1), "kinds"),
        (lambda text: text.replace('at_least: "0", weight: "1"', 'at_least: "1", weight: "1"', 1), "must start at 0"),
        (lambda text: text.replace('weight: "1.5"}', 'weight: "0.5"}', 1), "must not fall"),
        (lambda text: text.replace('weight: "16"', 'weight: "4"'), "must not weigh less"),
        (lambda text: text.replace('days: "3"}', 'days: "30"}', 1), "nor be due later"),
        (lambda text: text.replace('at_least: "120", days: "2"', 'at_least: "120", days: "4"'), "hurry"),
        (lambda text: text.replace('weight: "16"', "weight: 16"), "bare number"),
        (lambda text: text.replace('weight: "16"', 'weight: "1e3"'), "not a number written as a string"),
        (lambda text: text + "surprise: x\n", "surprise"),
        (lambda text: "", "table"),
        (lambda text: "- a", "mapping"),
        (lambda text: "{", "table.yaml"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(tmp_path: Path, edit: Callable[[str], str], complaint: str) -> None:
    folder = copytree(TABLES, tmp_path / "triage")
    text = (TABLES / "table.yaml").read_text(encoding="utf-8")
    assert edit(text) != text
    (folder / "table.yaml").write_text(edit(text), encoding="utf-8")
    with pytest.raises(TriageTableError, match=complaint):
        load_table(folder, kinds=())


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TriageTableError, match=r"table\.yaml"):
        load_table(tmp_path, kinds=())
