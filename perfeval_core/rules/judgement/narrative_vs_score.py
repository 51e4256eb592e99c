"""文字与得分不符: a line has all its points, while the narrative says that it fell short."""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_indicator
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.naming import stem
from perfeval_core.rules.judgement.prose import Sentence, asserts, clauses, sentences
from perfeval_core.rules.judgement.standing import DOWNWARD, fully_scored, is_timeliness, met, operator_of
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject

_SHORTEST = 4
"""A shorter name stands in too many sentences that are about something else."""


def check(subject: Subject) -> Iterator[Evidence]:
    """The clause must hold the indicator's whole subject; timeliness is another rule's."""
    told = [
        clause
        for clause in clauses(subject.report.filing, "result", "problems")
        if asserts(clause.text, words().short) and "目标设置" not in clause.text
    ]
    for row, figures in enumerate(subject.report.indicators):
        if is_timeliness(figures) or operator_of(figures) in DOWNWARD:
            continue
        if not met(figures, subject.pack) or not fully_scored(figures):
            continue
        matter = stem(figures.cells.name)
        clause = next((one for one in told if len(matter) >= _SHORTEST and matter in one.text), None)
        if clause is not None:
            yield on_indicator(subject, row, "points", other=clause)
    yield from _execution(subject)


def _execution(subject: Subject) -> Iterator[Evidence]:
    """Full points for execution beside "the rate is low"; silent where the text gives the rate as a number."""
    line, filing = subject.report.total_line, subject.report.filing
    if line is None or line.points is None or line.points < (line.max_points or subject.pack.weights.execution):
        return
    if any(_gives_rate(sentence) for sentence in sentences(filing, "result", "problems")):
        return
    for sentence in sentences(filing, "result", "problems"):
        if says(sentence.text, words().low_rate) and asserts(sentence.text, words().low_rate):
            yield Evidence(
                indicator=EXECUTION_RATE,
                field="points",
                stated=line.line.points,
                expected=None,
                at=subject.at_budget(line.line, "points"),
                other=sentence.passage,
                facts=(("points", line.line.points or ""), ("text", sentence.text)),
            )
            return


def _gives_rate(sentence: Sentence) -> bool:
    return "执行率" in sentence.text and "%" in sentence.text
