"""What the narrative says, held against the table and against itself."""

from perfeval_core.rules.text import (
    amount_sum_mismatch,
    copied_from_plan,
    cost_vs_spending,
    cross_indicator_contradiction,
    dirty_cell,
    missing_section,
    missing_value,
    narrative_arithmetic,
    narrative_self_contradiction,
    narrative_vs_result,
    narrative_vs_table,
    stale_goal_year,
    table_vs_narrative,
)

CHECKS = {
    "TX101": table_vs_narrative.check,
    "TX102": narrative_arithmetic.check,
    "TX103": amount_sum_mismatch.check,
    "TX201": missing_value.check,
    "TX202": missing_section.check,
    "TX203": dirty_cell.check,
    "TX301": narrative_vs_result.check,
    "TX302": narrative_vs_table.check,
    "TX303": narrative_self_contradiction.check,
    "TX304": stale_goal_year.check,
    "TX305": copied_from_plan.check,
    "TX401": cross_indicator_contradiction.check,
    "TX402": cost_vs_spending.check,
}
