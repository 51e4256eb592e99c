"""What a target or an actual cell means, once it is read."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Operator(StrEnum):
    """How an actual value is held against its target (指标性质)."""

    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"
    EQUAL = "="


class Attainment(StrEnum):
    """The three bands of an enumerated quality word (定性指标的三档)."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as printed; ``operator`` is ``None`` where none is printed (an actual value)."""

    value: Decimal
    unit: str = ""
    operator: Operator | None = None


@dataclass(frozen=True)
class Quality:
    """An enumerated quality word of an actual value (达成预期指标 …)."""

    attainment: Attainment


@dataclass(frozen=True)
class Words:
    """Free text: a qualitative target (及时, 提升), a range, a date; not to be scored as a number."""

    text: str


@dataclass(frozen=True)
class Nothing:
    """A blank cell, or one of the signs for none (/ — ——)."""


Reading = Quantity | Quality | Words | Nothing
