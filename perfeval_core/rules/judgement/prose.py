"""The narrative as sentences, each with the section that it stands in and its places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from perfeval_core.domain.filing import Filing, Section
from perfeval_core.domain.findings import Passage
from perfeval_core.domain.place import Location, Place, places
from perfeval_core.extraction.sections import heading_of
from perfeval_core.narrative.once import once
from perfeval_core.rules.judgement.lexicon import any_of, says, words

_SENTENCE = re.compile(r"[^。;!?]+")
_CLAUSE = re.compile(r"[^,:。;!?]+")
_GOAL_EXPECTED, _GOAL_ACTUAL = "项目年度目标", "全年目标实际完成情况"
_NEAR, _CLOSE = 14, 2
"""So many characters before it a word can turn the sense of another (未出现因停电造成的延误; 无延误)."""


@dataclass(frozen=True)
class Block:
    """A piece of narrative under its heading's own name in the lexicon; ``places`` are those of a goal's cell."""

    name: str
    text: str
    section: Section | None
    places: tuple[Place, ...] = ()

    def at(self, start: int, end: int) -> tuple[Location, ...]:
        """Where characters ``start`` to ``end`` stand, or else the heading."""
        found = self.places if self.section is None else self.section.passage(start, end)
        if not found and self.section is not None:
            found = (self.section.at.heading,)
        return tuple(place.location for place in found)


@dataclass(frozen=True)
class Sentence:
    """A sentence or clause, and where in its block it begins."""

    block: Block
    start: int
    text: str

    @property
    def at(self) -> tuple[Location, ...]:
        """Its places."""
        return self.block.at(self.start, self.start + len(self.text))

    @property
    def passage(self) -> Passage:
        """It as the other side of a finding."""
        place = self.at[0] if self.at else None
        return Passage(text=self.text, **(place.model_dump() if place else {}))

    def clauses(self) -> Iterator["Sentence"]:
        """Its parts between commas and colons."""
        for match in _CLAUSE.finditer(self.text):
            yield Sentence(self.block, self.start + match.start(), match.group())


def blocks(filing: Filing, *roles: str) -> tuple[Block, ...]:
    """The pieces of narrative that play one of ``roles`` (``data/lexicon/judgement.yaml``) and are not blank."""
    names = {name for role in roles for name in words().roles[role]}
    return tuple(block for block in every_block(filing) if block.name in names)


@once
def every_block(filing: Filing) -> tuple[Block, ...]:
    """All pieces of narrative that are not blank, in the document's order."""
    found = [Block(_name(section.heading), section.text, section) for section in filing.sections]
    for goal in filing.goals:
        found.append(Block(_GOAL_EXPECTED, goal.expected, None, goal.where("expected") or _somewhere(filing)))
        found.append(Block(_GOAL_ACTUAL, goal.actual, None, goal.where("actual") or _somewhere(filing)))
    return tuple(block for block in found if block.text)


def sentences(filing: Filing, *roles: str) -> Iterator[Sentence]:
    """The sentences of all blocks that play one of ``roles``."""
    for block in blocks(filing, *roles):
        for match in _SENTENCE.finditer(block.text):
            yield Sentence(block, match.start(), match.group())


def clauses(filing: Filing, *roles: str) -> Iterator[Sentence]:
    """The clauses of all blocks that play one of ``roles``."""
    for sentence in sentences(filing, *roles):
        yield from sentence.clauses()


def asserts(text: str, entries: tuple[str, ...]) -> bool:
    """Whether ``text`` holds one of ``entries`` that no word shortly before it turns around or makes a mere wish."""
    return any(not _turned(text, match.start()) for match in any_of(entries).finditer(text))


def _turned(text: str, start: int) -> bool:
    near, close = text[max(0, start - _NEAR) : start], text[max(0, start - _CLOSE) : start]
    return says(near, words().unless) or says(close, words().unless_close)


def _somewhere(filing: Filing) -> tuple[Place, ...]:
    """The first place in the report's tables: where a goal stands is not always known."""
    return next((places(at) for row in (*filing.budget, *filing.indicators) for at in row.at.values()), ())


@lru_cache(maxsize=2048)
def _name(heading: str) -> str:
    known = heading_of(heading)
    return known.name if known else heading
