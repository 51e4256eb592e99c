"""The words by which an unruled table is known: the names of columns in ``data/lexicon/columns.yaml``."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from perfeval_core.datadir import lexicon

Kind = Literal["budget", "indicator"]

_DECORATIONS = ("", "(元)", "(万元)", "(亿元)", "(%)", "(单位:元)", "(单位:万元)", "元", "万元", "%")
_UNIT = re.compile(r"\((?:单位:)?(?:[万亿]?元|%)\)$|(?:[万亿]?元|%)$")
_FEWEST = 3
"""Names of columns in one line of text that make it part of a header."""


@dataclass(frozen=True)
class Vocabulary:
    """Names of columns by kind of table and field."""

    fields: dict[Kind, dict[str, str]]
    """For each kind the field that a name stands for."""
    ignored: frozenset[str]
    fragments: frozenset[str]
    """Whatever may stand on one line of a header cell that wraps."""
    known: re.Pattern[str]

    def names(self, text: str) -> bool:
        """Whether ``text`` is the name of a column."""
        bare = _UNIT.sub("", text)
        return any(bare in names or text in names for names in (*self.fields.values(), self.ignored))

    def field(self, kind: Kind, text: str) -> str | None:
        """The field that a column called ``text`` holds in a table of ``kind``."""
        names = self.fields[kind]
        return names.get(text) or names.get(_UNIT.sub("", text))

    def heads(self, line: str) -> bool:
        """Whether ``line`` holds several names of columns."""
        return len(self.known.findall(line)) >= _FEWEST


@cache
def vocabulary() -> Vocabulary:
    """The words, loaded once."""
    columns = lexicon("columns")
    kinds: tuple[Kind, ...] = ("budget", "indicator")
    fields = {kind: {name: field for field, names in columns[kind].items() for name in names} for kind in kinds}
    ignored = frozenset(columns["ignored"])
    every = {name for names in fields.values() for name in names} | ignored
    fragments = {
        text[start:stop]
        for text in (name + decoration for name in every for decoration in _DECORATIONS)
        for start in range(len(text))
        for stop in range(start + 1, len(text) + 1)
    }
    known = re.compile("|".join(re.escape(name) for name in sorted(every, key=len, reverse=True)))
    return Vocabulary(fields, ignored, frozenset(fragments), known)
