"""Running heads and feet (页眉页脚): lines in the margins that repeat over a report's pages, told by several signs.

A line at the same height on three pages is one; its page number may differ. On two pages two paragraphs may well end
alike: there it must stand clear of the text and be smaller, too. One that has only some of these signs is doubted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from perfeval_core.domain.place import Box
from perfeval_core.extraction.blocks import Block, LineBlock
from perfeval_core.extraction.sections import heading_of, is_contents_entry
from perfeval_core.extraction.tables import doubted

_REPEATS = 3
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百]+|\b[IVXivx]+\b")
_SMALLER = 0.92
"""A line of less than this share of the usual height is smaller than the text."""
_CLEAR, _FAR = 2.0, 3.5
"""So many of the usual gaps between lines keep a line clear of the text; so many, and it needs no other sign."""

_SENTENCE_ENDS = ("。", ";", "!", "?")


@dataclass(frozen=True)
class _Margin:
    """One line in a page's margin and what it looks like beside the page's text."""

    block: LineBlock
    gap: float
    """Between it and the text, in usual gaps."""
    small: bool

    @property
    def look(self) -> tuple[str, int]:
        """What repeats: text and height, any number the same."""
        return _NUMERAL.sub("#", self.block.text), round(self.block.bbox[1])


def without_running_heads(own: Sequence[Block], above: Sequence[Block]) -> tuple[Block, ...]:
    """``own`` blocks of a report, the first of which is its title, without its running heads.

    ``above`` is what stands over the title on its page: it may be a running head, too.
    """
    found = _in_margins([*above, *own])
    by_look: dict[tuple[str, int], list[_Margin]] = {}
    for one in found:
        by_look.setdefault(one.look, []).append(one)
    heads, unsure = set(), set()
    for alike in by_look.values():
        ids = {id(one.block) for one in alike}
        if _is_head(alike):
            heads |= ids
        elif any(_may_be_head(one, len(alike)) for one in alike):
            unsure |= ids
    rest = [block for block in own[1:] if id(block) not in heads]
    return (own[0], *(_doubted(block) if id(block) in unsure else block for block in rest))


def _in_margins(blocks: Sequence[Block]) -> list[_Margin]:
    """The lines in the margins of all pages."""
    pages: dict[int, list[Block]] = {}
    for block in blocks:
        pages.setdefault(block.page, []).append(block)
    usual = median(
        [_height(block.bbox) for block in blocks if isinstance(block, LineBlock) and not block.outer] or [0.0]
    )
    return [margin for page in pages.values() for margin in _on_page(page, usual)]


def _on_page(page: Sequence[Block], usual: float) -> list[_Margin]:
    """The lines in the margins of one page, each with its gap to the text; two lines of a head are as clear as the
    inner one. ``usual`` is the height of the report's lines."""
    body = [block for block in page if not (isinstance(block, LineBlock) and block.outer)]
    if not body or not usual:
        return [_Margin(block, 0.0, False) for block in page if isinstance(block, LineBlock) and block.outer]
    gaps = [_between(upper.bbox, lower.bbox) for upper, lower in pairwise(body) if isinstance(lower, LineBlock)]
    unit = max(median(gaps or [0.0]), usual / 2)
    top = [block for block in page if block.bbox[1] <= body[0].bbox[1]]
    bottom = [block for block in page if block.bbox[1] >= body[-1].bbox[1]]
    found: list[_Margin] = []
    for inwards in (list(reversed(top)), bottom):
        inner: _Margin | None = None
        for near, block in pairwise(inwards):
            if isinstance(block, LineBlock) and block.outer:
                gap = max(_between(near.bbox, block.bbox) / unit, inner.gap if inner else 0.0)
                inner = _Margin(block, gap, _height(block.bbox) < _SMALLER * usual)
                found.append(inner)
            else:
                inner = None
    return found


def _between(one: Box, other: Box) -> float:
    return max(other[1] - one[3], one[1] - other[3], 0.0)


def _height(box: Box) -> float:
    return box[3] - box[1]


def _is_head(alike: Sequence[_Margin]) -> bool:
    pages = {one.block.page for one in alike}
    if len({one.block.text for one in alike}) > 1 and not _counts(alike):
        return False
    clear = all(one.small and one.gap > _CLEAR for one in alike)
    return len(pages) >= (2 if clear else _REPEATS)


def _counts(alike: Sequence[_Margin]) -> bool:
    """Whether lines that are alike but for a number have another number on each page."""
    return len({one.block.text for one in alike}) == len(alike)


def _may_be_head(one: _Margin, count: int) -> bool:
    block = one.block
    if is_contents_entry(block) or heading_of(block.text) is not None:
        return False
    if one.small and one.gap > _CLEAR:
        return True
    if one.gap > _FAR and not block.text.endswith(_SENTENCE_ENDS):
        return True
    return count > 1 and (one.small or one.gap > _CLEAR)


def _doubted(block: Block) -> Block:
    return replace(block, place=doubted(block.place)) if isinstance(block, LineBlock) else block
