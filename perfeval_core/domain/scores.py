"""Recomputed scores, in the published shape of ``perfeval check --json``."""

from decimal import Decimal

from pydantic import Field

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.place import Location
from perfeval_core.domain.quantity import Attainment, Operator

EXECUTION_RATE = "预算执行率"
INDICATOR_POINTS = "指标得分"
TOTAL = "总分"
GRADE = "评价等级"
"""The fixed words that stand for an indicator's name where a score belongs to the whole report."""


class Interval(Frozen):
    """All point values between two ends (2 decimals); a single value has equal, included ends."""

    low: Decimal
    high: Decimal
    low_included: bool = True
    high_included: bool = True

    @classmethod
    def exactly(cls, value: Decimal) -> "Interval":
        """The interval that holds ``value`` alone."""
        return cls(low=value, high=value)

    def holds(self, value: Decimal) -> bool:
        """Whether ``value`` lies in the interval, its open ends left out."""
        above = self.low < value or (self.low_included and value == self.low)
        below = value < self.high or (self.high_included and value == self.high)
        return above and below

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(
            low=self.low + other.low,
            high=self.high + other.high,
            low_included=self.low_included and other.low_included,
            high_included=self.high_included and other.high_included,
        )

    def __str__(self) -> str:
        """``9.50`` for one value, else ``[6.00,8.00)``."""
        if self.low == self.high:
            return str(self.low)
        return f"{'[' if self.low_included else '('}{self.low},{self.high}{']' if self.high_included else ')'}"


class Step(Frozen):
    """One way to read a line, and what its method gives for it: exact rationals before rounding.

    ``target`` and ``actual`` are in one unit; a quality word has its ``attainment`` instead.
    """

    method: str
    operator: Operator | None = None
    target: str | None = None
    actual: str | None = None
    attainment: Attainment | None = None
    low: str
    high: str
    high_included: bool = True


class Proof(Frozen):
    """Why a line has its points: the inputs as read and where they stand, each step, and the clause.

    The line is the range of its ``steps``: ``exact`` is one rational or both ends, before rounding.
    """

    inputs: dict[str, str] = Field(default_factory=dict)
    at: dict[str, tuple[Location, ...]] = Field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    exact: str | None = None
    citation: str
    note: str | None = None


class ExecutionBasis(Frozen):
    """Execution rate (预算执行率, 6 decimals) and points on one budget basis; ``None`` where undefined.

    ``executed`` and ``budget`` are in yuan; ``exact_rate`` and ``exact`` (the points) are rationals before rounding.
    """

    rate: Decimal | None
    points: Interval | None
    executed: str | None = None
    budget: str | None = None
    exact_rate: str | None = None
    exact: str | None = None


class ExecutionScore(ExecutionBasis):
    """Execution on the table's full-year budget (全年预算数), and the same on the initial budget (年初预算数)."""

    stated: str | None
    on_initial_budget: ExecutionBasis
    proof: Proof


class IndicatorScore(Frozen):
    """One indicator: the method that applies and the points it gives.

    ``points`` is ``None`` only where even the weight cannot be read; an unscorable line has ``[0, weight]``.
    ``agrees`` is ``None`` where nothing was stated or nothing can be computed.
    """

    name: str
    method: str
    points: Interval | None
    stated: str | None
    agrees: bool | None
    proof: Proof


class BandShares(Frozen):
    """The shares of the weight that one quality word allows."""

    low: Decimal
    high: Decimal
    high_included: bool


class GradeFloor(Frozen):
    """A grade and the lowest total that earns it."""

    word: str
    at_least: Decimal


class Parameters(Frozen):
    """Every number and method name of the pack that the sheet was made with, so that it can be checked by itself.

    ``None`` is what the pack does not know, or does not ask for.
    """

    decimals: int
    weight_total: Decimal
    execution_weight: Decimal
    execution_method: str | None
    methods: dict[Operator, str | None]
    pass_share: Decimal | None
    strict_operators: bool | None
    overshoot_from: Decimal | None
    bands: dict[Attainment, BandShares]
    grades: tuple[GradeFloor, ...]
    red_gap: Decimal
    yellow_unspent: Decimal


class Totals(Frozen):
    """A total and the grades that it can earn."""

    total: Interval | None
    grade: tuple[str, ...]


class Lights(Frozen):
    """The platform's warning lights (预警灯) on one budget; ``None`` where the figures do not decide."""

    red: bool | None
    yellow: bool | None


class WarningLights(Frozen):
    """The lights on the table's full-year budget (as the platform shows them) and on the initial budget."""

    full_year: Lights
    initial: Lights


class ScoreChange(Frozen):
    """One stated score that has to change: ``corrected`` is a number, an interval, or the possible grades.

    ``row`` is the indicator's number from 0; ``field`` is the cell's, or that of the sentence on scores.
    """

    indicator: str
    row: int | None
    field: str
    stated: str | None
    corrected: str


class MinimalCorrection(Frozen):
    """The smallest set of changes that makes the stated scores consistent (最小更正); empty if they are.

    ``total`` and ``grade`` are what the report would then say.
    """

    changes: tuple[ScoreChange, ...]
    indicator_points: Interval | None
    total: Interval | None
    grade: tuple[str, ...]


class ScoreSheet(Frozen):
    """All scores of one report under one pack."""

    pack: str
    pack_hash: str
    execution: ExecutionScore | None
    indicators: tuple[IndicatorScore, ...]
    total: Interval | None
    stated_total: str | None
    grade: tuple[str, ...]
    stated_grade: str | None
    on_initial_budget: Totals | None = None
    warning_lights: WarningLights | None = None
    correction: MinimalCorrection | None = None
    parameters: Parameters | None = None
