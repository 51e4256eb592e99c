"""Text that is struck through (删除线): a rule runs through the middle of its characters."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from perfeval_core.reading.pdf.ink import Chars, Flags, Floats

_LOW, _HIGH = 0.15, 0.6
"""In em above the base line: where a rule strikes a character out; one below underlines it."""


def struck(chars: Chars, rules: Sequence[Floats]) -> Flags:
    """Which of ``chars`` a rule of their page strikes out; ``rules`` has those of each page."""
    found = np.zeros(len(chars), bool)
    bounds = np.searchsorted(chars.page, np.arange(len(rules) + 1)).tolist()
    high, low = chars.base - _HIGH * chars.em, chars.base - _LOW * chars.em
    for own, (begin, end) in zip(rules, pairwise(bounds), strict=True):
        level = own[own[:, 1] == own[:, 3]]
        if not len(level) or begin == end:
            continue
        level = level[np.argsort(level[:, 1], kind="stable")]
        first, last = np.searchsorted(level[:, 1], high[begin:end]), np.searchsorted(level[:, 1], low[begin:end])
        for index in np.flatnonzero(first < last).tolist():
            near, x = level[first[index] : last[index]], chars.x[begin + index]
            found[begin + index] = bool(((near[:, 0] <= x) & (x <= near[:, 2])).any())
    return found
