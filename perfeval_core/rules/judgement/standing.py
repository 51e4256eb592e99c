"""How an indicator stands: by how much it was reached, and what kind of indicator it is."""

from fractions import Fraction

from perfeval_core.domain.quantity import Operator, Quality, Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rulebook.model import Pack
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.scoring.readings import attained, comparisons

UPWARD = frozenset({Operator.AT_LEAST, Operator.MORE, Operator.EQUAL})
DOWNWARD = frozenset({Operator.AT_MOST, Operator.LESS})


def operator_of(figures: IndicatorFigures) -> Operator | None:
    """The operator of its target, or ``None`` if none is printed."""
    for target in (figures.target, figures.target_initial):
        if isinstance(target, Quantity) and target.operator:
            return target.operator
    return None


def reached(figures: IndicatorFigures, pack: Pack) -> Fraction | None:
    """The least actual / target that any reading gives where more is better; ``None`` if that cannot be said.

    A number target without an operator counts upward only among the quantity indicators (数量指标).
    """
    operator = operator_of(figures)
    if operator in DOWNWARD or (operator is None and not figures.cells.level2.startswith("数量")):
        return None
    upward = [one for one in comparisons(figures, pack) if one.operator in UPWARD]
    if not upward or any(one.target <= 0 for one in upward):
        return None
    return min(one.actual / one.target for one in upward)


def fully_scored(figures: IndicatorFigures) -> bool:
    """Whether it has all of its points."""
    return figures.weight is not None and figures.weight > 0 and figures.points == figures.weight


def met(figures: IndicatorFigures, pack: Pack) -> bool:
    """Whether its target was clearly reached, by number or by word."""
    return attained(figures, pack) is True


def is_timeliness(figures: IndicatorFigures) -> bool:
    """Whether it measures time (时效指标)."""
    return "时效" in figures.cells.level2 or "及时" in figures.cells.name


def is_benefit(figures: IndicatorFigures) -> bool:
    """Whether it measures effects (效益指标)."""
    return "效益" in figures.cells.level1 or figures.cells.level1.startswith("效果")


def is_output(figures: IndicatorFigures) -> bool:
    """Whether it measures output (产出指标)."""
    return "产出" in figures.cells.level1


def is_satisfaction(figures: IndicatorFigures) -> bool:
    """Whether it measures satisfaction (满意度指标)."""
    return "满意" in figures.cells.level1 or "满意" in figures.cells.name


def is_cost(figures: IndicatorFigures) -> bool:
    """Whether it measures money spent (成本指标)."""
    cells = figures.cells
    named = says(cells.name, words().cost_names)
    return named and ("成本" in cells.level1 or "成本" in cells.level2 or "成本" in cells.name)


def by_word(figures: IndicatorFigures) -> bool:
    """Whether its actual value is an enumerated quality word."""
    return isinstance(figures.actual, Quality)
