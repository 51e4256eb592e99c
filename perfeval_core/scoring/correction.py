"""Minimal correction (最小更正): the fewest stated scores that have to change so that all of them are consistent.

A wrong line takes its right value or interval; a line that may stand is left as it is. That much is forced. The sums,
the total and the grade then follow, and of those as many are kept as can be kept together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import (
    EXECUTION_RATE,
    GRADE,
    INDICATOR_POINTS,
    TOTAL,
    ExecutionScore,
    IndicatorScore,
    Interval,
    MinimalCorrection,
    ScoreChange,
)
from perfeval_core.rulebook.model import PUBLISHED_PLACES, Pack
from perfeval_core.scoring.totals import grades_touched, total


@dataclass(frozen=True)
class _Head:
    """What the report says as a whole; ``None`` is not written, or not a number."""

    indicator_points: Decimal | None
    total: Decimal | None
    grade: str | None


@dataclass(frozen=True)
class _Outcome:
    """Indicator points, total and grades after a correction, and which of the three stated ones were kept."""

    indicator_points: Interval
    total: Interval | None
    grade: tuple[str, ...]
    kept: tuple[bool, bool, bool]


def minimal_correction(
    report: Report, execution: ExecutionScore | None, indicators: Sequence[IndicatorScore], pack: Pack
) -> MinimalCorrection:
    """The smallest correction of what ``report`` states; where a line is unknown, sums are left alone."""
    changes = [*_execution_changes(report, execution), *_line_changes(report, indicators)]
    lines = total(
        _settled(figures.points, score.points) for figures, score in zip(report.indicators, indicators, strict=True)
    )
    if lines is None:
        return MinimalCorrection(changes=tuple(changes), indicator_points=None, total=None, grade=())
    best = _best(lines, _execution_settled(report, execution), _head(report), pack)
    return MinimalCorrection(
        changes=(*changes, *_head_changes(report, best)),
        indicator_points=best.indicator_points,
        total=best.total,
        grade=best.grade,
    )


def _settled(stated: Decimal | None, right: Interval | None) -> Interval | None:
    """A line after the correction: as stated if it may stand, else its right points."""
    return _as_published(stated) if stated is not None and (right is None or right.holds(stated)) else right


def _as_published(value: Decimal) -> Interval:
    """``value`` alone, with at least the decimals that results are published with."""
    return Interval.exactly(value + Decimal(0).scaleb(-PUBLISHED_PLACES))


def _line_changes(report: Report, indicators: Sequence[IndicatorScore]) -> Iterator[ScoreChange]:
    for row, (figures, score) in enumerate(zip(report.indicators, indicators, strict=True)):
        if figures.points is None or score.points is None or score.points.holds(figures.points):
            continue
        yield ScoreChange(
            indicator=score.name, row=row, field="points", stated=score.stated, corrected=str(score.points)
        )


def _execution_changes(report: Report, execution: ExecutionScore | None) -> Iterator[ScoreChange]:
    """The points of budget execution stand in the table and in a sentence; each wrong one has to change."""
    right = execution.points if execution else None
    if right is None:
        return
    line = report.total_line
    places = [("points", line.points if line else None, line.line.points if line else None)]
    places += [("execution_points", report.stated.execution_points, report.filing.stated.execution_points)]
    for field, stated, text in places:
        if stated is not None and not right.holds(stated):
            yield ScoreChange(indicator=EXECUTION_RATE, row=None, field=field, stated=text, corrected=str(right))


def _execution_settled(report: Report, execution: ExecutionScore | None) -> Interval | None:
    line = report.total_line
    in_table = line.points if line else None
    stated = [points for points in (in_table, report.stated.execution_points) if points is not None]
    right = execution.points if execution else None
    for points in stated:
        if right is None or right.holds(points):
            return _as_published(points)
    return right


def _head(report: Report) -> _Head:
    stated = report.stated
    return _Head(stated.indicator_points, stated.total, report.filing.stated.grade or None)


def _best(lines: Interval, execution: Interval | None, head: _Head, pack: Pack) -> _Outcome:
    """Of all ways to keep or change the three, the one that keeps most; the sum nearest to the lines is kept first."""
    choices = product((True, False), (True, False), (True, False))
    outcomes = (_outcome(kept, lines, execution, head, pack) for kept in choices)
    possible = [outcome for outcome in outcomes if outcome is not None]
    return max(possible, key=lambda outcome: (sum(outcome.kept), outcome.kept))


def _outcome(
    kept: tuple[bool, bool, bool], lines: Interval, execution: Interval | None, head: _Head, pack: Pack
) -> _Outcome | None:
    """What follows if the stated values marked in ``kept`` stay; ``None`` if they cannot stay together."""
    points = _keeping(lines, head.indicator_points if kept[0] else None)
    if points is None:
        return None
    if execution is None:
        return _Outcome(points, None, (), kept)
    whole = _keeping(points + execution, head.total if kept[1] else None)
    if whole is None:
        return None
    if not kept[0] and kept[1] and head.total is not None and execution.low == execution.high:
        points = Interval.exactly(head.total - execution.low)
    grade = grades_touched(whole, pack)
    if kept[2] and head.grade is not None and grade:
        return _Outcome(points, whole, (head.grade,), kept) if head.grade in grade else None
    return _Outcome(points, whole, grade, kept)


def _keeping(interval: Interval, value: Decimal | None) -> Interval | None:
    """``interval`` narrowed to ``value``; ``None`` if it does not hold it."""
    if value is None:
        return interval
    return _as_published(value) if interval.holds(value) else None


def _head_changes(report: Report, best: _Outcome) -> Iterable[ScoreChange]:
    stated = report.filing.stated
    figures = report.stated
    changed = [not kept for kept in best.kept]
    if changed[0] and figures.indicator_points is not None:
        yield _change(INDICATOR_POINTS, "indicator_points", stated.indicator_points, str(best.indicator_points))
    if changed[1] and figures.total is not None and best.total is not None:
        yield _change(TOTAL, "total", stated.total, str(best.total))
    if changed[2] and stated.grade and best.grade:
        yield _change(GRADE, "grade", stated.grade, "或".join(best.grade))


def _change(indicator: str, field: str, stated: str | None, corrected: str) -> ScoreChange:
    return ScoreChange(indicator=indicator, row=None, field=field, stated=stated, corrected=corrected)
