"""Recomputed scores, in the published shape of ``perfeval check --json``."""

from decimal import Decimal

from pydantic import Field

from perfeval_core.domain.base import Frozen


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


class Proof(Frozen):
    """Why a line has its points: the inputs as read, the exact value before rounding, and the clause."""

    inputs: dict[str, str] = Field(default_factory=dict)
    exact: str | None = None
    citation: str
    note: str | None = None


class ExecutionBasis(Frozen):
    """Execution rate (预算执行率, 6 decimals) and points on one budget basis; ``None`` where undefined."""

    rate: Decimal | None
    points: Interval | None


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
