"""What follows from the report's own figures and the scoring rules: rates, points, sums, totals, grades."""

from perfeval_core.rules.arithmetic import (
    execution_points_arithmetic,
    execution_rate_arithmetic,
    grade_flips,
    grade_mismatch,
    grade_word,
    missing_reason,
    qualitative_band,
    rate_over_100,
    score_arithmetic,
    score_over_weight,
    strict_inequality_violated,
    subtotal_mismatch,
    total_after_correction,
    total_arithmetic,
    weights_sum,
    zero_over_zero,
)

CHECKS = {
    "SC101": execution_rate_arithmetic.check,
    "SC102": execution_points_arithmetic.check,
    "SC103": zero_over_zero.check,
    "SC104": rate_over_100.check,
    "SC201": score_arithmetic.check,
    "SC202": qualitative_band.check,
    "SC203": score_over_weight.check,
    "SC204": weights_sum.check,
    "SC205": strict_inequality_violated.check,
    "SC206": missing_reason.check,
    "SC301": subtotal_mismatch.check,
    "SC302": total_arithmetic.check,
    "SC303": grade_mismatch.check,
    "SC304": grade_word.check,
    "SC305": grade_flips.check,
    "SC306": total_after_correction.check,
}
