"""The words that forms use, as data: ``data/lexicon/*.yaml``."""

import re
from functools import cache
from typing import Literal

from perfeval_core.datadir import lexicon
from perfeval_core.domain.base import Frozen

TableKind = Literal["budget", "indicator"]

_BEHIND = re.compile(
    r"\((?:单位[::]?)?(?:(?:万|亿)?元|%|\d+(?:\.\d+)?分?|分|[A-Z]|[A-Z][/÷][A-Z](?:[×*]100%?)?)\)$|(?:(?<=数)(?:万|亿)?元|%|[::])$"
)
"""What stands behind a name without being part of it: a unit, points, a formula (B/A)."""
_AND = re.compile(r"以及|及其|及|与|、")


class Columns(Frozen):
    """Names of columns and rows (表头词) of the two tables."""

    budget: dict[str, tuple[str, ...]]
    indicator: dict[str, tuple[str, ...]]
    required: dict[TableKind, tuple[str, ...]]
    required_elsewhere: dict[TableKind, tuple[str, ...]]
    always: dict[TableKind, tuple[str, ...]]
    ignored: tuple[str, ...]
    levels: tuple[str, ...]
    total_rows: tuple[str, ...]
    subtotal_rows: tuple[str, ...]
    execution_rows: tuple[str, ...]
    source_ends: tuple[str, ...]

    def field(self, kind: TableKind, header: str) -> str | None:
        """The field that a header cell names in a table of ``kind``, or ``None``."""
        name = without_unit(header)
        table = self.budget if kind == "budget" else self.indicator
        return next((field for field, names in table.items() if name in names), None)

    def words(self, kind: TableKind) -> set[str]:
        """All names of columns of a table of ``kind``."""
        table = self.budget if kind == "budget" else self.indicator
        return {name for names in table.values() for name in names}

    def knows(self, header: str) -> bool:
        """Whether ``header`` names a column of either table."""
        return self.field("budget", header) is not None or self.field("indicator", header) is not None


class AnalysisWords(Frozen):
    """Words of the analysis report (项目支出绩效自评分析报告)."""

    title: str
    cover: dict[str, tuple[str, ...]]
    headings: dict[str, tuple[str, ...]]
    levels: dict[int, tuple[str, ...]]
    conclusion: str
    execution: str
    tables: dict[TableKind, str]

    @property
    def first_heading(self) -> str:
        """The name of the heading with which the narrative begins."""
        return next(iter(self.headings))

    def level(self, name: str) -> int | None:
        """The level that the layout gives to the heading called ``name``."""
        return next((level for level, names in self.levels.items() if name in names), None)

    def canonical(self, title: str) -> str | None:
        """The layout's own name of a heading, whichever way it is written; ``None`` if it is none."""
        wanted = _alike(title)
        ways = ((name, way) for name, others in self.headings.items() for way in (name, *others))
        return next((name for name, way in ways if _alike(way) == wanted), None)


class FormWords(Frozen):
    """Words of the national form (项目支出绩效自评表)."""

    title: str
    labels: dict[str, tuple[str, ...]]
    ignored_labels: tuple[str, ...]
    notes: tuple[str, ...]

    def is_ignored(self, text: str) -> bool:
        """Whether a label asks for something that no field holds."""
        return without_unit(text) in self.ignored_labels

    def is_note(self, text: str) -> bool:
        """Whether a cell explains the form itself."""
        return text.startswith(self.notes)

    def label(self, text: str) -> str | None:
        """What a label cell asks for, or ``None``."""
        name = without_unit(text)
        return next((field for field, names in self.labels.items() if name in names), None)


class OtherLayout(Frozen):
    """A layout that is known by name only (其他版式): what tells it, by its title or by words in its table."""

    form: str
    name: str
    titles: tuple[str, ...]
    marks: tuple[str, ...]


class OtherLayouts(Frozen):
    """All of them, and what the title of one that is not known looks like."""

    layouts: tuple[OtherLayout, ...]
    unknown: str


def without_unit(header: str) -> str:
    """``全年预算数(A)(万元)`` as ``全年预算数``."""
    while (shorter := _BEHIND.sub("", header)) not in (header, ""):
        header = shorter
    return header


@cache
def _alike(title: str) -> str:
    """A heading in the form in which two ways to write it are the same: 的 left out, one word for "and"."""
    return _AND.sub("和", title.replace("的", ""))


@cache
def columns() -> Columns:
    """The column words."""
    return Columns.model_validate(lexicon("columns"))


@cache
def analysis_words() -> AnalysisWords:
    """The analysis report's words."""
    return AnalysisWords.model_validate(lexicon("analysis_report"))


@cache
def form_words() -> FormWords:
    """The national form's words."""
    return FormWords.model_validate(lexicon("self_evaluation_form"))


@cache
def other_layouts() -> OtherLayouts:
    """The layouts that are not read in full."""
    return OtherLayouts.model_validate(lexicon("layouts"))
