"""The typed report: what was read, with the meaning of each figure."""

from dataclasses import dataclass
from decimal import Decimal

from perfeval_core.domain.filing import BudgetLine, Filing, Indicator
from perfeval_core.domain.numbers import Amount, Points
from perfeval_core.domain.quantity import Reading


@dataclass(frozen=True)
class BudgetFigures:
    """One budget line in yuan; ``None`` is blank, absent or unreadable. ``line`` keeps strings and places.

    ``stated_rate`` is the number that the rate cell shows, without its percent sign (``100`` and ``100%`` give 100).
    """

    line: BudgetLine
    initial_declared: Amount | None
    initial_compiled: Amount | None
    full_year: Amount | None
    executed: Amount | None
    carry_over: Amount | None
    stated_rate: Decimal | None
    max_points: Points | None
    points: Points | None


@dataclass(frozen=True)
class IndicatorFigures:
    """One indicator with its figures; ``cells`` keeps strings and places."""

    cells: Indicator
    target_initial: Reading
    target: Reading
    actual: Reading
    weight: Points | None
    points: Points | None


@dataclass(frozen=True)
class StatedFigures:
    """The stated scores as numbers; the grade stays a word in ``filing.stated``."""

    execution_points: Points | None
    indicator_points: Points | None
    total: Points | None


@dataclass(frozen=True)
class Report:
    """One report whose figures have a meaning. ``budget[0]`` is the total line (年度资金总额) if ``has_total``."""

    filing: Filing
    budget: tuple[BudgetFigures, ...]
    has_total: bool
    indicators: tuple[IndicatorFigures, ...]
    stated: StatedFigures

    @property
    def total_line(self) -> BudgetFigures | None:
        """The total line of the budget table, or ``None``."""
        return self.budget[0] if self.has_total else None

    @property
    def sources(self) -> tuple[BudgetFigures, ...]:
        """The lines of the budget table below its total: the sources of funds (资金来源)."""
        return self.budget[1:] if self.has_total else self.budget
