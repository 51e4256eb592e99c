"""调整指标未说明理由: the adjusted target is not the initial one, and nothing says why."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.extraction.values import comparable
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.naming import stem
from perfeval_core.rules.judgement.prose import every_block
from perfeval_core.rules.shared import is_blank
from perfeval_core.rules.subject import Subject

_ADJUSTED = ("调整", "调减", "调增", "调低", "调高", "核减", "压减")


def check(subject: Subject) -> Iterator[Evidence]:
    """Only where both are numbers that no reading makes equal: the platform prints the initial one bare."""
    told = [block.text for block in every_block(subject.report.filing)]
    for row, figures in enumerate(subject.report.indicators):
        cells = figures.cells
        if not _differs(figures) or not is_blank(cells.reason):
            continue
        if any(_explains(text, stem(cells.name)) for text in told):
            continue
        yield on_indicator(subject, row, "target", initial=cells.target_initial or "")


def _differs(figures: IndicatorFigures) -> bool:
    initial, target = figures.target_initial, figures.target
    if not isinstance(initial, Quantity) or not isinstance(target, Quantity):
        return False
    pairs = comparable(target, initial, figures.cells.name)
    return bool(pairs) and all(pair.target != pair.actual for pair in pairs)


def _explains(text: str, subject_matter: str) -> bool:
    """Whether a sentence speaks of an adjustment of targets, or of this indicator."""
    return any(
        word in sentence and (subject_matter in sentence or "指标" in sentence or "目标" in sentence)
        for sentence in text.split("。")
        for word in _ADJUSTED
    )
