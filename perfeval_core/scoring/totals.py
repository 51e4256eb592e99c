"""Totals (总分) and grades (评价等级)."""

from collections.abc import Iterable
from decimal import Decimal

from perfeval_core.domain.scores import Interval
from perfeval_core.rulebook.model import Pack


def total(parts: Iterable[Interval | None]) -> Interval | None:
    """The sum of all lines as an interval; ``None`` if one of them is unknown."""
    known = list(parts)
    result: Interval | None = None
    for part in known:
        if part is None:
            return None
        result = part if result is None else result + part
    return result


def grade_of(points: Decimal, pack: Pack) -> str | None:
    """The grade that a total earns; below the lowest threshold the lowest grade, ``None`` where there are none."""
    return next(iter(grades_touched(Interval.exactly(points), pack)), None)


def grades_touched(interval: Interval, pack: Pack) -> tuple[str, ...]:
    """Every grade that some total in the interval earns, from best to worst; none if the pack has no grades."""
    touched = []
    above: Decimal | None = None
    for grade in pack.grades:
        reaches = interval.high > grade.at_least or (interval.high_included and interval.high == grade.at_least)
        starts = above is None or interval.low < above
        if (reaches or grade.word == pack.grade_words[-1]) and starts:
            touched.append(grade.word)
        above = grade.at_least
    return tuple(touched)
