"""How judgement rules state what they saw, and how they read their cards' parameters."""

from decimal import Decimal

from perfeval_core.domain.findings import Evidence, Severity, Sureness
from perfeval_core.domain.numbers import dec
from perfeval_core.rules.judgement.prose import Sentence
from perfeval_core.rules.subject import Subject


def param(subject: Subject, name: str) -> Decimal:
    """A number among the card's parameters; ``ValueError`` if the card does not hold it."""
    value = dec(subject.params.get(name))
    if value is None:
        raise ValueError(f"the card has no number {name!r}")
    return value


def on_indicator(
    subject: Subject,
    row: int,
    field: str,
    *,
    expected: str | None = None,
    other: Sentence | None = None,
    severity: Severity | None = None,
    sureness: Sureness | None = None,
    **facts: str,
) -> Evidence:
    """Evidence on one cell of the indicator table; ``other`` is the sentence that is held against it."""
    cells = subject.report.indicators[row].cells
    return Evidence(
        indicator=cells.name,
        field=field,
        stated=getattr(cells, field),
        expected=expected,
        at=subject.at_indicator(cells, field),
        other=other.passage if other else None,
        severity=severity,
        sureness=sureness,
        row=row,
        facts=(
            ("target", cells.target or cells.target_initial or ""),
            ("actual", cells.actual or ""),
            ("points", cells.points or ""),
            ("weight", cells.weight or ""),
            ("text", other.text if other else ""),
            ("name", cells.name),
            *facts.items(),
        ),
    )


def on_text(
    sentence: Sentence,
    *,
    indicator: str | None = None,
    expected: str | None = None,
    other: Sentence | None = None,
    severity: Severity | None = None,
    sureness: Sureness | None = None,
    row: int | None = None,
    **facts: str,
) -> Evidence:
    """Evidence on a passage of the narrative; ``other`` is another passage that is held against it."""
    return Evidence(
        indicator=indicator,
        field="text",
        stated=sentence.text,
        expected=expected,
        at=sentence.at,
        other=other.passage if other else None,
        severity=severity,
        sureness=sureness,
        row=sentence.start if row is None else row,
        facts=(("section", sentence.block.name), ("other", other.text if other else ""), *facts.items()),
    )
