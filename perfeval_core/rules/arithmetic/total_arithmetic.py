"""总分计算错误: the stated total is not the stated points of execution and indicators together."""

from collections.abc import Iterator
from decimal import Decimal

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.report import Report
from perfeval_core.rules.shared import TOTAL, plain
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Abstains where a summand is neither stated nor, for the indicators, readable on every line."""
    report = subject.report
    total, execution, indicators = report.stated.total, _execution(report), _indicators(report)
    if total is None or execution is None or indicators is None or total == execution + indicators:
        return
    yield Evidence(
        indicator=TOTAL,
        field="total",
        stated=report.filing.stated.total,
        expected=plain(execution + indicators),
        at=subject.at_stated("total"),
        facts=(("execution", plain(execution)), ("indicators", plain(indicators))),
    )


def _execution(report: Report) -> Decimal | None:
    if report.stated.execution_points is not None:
        return report.stated.execution_points
    return report.total_line.points if report.total_line else None


def _indicators(report: Report) -> Decimal | None:
    if report.stated.indicator_points is not None:
        return report.stated.indicator_points
    points = [figures.points for figures in report.indicators if figures.points is not None]
    return sum(points, Decimal(0)) if points and len(points) == len(report.indicators) else None
