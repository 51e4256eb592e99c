"""Where one report ends and the next begins in a file that holds many."""

from collections.abc import Sequence
from dataclasses import dataclass

from perfeval_core.extraction.blocks import Block


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
    """
    ends = [position for position, _ in starts[1:]] + [len(blocks)]
    found = []
    for number, ((start, form), end) in enumerate(zip(starts, ends, strict=True), start=1):
        own = tuple(blocks[start:end])
        last = page_count if end == len(blocks) else max(own[-1].place.page, blocks[end].place.page - 1)
        found.append(Slice(form, number, own[0].place.page, last, own))
    return tuple(found)
