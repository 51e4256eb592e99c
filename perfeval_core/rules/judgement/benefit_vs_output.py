"""效益与产出不符: a benefit has all its points, although the output that it comes from was clearly missed."""

from collections.abc import Iterator
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.evidence import on_indicator, param
from perfeval_core.rules.judgement.naming import shared, stem
from perfeval_core.rules.judgement.standing import by_word, fully_scored, is_benefit, met, reached
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Only benefits by word, with all quantities of the same subject missed; a numeric benefit speaks for itself."""
    outputs = [figures for figures in subject.report.indicators if figures.cells.level2.startswith("数量")]
    for row, figures in enumerate(subject.report.indicators):
        if not is_benefit(figures) or not by_word(figures):
            continue
        if not met(figures, subject.pack) or not fully_scored(figures):
            continue
        related = [other for other in outputs if shared(stem(other.cells.name), stem(figures.cells.name))]
        least = "missed_at" if len(related) > 1 else "missed_alone_at"
        if related and all(_clearly_missed(subject, other, least) for other in related):
            missed = "、".join(f"“{other.cells.name}”{other.cells.actual}" for other in related)
            yield on_indicator(subject, row, "points", missed=missed)


def _clearly_missed(subject: Subject, figures: IndicatorFigures, least: str) -> bool:
    share = reached(figures, subject.pack)
    return share is not None and share <= Fraction(param(subject, least))
