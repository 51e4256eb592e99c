"""Where a report seems to begin without a title (缺封面或标题): its headings, tables or labels start anew.

A compiled file may have lost a cover. Then two reports would become one, or one would be left out, and nobody would
know. Such a beginning is no certain one: the reports on both sides of it are for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.extraction.blocks import Block, GridBlock, LineBlock
from perfeval_core.extraction.layouts import analysis_report, self_evaluation_form
from perfeval_core.extraction.lexicon import TableKind, analysis_words, columns
from perfeval_core.extraction.sections import heading_of, is_contents_entry
from perfeval_core.extraction.slices import Start

_FEWEST = 3
"""Names of columns that make a table one of a report."""


def with_untitled(blocks: Sequence[Block], titled: Sequence[Start]) -> list[Start]:
    """``titled`` beginnings, and between them those of reports without a title."""
    by_position = {start.at: start for start in titled}
    found: list[Start] = []
    seen = _Seen(None)
    for index, block in enumerate(blocks):
        start, signs = by_position.get(index), _signs(block)
        form = start.form if start else seen.anew(signs)
        if form is not None:
            at = index if start else _with_front(blocks, index, found[-1].at + 1 if found else 0)
            found.append(start or Start(at, form, titled=False))
            seen = _Seen(form)
        seen.note(signs)
    return found


@dataclass(frozen=True)
class _Signs:
    """What a block may say of where a report begins: it is the first heading of the narrative, or a sentence; it is a
    table that asks for the project's name, or has the columns of some kinds."""

    first_heading: bool = False
    sentence: bool = False
    asks: bool = False
    kinds: frozenset[TableKind] = frozenset()


@dataclass
class _Seen:
    """What the report in hand has had so far; ``form`` is ``None`` before the first."""

    form: str | None
    headed: bool = False
    text: bool = False
    """Whether it has had its first heading, and sentences after that."""
    indicators: bool = False
    asked: bool = False

    def anew(self, signs: _Signs) -> str | None:
        """The layout of the report that a block begins, if the one in hand cannot have it any more."""
        if signs.first_heading:
            return analysis_report.FORM if self._may_end() else None
        if self.form == analysis_report.FORM and "budget" in signs.kinds and self.indicators and not signs.asks:
            return analysis_report.FORM
        if self.form == self_evaluation_form.FORM and signs.asks and self.asked:
            return self_evaluation_form.FORM
        if self.form in (None, analysis_report.FORM) and signs.asks and signs.kinds:
            return self_evaluation_form.FORM
        return analysis_report.FORM if self.form is None and signs.kinds else None

    def note(self, signs: _Signs) -> None:
        """Remembers a block."""
        self.text |= self.headed and signs.sentence
        self.headed |= signs.first_heading
        self.indicators |= "indicator" in signs.kinds
        self.asked |= signs.asks

    def _may_end(self) -> bool:
        """Whether a first heading is that of another report."""
        if self.form == analysis_report.FORM:
            return self.text
        return self.form is None or (self.form == self_evaluation_form.FORM and self.asked)


def _signs(block: Block) -> _Signs:
    if isinstance(block, GridBlock):
        return _Signs(asks=self_evaluation_form.asks_for_project(block), kinds=_kinds(block))
    if is_contents_entry(block):
        return _Signs()
    heading = heading_of(block.text)
    first = heading is not None and heading.name == analysis_words().first_heading
    return _Signs(first_heading=first, sentence=heading is None)


def _kinds(block: GridBlock) -> frozenset[TableKind]:
    """Whose columns a table has."""
    kinds: tuple[TableKind, ...] = ("budget", "indicator")
    texts = [cell.text for cell in block.grid.cells]
    return frozenset(k for k in kinds if sum(columns().field(k, text) is not None for text in texts) >= _FEWEST)


def _with_front(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Back from ``index`` over the contents and the cover's fields before it, not beyond ``floor``."""
    while index > floor and _is_front(blocks[index - 1]):
        index -= 1
    return index


def _is_front(block: Block) -> bool:
    if not isinstance(block, LineBlock):
        return False
    return block.text == "目录" or is_contents_entry(block) or analysis_report.is_cover_line(block.text)
