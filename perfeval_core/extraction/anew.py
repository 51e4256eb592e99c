"""Where a report seems to begin without a title (缺封面或标题): its headings, tables or labels start anew.

A compiled file may have lost a cover. Then two reports would become one, or one would be left out, and nobody would
know. Such a beginning is no certain one: the reports on both sides of it are for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.extraction.blocks import Block, GridBlock, LineBlock
from perfeval_core.extraction.layouts import analysis_report, self_evaluation_form
from perfeval_core.extraction.lexicon import TableKind, analysis_words, columns, form_words
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
        start = by_position.get(index)
        form = start.form if start else seen.anew(block)
        if form is not None:
            at = index if start else _with_front(blocks, index, found[-1].at + 1 if found else 0)
            found.append(start or Start(at, form, titled=False))
            seen = _Seen(form)
        seen.note(block)
    return found


@dataclass
class _Seen:
    """What the report in hand has had so far; ``form`` is ``None`` before the first."""

    form: str | None
    headed: bool = False
    text: bool = False
    """Whether it has had its first heading, and sentences after that."""
    indicators: bool = False
    asked: bool = False

    def anew(self, block: Block) -> str | None:
        """The layout of the report that ``block`` begins, if the one in hand cannot have it any more."""
        if isinstance(block, LineBlock):
            return analysis_report.FORM if _is_first_heading(block) and self._may_end() else None
        asks, kinds = _asks(block), _kinds(block)
        if self.form == analysis_report.FORM and "budget" in kinds and self.indicators and not asks:
            return analysis_report.FORM
        if self.form == self_evaluation_form.FORM and asks and self.asked:
            return self_evaluation_form.FORM
        if self.form in (None, analysis_report.FORM) and asks and kinds:
            return self_evaluation_form.FORM
        return analysis_report.FORM if self.form is None and kinds else None

    def note(self, block: Block) -> None:
        """Remembers what ``block`` is."""
        if isinstance(block, LineBlock):
            self.text |= self.headed and not is_contents_entry(block) and heading_of(block.text) is None
            self.headed |= _is_first_heading(block)
        else:
            self.indicators |= "indicator" in _kinds(block)
            self.asked |= _asks(block)

    def _may_end(self) -> bool:
        """Whether a first heading is that of another report."""
        if self.form == analysis_report.FORM:
            return self.text
        return self.form is None or (self.form == self_evaluation_form.FORM and self.asked)


def _is_first_heading(block: LineBlock) -> bool:
    heading = None if is_contents_entry(block) else heading_of(block.text)
    return heading is not None and heading.name == analysis_words().first_heading


def _asks(block: GridBlock) -> bool:
    """Whether a table asks for the project's name."""
    return any(form_words().label(cell.text) == "project_name" for cell in block.grid.cells)


def _kinds(block: GridBlock) -> set[TableKind]:
    """Whose columns a table has."""
    kinds: tuple[TableKind, ...] = ("budget", "indicator")
    texts = [cell.text for cell in block.grid.cells]
    return {kind for kind in kinds if sum(columns().field(kind, text) is not None for text in texts) >= _FEWEST}


def _with_front(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Back from ``index`` over the contents and the cover's fields before it, not beyond ``floor``."""
    while index > floor and _is_front(blocks[index - 1]):
        index -= 1
    return index


def _is_front(block: Block) -> bool:
    if not isinstance(block, LineBlock):
        return False
    return block.text == "目录" or is_contents_entry(block) or analysis_report.is_cover_line(block.text)
