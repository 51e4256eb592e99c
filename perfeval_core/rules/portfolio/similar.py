"""Texts that are the same or nearly so, among a million of them.

Equal texts are found by their normal form. Of the others only those are compared that share one of the smallest hashes
of their stretches of characters: texts that agree for the most part nearly always share one, others hardly ever.
"""

import re
from collections.abc import Sequence
from hashlib import blake2b
from zlib import crc32

from rapidfuzz import fuzz

_NOISE = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z.%]")
_STRETCH = 6
_HASHES = 2
_COMPARED = 16
"""So many different texts under one hash are compared with a newcomer; more of them share a phrase, not a text."""


def normal(text: str) -> str:
    """``text`` without punctuation and white space."""
    return _NOISE.sub("", text)


def alike(texts: Sequence[str], percent: float) -> list[list[int]]:
    """Groups of two and more numbers of ``texts`` that are alike to ``percent`` in normal form, first ones first.

    Of a normal form only a digest is kept, so that a year's paragraphs need their memory once.
    """
    first: dict[bytes, int] = {}
    group = list(range(len(texts)))
    under: dict[int, list[int]] = {}
    for number, text in enumerate(map(normal, texts)):
        known = first.setdefault(blake2b(text.encode(), digest_size=16).digest(), number)
        group[number] = group[known]
        if known == number:
            _join(texts, number, text, group, under, percent)
    found: dict[int, list[int]] = {}
    for number in range(len(texts)):
        found.setdefault(group[number], []).append(number)
    return [members for members in found.values() if len(members) > 1]


def _join(
    texts: Sequence[str], number: int, text: str, group: list[int], under: dict[int, list[int]], percent: float
) -> None:
    """Puts a new text into the group of the first earlier one that it is like, or else opens a group for it."""
    keys = _keys(text)
    for key in keys:
        for other in under.get(key, ()):
            if fuzz.ratio(text, normal(texts[other]), score_cutoff=percent):
                group[number] = other
                return
    for key in keys:
        known = under.setdefault(key, [])
        if len(known) < _COMPARED:
            known.append(number)


def _keys(text: str) -> list[int]:
    data = text.encode("utf-32-le")
    width = 4 * _STRETCH
    hashes = {crc32(data[start : start + width]) for start in range(0, max(1, len(data) - width + 4), 4)}
    return sorted(hashes)[:_HASHES]
