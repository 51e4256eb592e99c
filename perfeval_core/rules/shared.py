"""What several rules ask: fixed words, blank cells, mere rounding, and how a number is shown."""

from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain import scores
from perfeval_core.domain.numbers import decimals, round_half_up
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.extraction.values import NONE_SIGNS
from perfeval_core.rulebook.model import Pack

EXECUTION_RATE = scores.EXECUTION_RATE
INITIAL_BUDGET = "年初预算数"
FULL_YEAR_BUDGET = "全年预算数"
EXECUTED = "全年执行数"
INDICATOR_POINTS = scores.INDICATOR_POINTS
TOTAL = scores.TOTAL
GRADE = scores.GRADE


def is_blank(text: str | None) -> bool:
    """Whether a cell is empty or holds a sign for none; a column that is absent is blank as well."""
    return text is None or text in NONE_SIGNS


def only_rounded(text: str, points: Decimal, exact: str | None) -> bool:
    """Whether ``points``, printed as ``text``, is the exact value at another number of decimals (6.7 for 6.67).

    ``exact`` is a proof's: one rational, or both ends of a range.
    """
    if exact is None:
        return False
    ends = [Fraction(end) for end in exact.split("..")]
    return any(round_half_up(end, decimals(text)) == points for end in ends)


def plain(value: Decimal) -> str:
    """``value`` without an exponent and without zeros that say nothing."""
    return f"{value.normalize():f}"


def grade_flipped(sheet: ScoreSheet, pack: Pack) -> bool:
    """Whether the stated grade is a grade, but none that the recomputed total can earn."""
    stated = sheet.stated_grade
    return bool(sheet.grade) and stated in pack.grade_words and stated not in sheet.grade
