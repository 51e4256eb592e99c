"""预算执行率得分错误: the points are not the recomputed rate × maximum."""

from collections.abc import Iterator
from decimal import Decimal

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.place import Location
from perfeval_core.rules.arithmetic.rounding import is_rounding
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring.execution import execution_maximum


def check(subject: Subject) -> Iterator[Evidence]:
    """The cell and the sentence are one fact where they agree; silent where the rate is undefined."""
    score = subject.sheet.execution
    if score is None or score.rate is None or score.points is None:
        return
    seen: set[Decimal] = set()
    for field, text, points, at in _stated(subject):
        if score.points.holds(points) or points in seen:
            continue
        seen.add(points)
        yield Evidence(
            indicator=EXECUTION_RATE,
            field=field,
            stated=text,
            expected=str(score.points),
            at=at,
            severity="info" if is_rounding(text, points, score.proof.exact, subject.pack) else None,
            facts=(("rate", str(score.rate)), ("weight", str(execution_maximum(subject.report, subject.pack)))),
        )


def _stated(subject: Subject) -> Iterator[tuple[str, str, Decimal, tuple[Location, ...]]]:
    """Field, text, number and place of each statement of the points."""
    line = subject.report.total_line
    if line and line.line.points and line.points is not None:
        yield "points", line.line.points, line.points, subject.at_budget(line.line, "points")
    text, points = subject.report.filing.stated.execution_points, subject.report.stated.execution_points
    if text and points is not None:
        yield "execution_points", text, points, subject.at_stated("execution_points")
