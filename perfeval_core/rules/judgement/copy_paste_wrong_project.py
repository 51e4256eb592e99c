"""误贴其他项目内容: the conclusion names another project, or the text calls its unit what it is not."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.conclusion import bare, concluded
from perfeval_core.rules.judgement.evidence import on_text, param
from perfeval_core.rules.judgement.lexicon import words
from perfeval_core.rules.judgement.prose import Sentence, every_block
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Names that share most of their characters are one name written in two ways."""
    project = subject.report.filing.project_name
    if project:
        yield from _conclusion(subject, project)
    yield from _self(subject)


def _conclusion(subject: Subject, project: str) -> Iterator[Evidence]:
    found = concluded(subject.report.filing)
    if found is None:
        return
    sentence, name = found
    named, own = bare(name), bare(project)
    contained = not named or named in own or own in named
    if not contained and fuzz.partial_ratio(named, own) < param(subject, "alike_percent"):
        yield on_text(sentence, named=name, own=project)


def _self(subject: Subject) -> Iterator[Evidence]:
    """我校 in the report of a bureau: once a word, and only where unit and department are both known."""
    filing = subject.report.filing
    if not filing.unit_name or not filing.department_name:
        return
    names = filing.unit_name + filing.department_name + (filing.project_name or "")
    for word, parts in words().selves.items():
        if any(part in names for part in parts):
            continue
        for block in every_block(filing):
            at = block.text.find(word)
            if at >= 0:
                yield on_text(Sentence(block, at, word), named=word, own=filing.unit_name)
                break
