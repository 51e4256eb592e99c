"""名称不一致: two names that differ in one character; one of them may be a slip."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.conclusion import bare, concluded
from perfeval_core.rules.judgement.evidence import on_indicator, on_text, param
from perfeval_core.rules.judgement.lexicon import any_of, words
from perfeval_core.rules.judgement.naming import normal, stem
from perfeval_core.rules.judgement.prose import Sentence, blocks, clauses, every_block
from perfeval_core.rules.subject import Subject

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+$")
_LONGEST = 30
"""An organisation's name begins within so many characters before its ending."""
_SAID = re.compile(r"(?=(?:已?达到?了?|为|是|完成)?约?\d)")
_COUNTED = re.compile(r"\d余?(?:名|人|位|个|次|场|台|套|项|处|家|份)")
"""An indicator's name in a sentence: its value follows it, or a count precedes it."""


def check(subject: Subject) -> Iterator[Evidence]:
    """Names of indicators that a sentence gives a value, names on the cover, and names of organisations."""
    yield from _cover(subject)
    yield from _indicators(subject)
    yield from _organisations(subject)


def _cover(subject: Subject) -> Iterator[Evidence]:
    """The project as the conclusion names it, and the long names of unit and department, against the cover's."""
    filing = subject.report.filing
    found = concluded(filing)
    own = bare(filing.project_name or "")
    if found and len(own) >= param(subject, "least_indicator") and _one_apart(own, bare(found[1])):
        yield on_text(found[0], said=found[1], name=filing.project_name or "")
    names = [name for name in (filing.unit_name, filing.department_name) if name]
    for name in dict.fromkeys(names):
        if len(name) < param(subject, "least_organisation"):
            continue
        for block in every_block(filing):
            said = _slip(name, block.text)
            if said is not None:
                yield on_text(Sentence(block, block.text.find(said), said), said=said, name=name)
                break


def _slip(name: str, text: str) -> str | None:
    """A stretch of ``text`` that begins and ends like ``name`` and differs in one character between, or ``None``."""
    for match in re.finditer(f"(?={re.escape(name[:2])})", text):
        said = text[match.start() : match.start() + len(name)]
        if said[-1:] == name[-1] and _one_apart(name, said):
            return said
    return None


def _indicators(subject: Subject) -> Iterator[Evidence]:
    """A sentence counts or values a name that no indicator has, one character from one that never occurs."""
    rows = [{normal(figures.cells.name), stem(figures.cells.name)} for figures in subject.report.indicators]
    told = [
        (clause, *edges) for clause in clauses(subject.report.filing, "result") if any(edges := _edges(clause.text))
    ]
    text = "".join(block.text for block in blocks(subject.report.filing, "result"))
    known = "|".join(name for names in rows for name in names)
    least = param(subject, "least_indicator")
    for row, names in enumerate(rows):
        if any(name in text for name in names):
            continue
        found = (
            (clause, said)
            for name in sorted(names, key=len, reverse=True)
            if len(name) >= least
            for clause, ends, begins in told
            if (said := _like(name, clause.text, ends, begins)) and said not in known
        )
        for clause, said in found:
            yield on_indicator(subject, row, "name", other=clause, said=said)
            break


def _edges(text: str) -> tuple[list[int], list[int]]:
    """Where in ``text`` a name may end, its value behind it, and where one may begin, its count before it."""
    return [m.start() for m in _SAID.finditer(text)], [m.end() for m in _COUNTED.finditer(text)]


def _like(name: str, text: str, ends: list[int], begins: list[int]) -> str | None:
    """The words beside a value in ``text`` that differ from ``name`` in one character within, or ``None``."""
    length = len(name)
    windows = [text[max(0, end - length) : end] for end in ends] + [text[start : start + length] for start in begins]
    return next((said for said in windows if said[-1:] == name[-1] and _one_apart(name, said)), None)


def _organisations(subject: Subject) -> Iterator[Evidence]:
    """Companies and the like; each pair once, on the rarer of the two."""
    found: dict[str, list[Sentence]] = {}
    for block in every_block(subject.report.filing):
        for match in any_of(words().organisations).finditer(block.text):
            run = _HAN_RUN.search(block.text[max(0, match.start() - _LONGEST) : match.end()])
            if run is not None:
                found.setdefault(run.group(), []).append(Sentence(block, match.end() - len(run.group()), run.group()))
    names = sorted(found, key=lambda name: len(found[name]))
    length = int(param(subject, "least_organisation"))
    for index, rare in enumerate(names):
        for other in names[index + 1 :]:
            if _same_but_one(rare, other, length):
                yield on_text(
                    found[rare][0],
                    other=found[other][0],
                    said=rare[-length - 4 :],
                    name=other[-length - 4 :],
                )
                break


def _same_but_one(one: str, other: str, length: int) -> bool:
    """Whether the two runs of characters end in names that differ in one character, with like ones on both sides."""
    if min(len(one), len(other)) < length:
        return False
    wide = length + 2
    return _one_apart(one[-wide:], other[-wide:]) and one[-wide] == other[-wide]


def _one_apart(one: str, other: str) -> bool:
    """Whether one character was replaced, and not one that tells two names apart (一 and 二, 东 and 西)."""
    if len(one) != len(other) or Levenshtein.distance(one, other, score_cutoff=1) != 1:
        return False
    apart = words().tell_apart
    return not any(a != b and (a in apart or b in apart) for a, b in zip(one, other, strict=True))
