"""时效与文字不符: timeliness has all its points, while the narrative says that the same work was late or not done."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.naming import normal, stem
from perfeval_core.rules.judgement.prose import Sentence, asserts, clauses
from perfeval_core.rules.judgement.standing import fully_scored, is_timeliness, met
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """The clause must name the indicator's work, or both must speak of the project as a whole."""
    told = [clause for clause in clauses(subject.report.filing, "result", "problems") if _is_late(clause.text)]
    for row, figures in enumerate(subject.report.indicators):
        if not is_timeliness(figures) or not met(figures, subject.pack) or not fully_scored(figures):
            continue
        clause = next((clause for clause in told if _about(figures, clause)), None)
        if clause is not None:
            yield on_indicator(subject, row, "actual", other=clause)


def _is_late(text: str) -> bool:
    return asserts(text, words().late) or asserts(text, words().not_done)


def _about(figures: IndicatorFigures, clause: Sentence) -> bool:
    matter, text = stem(figures.cells.name), clause.text
    of_money = says(text, words().payment)
    if says(normal(figures.cells.name), words().payment):
        return of_money and says(text, words().paid)
    if matter in words().whole:
        return not of_money and ("部分" in text or "工作" in text or "项目" in text or "任务" in text)
    named = matter in text or (len(matter) >= 4 and matter[:2] in text and matter[-2:] in text)
    return named and not of_money
