"""大幅超额、指标值可能偏低: an actual value far above its target. Whether to deduct is the bureau's to set."""

from collections.abc import Iterator
from fractions import Fraction

from perfeval_core.domain.findings import Evidence, Severity
from perfeval_core.domain.numbers import round_half_up
from perfeval_core.domain.quantity import Quantity
from perfeval_core.rules.judgement.evidence import on_indicator, param
from perfeval_core.rules.judgement.standing import reached
from perfeval_core.rules.subject import Subject

_SEVERITIES: tuple[tuple[str, Severity], ...] = (
    ("medium_from", "medium"),
    ("low_from", "low"),
    ("report_from", "info"),
)


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding an indicator, graver the higher the share; all readings of the cells must show it."""
    for row, figures in enumerate(subject.report.indicators):
        share = reached(figures, subject.pack)
        if share is None or not _counts(subject, row):
            continue
        severity = next((level for name, level in _SEVERITIES if share >= Fraction(param(subject, name))), None)
        if severity is None:
            continue
        yield on_indicator(
            subject, row, "actual", severity=severity, share=_percent(share), passed=_percent(_passed(subject, share))
        )


def _counts(subject: Subject, row: int) -> bool:
    """Whether the excess is more than one or two of what is counted (1 planned, 2 done)."""
    figures = subject.report.indicators[row]
    target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
    if not isinstance(target, Quantity) or not isinstance(figures.actual, Quantity):
        return False
    other_unit = figures.actual.unit and figures.actual.unit != target.unit
    return bool(other_unit) or figures.actual.value - target.value >= param(subject, "least_excess")


def _passed(subject: Subject, share: Fraction) -> Fraction:
    """The highest of the usual thresholds that ``share`` reaches."""
    thresholds = [Fraction(param(subject, f"threshold_{number}")) for number in range(1, 5)]
    return max((threshold for threshold in thresholds if share >= threshold), default=min(thresholds))


def _percent(share: Fraction) -> str:
    return f"{round_half_up(100 * share, 0)}%"
