"""The texts of a report with their roles and places, cut into sentences and clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from perfeval_core.domain.filing import Filing, Goal, Section
from perfeval_core.domain.findings import Passage
from perfeval_core.domain.place import CERTAIN, LinePlace, Location, Place
from perfeval_core.extraction.sections import heading_of
from perfeval_core.narrative.once import once
from perfeval_core.narrative.words import Role, words

_SENTENCE = re.compile(r"(?:[^。!?]|[。!?](?=其中))*[。!?]?")
_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[;:。!?()、]")
_QUOTED = 120
"""A finding quotes so many characters of a passage at most."""


@dataclass(frozen=True)
class Source:
    """One text of a report: a section's own text (正文的一节), or one side of a goal of the national form."""

    role: Role
    name: str
    text: str
    heading: tuple[Place, ...]
    lines: tuple[LinePlace, ...] = ()

    def at(self, start: int, end: int) -> tuple[Location, ...]:
        """Where characters ``start`` to ``end`` stand: their lines, or else the heading."""
        return tuple(place.location for place in self._lines(start, end) or self.heading)

    def passage(self, start: int, end: int) -> Passage:
        """Characters ``start`` to ``end`` as a finding shows them, with the box of their lines on their first page."""
        quoted = self.text[start:end]
        shown = quoted if len(quoted) <= _QUOTED else quoted[: _QUOTED - 1] + "…"
        places = self.at(start, end)
        if not places:
            return Passage(text=shown)
        boxes = [place.bbox for place in places if place.bbox and place.page == places[0].page]
        if not boxes:
            return Passage(text=shown, **places[0].address)
        left, top, right, bottom = zip(*boxes, strict=True)
        return Passage(text=shown, page=places[0].page, bbox=(min(left), min(top), max(right), max(bottom)))

    def is_certain(self, start: int, end: int) -> bool:
        """Whether the reader was sure of characters ``start`` to ``end``; what it doubts is no evidence."""
        return all(line.confidence >= CERTAIN for line in self._lines(start, end))

    def _lines(self, start: int, end: int) -> tuple[LinePlace, ...]:
        found, offset = [], 0
        for line in self.lines:
            if offset < end and start < offset + line.length:
                found.append(line)
            offset += line.length
        return tuple(found)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a source, as a span of its text."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its characters."""
        return self.source.text[self.start : self.end]

    @property
    def at(self) -> tuple[Location, ...]:
        """Where it stands."""
        return self.source.at(self.start, self.end)

    @property
    def passage(self) -> Passage:
        """It as a finding shows it."""
        return self.source.passage(self.start, self.end)


@once
def sources(filing: Filing) -> tuple[Source, ...]:
    """The texts of ``filing`` whose role is known, in their order."""
    found = [source for section in filing.sections if (source := _of_section(section)) is not None]
    return (*found, *(source for goal in filing.goals for source in _of_goal(goal)))


def section_name(section: Section) -> str | None:
    """A section's name in the lexicon, whichever way its heading is written."""
    return _name_of(section.heading)


@lru_cache(maxsize=1024)
def _name_of(text: str) -> str | None:
    heading = heading_of(text)
    return heading.name if heading else None


def _of_section(section: Section) -> Source | None:
    name = section_name(section)
    role = words().roles.get(name or "")
    if name is None or role is None:
        return None
    return Source(role, name, section.text, (section.at.heading,), section.at.text)


def _of_goal(goal: Goal) -> Iterator[Source]:
    yield Source("goal", "预期目标", goal.expected, goal.where("expected"))
    yield Source("result", "实际完成情况", goal.actual, goal.where("actual"))


def sentences(source: Source) -> tuple[Sentence, ...]:
    """The sentences of ``source`` that the reader was sure of."""
    return tuple(
        Sentence(source, start, end)
        for start, end in sentence_spans(source.text)
        if source.is_certain(start, end) and (source.lines or all(p.confidence >= CERTAIN for p in source.heading))
    )


def previous(sentence: Sentence) -> Sentence | None:
    """The sentence before ``sentence`` in its source."""
    before = [span for span in sentence_spans(sentence.source.text) if span[1] <= sentence.start]
    return Sentence(sentence.source, *before[-1]) if before else None


@lru_cache(maxsize=4096)
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of ``text`` begin and end."""
    return tuple(match.span() for match in _SENTENCE.finditer(text) if match.group())


@lru_cache(maxsize=4096)
def clause_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the clauses of ``text`` begin and end; a comma between groups of three digits ends none."""
    spans, start = [], 0
    for match in _CLAUSE_END.finditer(text):
        if match.group() == "、" and not any(char.isdigit() for char in text[start : match.start()]):
            continue  # 学生、家长满意度 is one thing; 合格率为99%、完好率为98% are two
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return tuple((begin, end) for begin, end in spans if end > begin)


def sentences_of(filing: Filing, *roles: Role) -> tuple[Sentence, ...]:
    """The sentences of all texts with one of ``roles``."""
    return tuple(sentence for sentence in _every_sentence(filing) if sentence.source.role in roles)


@once
def _every_sentence(filing: Filing) -> tuple[Sentence, ...]:
    return tuple(sentence for source in sources(filing) for sentence in sentences(source))
