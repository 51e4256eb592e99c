"""Text that is struck through (删除线): a rule runs through the middle of its characters."""

import numpy as np

from perfeval_core.reading.pdf.ink import Chars, Flags, Floats

_LOW, _HIGH = 0.15, 0.6
"""In em above the base line: where a rule strikes a character out; one below underlines it."""


def struck(chars: Chars, rules: Floats) -> Flags:
    """Which of ``chars``, all of one page, one of its ``rules`` strikes out."""
    level = rules[rules[:, 1] == rules[:, 3]]
    level = level[np.argsort(level[:, 1], kind="stable")]
    found = np.zeros(len(chars), bool)
    first = np.searchsorted(level[:, 1], chars.base - _HIGH * chars.em)
    last = np.searchsorted(level[:, 1], chars.base - _LOW * chars.em)
    for index in np.flatnonzero(first < last).tolist():
        near = level[first[index] : last[index]]
        found[index] = bool(((near[:, 0] <= chars.x[index]) & (chars.x[index] <= near[:, 2])).any())
    return found
