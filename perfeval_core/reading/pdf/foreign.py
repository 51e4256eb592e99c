"""Ink that is no part of the text: seals and watermarks. They are told by their slant, or by what they lie over."""

import numpy as np

from perfeval_core.reading.pdf.glyphs import Glyphs
from perfeval_core.reading.pdf.ink import Chars, Flags, Floats, Indices, changes, in_order

_OVER = 0.3
"""Characters that share this much of the smaller one's width, on nearly the same height, lie over each other."""
_APART = 0.45
"""The same height: middles no further apart than this share of the taller one's height."""
_TWICE = 0.15
"""The same character drawn again no further away than this share of its height is one, made bold."""
_HUGE = 3.0
"""A character so many times as large as most of the page's is compared with all others."""
_STRIDE = 1 << 20
"""More boxes than a page is wide."""
_MOST_PAIRS = 2_000_000
"""A page with more characters near each other is piled up beyond reading."""


def own_text(glyphs: Glyphs) -> Chars:
    """The characters without those of seals and watermarks; what cannot be told apart stays and is unsure.

    Characters are foreign if they run askew, or if most of those of their colour and size do: the topmost
    character of a round seal is upright. Where most of a page runs askew that is no seal: all of it is unsure.
    """
    chars, style = glyphs.chars, glyphs.style
    slanted = style.slanted[chars.run]
    if slanted.any():
        foreign = slanted | _looks_slanted(glyphs, slanted)
        askew = (2 * np.bincount(chars.page, foreign) > np.bincount(chars.page))[chars.page]
        chars = chars.unsure(askew).at(~foreign | askew)
    doubtful = style.turned | style.pale
    if doubtful.any():
        chars = chars.unsure(doubtful[chars.run])
    return _without_overprint(chars)


def _looks_slanted(glyphs: Glyphs, slanted: Flags) -> Flags:
    """Characters of a page, colour and size in which more than half run askew."""
    chars, style = glyphs.chars, glyphs.style
    red, green, blue = style.colour.T
    paint = red << 16 | green << 8 | blue
    paint[chars.run] |= chars.page << 24
    order = in_order(paint, style.size)
    look = np.empty(len(order), np.intp)
    look[order] = np.cumsum(changes(paint[order]) | changes(style.size[order]))
    look = look[chars.run]
    return np.asarray((2 * np.bincount(look, slanted) > np.bincount(look))[look])


def _without_overprint(chars: Chars) -> Chars:
    """``chars`` without those that only repeat one; those that another one lies over are unsure."""
    lettered = np.char.isalnum(chars.text)
    pairs = _near(chars, np.flatnonzero(lettered))  # punctuation is set closer than its width says
    if pairs is None:
        return _page_by_page(chars)
    first, second = pairs
    if not len(first):
        return chars
    one, other = chars.at(first), chars.at(second)
    twice = (one.text == other.text) & _same_place(one, other)
    over = ~twice & (one.run != other.run) & _lies_over(one, other)
    piled, repeated = np.zeros((2, len(chars)), bool)
    piled[first[over]] = piled[second[over]] = True
    repeated[second[twice]] = True
    chars = chars.unsure(piled)
    if not repeated.any():
        return chars
    repeated |= _repeated(chars, np.flatnonzero(~lettered))  # what is made bold has its punctuation twice as well
    return chars.at(~repeated)


def _repeated(chars: Chars, subjects: Indices) -> Flags:
    """Which of ``subjects`` only repeat another one."""
    found = np.zeros(len(chars), bool)
    pairs = _near(chars, subjects)
    if pairs is not None:
        first, second = pairs
        one, other = chars.at(first), chars.at(second)
        found[second[(one.text == other.text) & _same_place(one, other)]] = True
    return found


def _page_by_page(chars: Chars) -> Chars:
    """Each page by itself, for one of them is piled up beyond reading: that one is unsure."""
    pages = np.unique(chars.page)
    if len(pages) == 1:
        return chars.unsure(np.ones(len(chars), bool))
    return Chars.joined([_without_overprint(chars.at(chars.page == page)) for page in pages.tolist()])


def _near(chars: Chars, subjects: Indices) -> tuple[Indices, Indices] | None:
    """Pairs of ``subjects`` that share some width at nearly the same height, the one drawn first and
    the other; ``None`` if too many stand near each other to look at.

    Characters are sorted into boxes as large as the largest of them reaches, so that each pair is in one box or in
    two that touch. A few huge ones would make the boxes huge, and are compared with all.
    """
    x0, x1, top, bottom = (column[subjects] for column in (chars.x0, chars.x1, chars.top, chars.bottom))
    page = chars.page[subjects]
    x, y, width, size = x0 + x1, top + bottom, x1 - x0, bottom - top
    if len(subjects) < 2:
        return subjects[:0], subjects[:0]
    huge = (width > _HUGE * width.mean()) | (size > _HUGE * size.mean())
    usual = np.flatnonzero(~huge)
    wide, high = 2 * width[usual].max(), 2 * _APART * size[usual].max()
    pairs = _boxed_pairs(x[usual], (y + page * (y.max() + 2 * high))[usual], wide, high)
    if pairs is None or len(usual) * np.count_nonzero(huge) > _MOST_PAIRS:
        return None
    first, second = usual[pairs[0]], usual[pairs[1]]
    for index in np.flatnonzero(huge).tolist():
        others = np.flatnonzero(((np.arange(len(x)) > index) | ~huge) & (page == page[index]))
        first, second = np.append(first, np.full(len(others), index)), np.append(second, others)
    shared = np.minimum(x1[first], x1[second]) - np.maximum(x0[first], x0[second])
    close = np.flatnonzero(shared > 0)
    first, second = subjects[first[close]], subjects[second[close]]
    return np.minimum(first, second), np.maximum(first, second)


def _boxed_pairs(x: Floats, y: Floats, wide: float, high: float) -> tuple[Indices, Indices] | None:
    """Pairs of points in one box of the given size or in two that touch; ``None`` if there are too many."""
    keys = (y / max(high, 1e-3)).astype(np.int64) * _STRIDE + (x / max(wide, 1e-3)).astype(np.int64)
    order = np.argsort(keys, kind="stable")  # quick, as most is drawn in order
    keys = keys[order]
    places = np.arange(len(keys))
    begins = np.concatenate((places + 1, np.searchsorted(keys, keys + (_STRIDE - 1))))
    ends = np.searchsorted(keys, np.concatenate((keys + 1, keys + (_STRIDE + 1))), "right")
    count = ends - begins
    total = int(count.sum())
    if total > _MOST_PAIRS:
        return None
    # the places begins[i], begins[i] + 1 ... up to ends[i], one run after the other
    second = np.arange(total) + np.repeat(begins - np.cumsum(count) + count, count)
    return order[np.repeat(np.concatenate((places, places)), count)], order[second]


def _same_place(one: Chars, other: Chars) -> Flags:
    near = _TWICE * np.minimum(one.size, other.size)
    return np.asarray((np.abs(one.x0 - other.x0) <= near) & (np.abs(one.base - other.base) <= near))


def _lies_over(one: Chars, other: Chars) -> Flags:
    shared = np.minimum(one.x1, other.x1) - np.maximum(one.x0, other.x0)
    narrow = np.minimum(one.x1 - one.x0, other.x1 - other.x0)
    apart = np.abs(one.y - other.y)
    return np.asarray((shared > _OVER * narrow) & (apart < _APART * np.maximum(one.size, other.size)))
