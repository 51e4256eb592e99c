"""完成率与同表的数对不上: a completion rate is not what the amounts or counts of the same thing in the table give."""

from collections.abc import Iterator
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import decimals, round_half_up
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.lexicon import words
from perfeval_core.rules.judgement.naming import normal, stem
from perfeval_core.rules.judgement.standing import DOWNWARD, operator_of
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.readings import comparisons


def check(subject: Subject) -> Iterator[Evidence]:
    """The other indicator must name the rate's whole subject; where one of several gives the rate, all is well."""
    rows = list(enumerate(subject.report.indicators))
    for row, figures in rows:
        matter = stem(figures.cells.name)
        if not _is_completion(figures) or len(matter) < 3:
            continue
        bases = [(other, _share(other, subject)) for at, other in rows if at != row and _same(other, matter)]
        known = [(other, share) for other, share in bases if share is not None]
        if not known or any(_fits(figures, share) for _, share in known):
            continue
        other, share = known[0]
        text = figures.cells.actual or ""
        value = round_half_up(100 * share, max(2, decimals(text)))
        yield on_indicator(
            subject, row, "actual", expected=str(value), base=f"“{other.cells.name}”", reached=other.cells.actual or ""
        )


def _is_completion(figures: IndicatorFigures) -> bool:
    return normal(figures.cells.name).endswith(words().completion) and isinstance(figures.actual, Quantity)


def _same(other: IndicatorFigures, matter: str) -> bool:
    return matter in normal(other.cells.name) and not normal(other.cells.name).endswith("率")


def _share(other: IndicatorFigures, subject: Subject) -> Fraction | None:
    found = comparisons(other, subject.pack)
    if len(found) != 1 or found[0].target <= 0 or operator_of(other) in DOWNWARD:
        return None
    return found[0].actual / found[0].target


def _fits(figures: IndicatorFigures, share: Fraction) -> bool:
    """Whether the stated rate is the share at its own precision, as a percentage or a share, capped at the whole."""
    if not isinstance(figures.actual, Quantity):
        return False
    value, text = figures.actual.value, figures.cells.actual or ""
    if share >= 1 and value in (1, 100):
        return True
    return value in {round_half_up(100 * share, decimals(text)), round_half_up(share, decimals(text))}
