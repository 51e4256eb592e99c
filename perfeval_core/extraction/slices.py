"""Where one report ends and the next begins in a file that holds many."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.domain.place import Place
from perfeval_core.extraction.blocks import Block, LineBlock
from perfeval_core.extraction.running_heads import without_running_heads

_ABOVE_TITLE = 3
_DOUBT = 0.5


@dataclass(frozen=True)
class Start:
    """Where a report begins among a document's blocks, the id of its layout, and whether its title stands there."""

    at: int
    form: str
    titled: bool = True


@dataclass(frozen=True)
class Slice:
    """The blocks and the physical pages of one report, the id of its layout, and whether a title stands where it begins
    and where the next one does: else nobody knows that it is just this."""

    form: str
    titled: bool
    next_titled: bool
    index: int
    first_page: int | None
    last_page: int | None
    blocks: tuple[Block, ...]

    @property
    def title(self) -> LineBlock | None:
        """The line with the report's title; ``None`` if it has none."""
        first = self.blocks[0]
        return first if self.titled and isinstance(first, LineBlock) else None

    @property
    def title_place(self) -> Place:
        """Where the title stands; where there is none, where it should be, in doubt."""
        first = self.blocks[0]
        place = first.place if isinstance(first, LineBlock) else first.grid.cells[0].place
        return place if self.titled else place.model_copy(update={"confidence": _DOUBT})

    @property
    def lines(self) -> list[LineBlock]:
        """All lines but the title."""
        return [block for block in self.blocks if isinstance(block, LineBlock) and block is not self.title]


def cut(blocks: Sequence[Block], starts: Sequence[Start], page_count: int | None) -> tuple[Slice, ...]:
    """One slice for each start; what stands before the first belongs to none.

    Without a ``page_count`` (Word, Excel) slices have no pages.

    A report's last page is the one before the next report's first, or the same if that one starts lower on it.
    Running heads are left out, each report by itself: compiled reports have the same first line on many pages.
    """
    ends = [_top_of_page(blocks, start.at) for start in starts[1:]] + [len(blocks)]
    next_titled = [*(start.titled for start in starts[1:]), True]
    found = []
    for number, (start, end, titled) in enumerate(zip(starts, ends, next_titled, strict=True), start=1):
        own = blocks[start.at : max(end, start.at + 1)]
        first, last = None, page_count
        if page_count is not None:
            first = own[0].page
            last = page_count if end == len(blocks) else max(own[-1].page, blocks[end].page - 1)
        found.append(
            Slice(
                start.form,
                start.titled,
                titled,
                number,
                first,
                last,
                without_running_heads(own, blocks[_top_of_page(blocks, start.at) : start.at]),
            )
        )
    return tuple(found)


def _top_of_page(blocks: Sequence[Block], start: int) -> int:
    """The first block of the page on which a report starts, if nothing but running heads stands above the start.

    In Word and Excel a page is what the writer made one by hand: few lines above a title are its own (附件2).
    """
    top = start
    while top and blocks[top - 1].page == blocks[start].page:
        top -= 1
    above = blocks[top:start]
    if len(above) <= _ABOVE_TITLE and all(isinstance(block, LineBlock) and _is_native(block) for block in above):
        return top
    return top if all(isinstance(block, LineBlock) and block.outer for block in above) else start


def _is_native(block: LineBlock) -> bool:
    return block.place.route == "native"
