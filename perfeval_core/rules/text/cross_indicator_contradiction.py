"""指标之间矛盾: of one thing, the count that can never be below another is below it (培训人次30, 培训场次48)."""

from collections.abc import Iterator
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.narrative.mentions import magnitude, name_unit, normal_name, unit_of
from perfeval_core.narrative.words import phrases
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding an indicator, on the one that is too low."""
    for row, less in enumerate(subject.report.indicators):
        for pair in phrases().never_below:
            stem, value = _stem(less, pair.less), _value(less)
            others = [other for other in subject.report.indicators if other is not less]
            more = next((other for other in others if stem and _stem(other, pair.more) == stem), None)
            bound = _value(more) if more else None
            if more is None or value is None or bound is None or value >= bound:
                continue
            yield Evidence(
                indicator=less.cells.name,
                field="actual",
                stated=less.cells.actual,
                expected=f"≥{more.cells.actual}",
                at=subject.at_indicator(less.cells, "actual"),
                row=row,
                facts=(("other_name", more.cells.name), ("other_value", more.cells.actual or "")),
            )
            break


def _stem(row: IndicatorFigures, word: str) -> str | None:
    """What is counted, if the name counts it as ``word`` does: 培训 of 培训人次 and of 培训(人次); else ``None``."""
    name, spelled = normal_name(row.cells.name), phrases().count_words[word]
    for ending in sorted(spelled, key=len, reverse=True):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name if name_unit(row.cells.name) in spelled else None


def _value(row: IndicatorFigures) -> Fraction | None:
    actual = row.actual
    if not isinstance(actual, Quantity) or actual.operator:
        return None
    return Fraction(actual.value) * magnitude(actual.unit or unit_of(row))
