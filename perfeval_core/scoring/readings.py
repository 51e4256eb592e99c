"""Every way in which an indicator's target and actual value can be held against each other.

Most indicators have exactly one reading. There are several where the document leaves it open: a percentage without its
sign, a target without an operator, an adjusted target that differs from the initial one.
"""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from perfeval_core.domain.quantity import Attainment, Nothing, Operator, Quality, Quantity, Reading
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.extraction.values import comparable
from perfeval_core.rulebook.model import Pack


class Comparison(NamedTuple):
    """One reading: operator, and target and actual in one unit."""

    operator: Operator
    target: Fraction
    actual: Fraction

    def met(self, strict: bool | None) -> bool | None:
        """Whether the actual value fulfils the target; ``strict`` says whether ``<`` and ``>`` leave the limit out.

        ``None`` at such a limit where the pack does not say it.
        """
        match self.operator:
            case Operator.EQUAL:
                return self.actual == self.target
            case Operator.AT_LEAST:
                return self.actual >= self.target
            case Operator.AT_MOST:
                return self.actual <= self.target
        if self.actual == self.target:
            return None if strict is None else not strict
        return (self.actual > self.target) == (self.operator is Operator.MORE)


def comparisons(figures: IndicatorFigures, pack: Pack) -> tuple[Comparison, ...]:
    """All readings of one quantitative indicator; empty if it has no readable target or actual, or no common unit."""
    if not isinstance(figures.actual, Quantity):
        return ()
    targets = _targets(figures.target_initial, figures.target, pack)
    return _held_against(targets, figures.actual, figures.cells.name)


@lru_cache(maxsize=1024)  # a dozen rules ask the same of each indicator
def _held_against(targets: tuple[Quantity, ...], actual: Quantity, name: str) -> tuple[Comparison, ...]:
    found: list[Comparison] = []
    for target in targets:
        pairs = comparable(target, actual, name)
        if not pairs:
            return ()
        found += [Comparison(operator, *pair) for operator in _operators(target) for pair in pairs]
    return tuple(dict.fromkeys(found))


def _targets(initial: Reading, target: Reading, pack: Pack) -> tuple[Quantity, ...]:
    """The targets that count.

    The platform prints the initial target without operator and unit; it has those of the target column. Where a pack
    compares the initial target and the adjusted one differs, the adjustment may be justified or not: both count. So
    they do where a pack does not say which one is compared.
    """
    if isinstance(target, Nothing):
        return (initial,) if isinstance(initial, Quantity) else ()
    if not isinstance(target, Quantity):
        return ()
    if pack.target_compared == "adjusted" or not isinstance(initial, Quantity):
        return (target,)
    return (target, Quantity(initial.value, initial.unit or target.unit, initial.operator or target.operator))


def _operators(target: Quantity) -> tuple[Operator, ...]:
    """Its operator; a bare number may be a minimum or a limit."""
    return (target.operator,) if target.operator else (Operator.AT_LEAST, Operator.AT_MOST)


def attained(figures: IndicatorFigures, pack: Pack) -> bool | None:
    """Whether the target was reached; ``None`` if that cannot be said, or if an equal-target (=) was exceeded."""
    if isinstance(figures.actual, Quality):
        return figures.actual.attainment is Attainment.MET
    verdicts = {_verdict(comparison, pack) for comparison in comparisons(figures, pack)}
    return verdicts.pop() if len(verdicts) == 1 else None


def _verdict(comparison: Comparison, pack: Pack) -> bool | None:
    met = comparison.met(pack.strict_operators)
    if comparison.operator is Operator.EQUAL and comparison.actual > comparison.target:
        return None
    return met


def at_strict_limit(figures: IndicatorFigures) -> bool:
    """Whether the target excludes its limit (``<`` or ``>``) and the actual value is that very limit."""
    target, actual = figures.target, figures.actual
    if not isinstance(target, Quantity) or not isinstance(actual, Quantity):
        return False
    if target.operator not in (Operator.LESS, Operator.MORE):
        return False
    pairs = comparable(target, actual, figures.cells.name)
    return bool(pairs) and all(pair.target == pair.actual for pair in pairs)
