"""重算后总分改变: with the wrong lines corrected the total is another one, and the grade is kept."""

from collections.abc import Iterator
from decimal import Decimal

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.scores import Interval
from perfeval_core.rules.shared import TOTAL, grade_flipped, only_rounded
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.totals import total


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding on the total; silent where the grade flips."""
    sheet, stated = subject.sheet, subject.report.stated.total
    if sheet.stated_total is None or stated is None or grade_flipped(sheet, subject.pack):
        return
    expected = _expected(subject, stated)
    if expected is None:
        return
    yield Evidence(
        indicator=TOTAL,
        field="total",
        stated=sheet.stated_total,
        expected=str(expected),
        at=subject.at_stated("total"),
        severity="info" if only_rounded(sheet.stated_total, stated, f"{expected.low}..{expected.high}") else None,
    )


def _expected(subject: Subject, stated: Decimal) -> Interval | None:
    """What the total should be, or ``None`` if it may stand.

    A total outside the recomputed interval is wrong. Inside, the room that quality words leave may hide a wrong line:
    then the lines that are right count as stated, and only the wrong ones are corrected.
    """
    recomputed = subject.sheet.total
    if recomputed is None or not recomputed.holds(stated):
        return recomputed
    lines = _lines(subject)
    if all(kept or points is None for points, _, kept in lines):
        return None
    corrected = total(Interval.exactly(points) if kept and points is not None else held for points, held, kept in lines)
    return None if corrected is None or corrected.holds(stated) else corrected


def _lines(subject: Subject) -> list[tuple[Decimal | None, Interval | None, bool]]:
    """Stated points, recomputed interval, and whether the points lie in it, of execution and of every indicator."""
    report, sheet = subject.report, subject.sheet
    line = report.total_line
    execution = line.points if line and line.points is not None else report.stated.execution_points
    pairs = [(execution, sheet.execution.points if sheet.execution else None)]
    pairs += [
        (figures.points, score.points) for figures, score in zip(report.indicators, sheet.indicators, strict=True)
    ]
    return [(points, held, points is not None and held is not None and held.holds(points)) for points, held in pairs]
