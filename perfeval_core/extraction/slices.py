"""Where one report ends and the next begins in a file that holds many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.extraction.blocks import Block, LineBlock

_REPEATS = 3
"""A first or last line is a running head if it stands at the same height on so many pages of a report: two
paragraphs may well end alike."""


@dataclass(frozen=True)
class Slice:
    """The blocks and the physical pages of one report, and the id of its layout."""

    form: str
    index: int
    first_page: int
    last_page: int
    blocks: tuple[Block, ...]


def cut(blocks: Sequence[Block], starts: Sequence[tuple[int, str]], page_count: int) -> tuple[Slice, ...]:
    """One slice for each start (position in ``blocks``, layout id); what stands before the first belongs to none.

    A report's last page is the one before the next report's first, or the same if that one starts lower on it.
    Running heads are left out, each report by itself: compiled reports have the same first line on many pages.
    """
    ends = [_top_of_page(blocks, position) for position, _ in starts[1:]] + [len(blocks)]
    found = []
    for number, ((start, form), end) in enumerate(zip(starts, ends, strict=True), start=1):
        own = blocks[start : max(end, start + 1)]
        last = page_count if end == len(blocks) else max(own[-1].place.page, blocks[end].place.page - 1)  # type: ignore[type-var, operator]
        found.append(Slice(form, number, own[0].place.page, last, _without_running_heads(own)))  # type: ignore[arg-type]
    return tuple(found)


def _top_of_page(blocks: Sequence[Block], start: int) -> int:
    """The first block of the page on which a report starts, if nothing but running heads stands above the start."""
    top = start
    while top and blocks[top - 1].place.page == blocks[start].place.page:
        top -= 1
    above = blocks[top:start]
    return top if all(isinstance(block, LineBlock) and block.outer for block in above) else start


def _without_running_heads(own: Sequence[Block]) -> tuple[Block, ...]:
    repeats = Counter(_look(block) for block in own[1:] if isinstance(block, LineBlock) and block.outer)
    heads = {look for look, count in repeats.items() if count >= _REPEATS}
    kept = (block for block in own[1:] if not (isinstance(block, LineBlock) and block.outer and _look(block) in heads))
    return (own[0], *kept)


def _look(block: LineBlock) -> tuple[str, int]:
    return block.text, round(block.place.bbox[1])  # type: ignore[index]
