"""与财政口径数据不符: an amount of the total line differs from the official figures that the bureau imported."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import YUAN_PER_UNIT, dec, number_and_unit
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.narrative.exact import agree, of_decimal
from perfeval_core.rules.shared import EXECUTED, FULL_YEAR_BUDGET, INITIAL_BUDGET, plain
from perfeval_core.rules.subject import Subject

_AMOUNTS = {"initial_compiled": INITIAL_BUDGET, "full_year": FULL_YEAR_BUDGET, "executed": EXECUTED}


@dataclass(frozen=True)
class _Money:
    """An amount as printed: its number, and how many yuan one unit of it is."""

    number: Decimal
    yuan_per_unit: Decimal

    @property
    def yuan(self) -> Decimal:
        return self.number * self.yuan_per_unit


def check(subject: Subject) -> Iterator[Evidence]:
    """Each amount of the total line against the official one; a blank on either side says nothing.

    Two printed amounts agree if the finer one, rounded to what the coarser one prints, is the coarser one. A table that
    names no unit says nothing either: what its figures are in yuan is not written.
    """
    official, total = subject.ruleset.reference, subject.report.total_line
    if official is None or total is None:
        return
    for field in _AMOUNTS:
        stated = _printed(getattr(total.line, field), subject.report.filing.budget_unit)
        held = _printed(getattr(official, field), None)
        if stated is not None and held is not None and not _agree(stated, held):
            yield _evidence(subject, official, field, stated, held)


def _printed(text: str | None, unit: str | None) -> _Money | None:
    number, own = number_and_unit(text, unit)
    value = dec(number)
    return _Money(value, YUAN_PER_UNIT[own]) if value is not None and own is not None else None


def _agree(one: _Money, other: _Money) -> bool:
    exact = (of_decimal(money.number, Fraction(money.yuan_per_unit)) for money in (one, other))
    return agree(*exact)


def _evidence(subject: Subject, official: OfficialFigures, field: str, stated: _Money, held: _Money) -> Evidence:
    line = subject.report.budget[0].line
    text = getattr(line, field)
    own = text.removeprefix(number_and_unit(text, None)[0] or "")
    unit = next(name for name, size in YUAN_PER_UNIT.items() if size == stated.yuan_per_unit)
    expected = plain(held.yuan / stated.yuan_per_unit)
    return Evidence(
        indicator=_AMOUNTS[field],
        field=field,
        stated=text,
        expected=expected + own,
        at=subject.at_budget(line, field),
        money=abs(stated.yuan - held.yuan),
        source=official.cited,
        facts=(
            ("unit", "" if own else unit),
            ("source", official.cited),
            ("official", getattr(official, field)),
        ),
    )
