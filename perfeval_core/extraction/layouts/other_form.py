"""Layouts that are known by name only (其他版式): read where their columns allow, the rest kept for a person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfeval_core.domain.filing import Filing, Section, SectionPlaces
from perfeval_core.domain.place import LinePlace
from perfeval_core.extraction.blocks import Block, GridBlock, LineBlock
from perfeval_core.extraction.layouts.self_evaluation_form import read_form
from perfeval_core.extraction.lexicon import OtherLayout, columns, other_layouts
from perfeval_core.extraction.slices import Slice, Start
from perfeval_core.extraction.status import with_status

UNKNOWN = OtherLayout(form="unknown_form", name="未知版式", titles=(other_layouts().unknown,), marks=())
_NEAR = 8
"""The table of a form begins so many blocks below its title at most."""
_BEGINNING = 40
"""The title of a report without tables stands among so many first lines."""


@dataclass(frozen=True)
class OtherForm:
    """One layout: where reports of it begin, and what of them can be read."""

    words: OtherLayout

    def starts(self, blocks: Sequence[Block]) -> list[int]:
        """The positions of titles with a table close below them: titles of this layout, or any with its marks."""
        return [
            index
            for index, block in enumerate(blocks)
            if isinstance(block, LineBlock) and self._begins(block.text, blocks[index + 1 : index + _NEAR])
        ]

    def _begins(self, text: str, below: Sequence[Block]) -> bool:
        own = self.is_title(text)
        grid = _table_below(below) if own or _is_any_title(text) else None
        return grid is not None and (own or self._is_marked(grid))

    def is_title(self, text: str) -> bool:
        """Whether ``text`` is a title of this layout."""
        return any(re.fullmatch(title + _YEAR_BEHIND, text) for title in self.words.titles)

    def draft(self, piece: Slice) -> Filing:
        """What could be read of ``piece``: never in full, and its text outside tables as one section."""
        filing = with_status(read_form(piece, columns().required_elsewhere))
        name = self.words.name if self.words is not UNKNOWN else f"未知版式（标题“{filing.title}”）"
        reason = f"版式为“{name}”，不能完整读取，只读了列名认得的内容，请人工核对"
        if filing.status == "partial":
            reason += f"；{filing.reason}"
        return filing.model_copy(update={"status": "partial", "reason": reason, "sections": _kept(piece)})

    def _is_marked(self, grid: GridBlock) -> bool:
        return any(re.fullmatch(mark, cell.text) for cell in grid.grid.cells for mark in self.words.marks)


_YEAR_BEHIND = r"(?:[((].{0,12}[))])?"


def other_forms() -> Iterator[OtherForm]:
    """All layouts of this kind, the unknown one last."""
    yield from (OtherForm(words) for words in other_layouts().layouts)
    yield OtherForm(UNKNOWN)


def title_alone(blocks: Sequence[Block]) -> list[Start]:
    """The title of a report that has no table, if the document begins with one."""
    for index, block in enumerate(blocks[:_BEGINNING]):
        for form in other_forms():
            if isinstance(block, LineBlock) and form.is_title(block.text):
                return [Start(index, form.words.form)]
    return []


def _is_any_title(text: str) -> bool:
    return re.fullmatch(UNKNOWN.titles[0] + _YEAR_BEHIND, text) is not None


def _table_below(blocks: Sequence[Block]) -> GridBlock | None:
    """The next table, unless another title comes first."""
    for block in blocks:
        if isinstance(block, GridBlock):
            return block
        if _is_any_title(block.text):
            return None
    return None


def _kept(piece: Slice) -> tuple[Section, ...]:
    """The text outside tables under the title, so that a person has it."""
    title, *lines = [block for block in piece.blocks if isinstance(block, LineBlock)]
    if not lines:
        return ()
    return (
        Section(
            level=1,
            heading=title.text,
            text="".join(line.text for line in lines),
            page=title.place.page,
            at=SectionPlaces(
                heading=title.place,
                text=tuple(LinePlace(**line.place.model_dump(), length=len(line.text)) for line in lines),
            ),
        ),
    )
