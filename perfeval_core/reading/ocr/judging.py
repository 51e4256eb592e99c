"""How sure a recognised line is (置信度). The network's own word is not enough: the ink is a witness too."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from perfeval_core.reading.ocr.picture import Mask
from perfeval_core.reading.ocr.recogniser import Reading

DOUBT = 0.5
AMBIGUOUS = 0.8
"""The most for characters that look like others: a person tells l from I by the word, the ink alone does not."""
SURE = 0.993
"""The least probability of a whole line, in both readings, with which it counts as read."""

_LOOKALIKE = re.compile(r"[CIKOPSU-Zcklopsu-z|\"'‘’`·•…–―─_~～]|[^A-Za-z\u4e00-\u9fff\x21-\x7e≥≤。、《》〈〉【】“”—]")
"""Letters whose capitals are their small ones enlarged, marks that are told by their height or length alone."""
_STROKES = re.compile(r"(?<![\u4e00-\u9fff(])[一二三](?![\u4e00-\u9fff、)])")
_NUMBER = re.compile(r"[\d.,]+")
_NARROW = re.compile(r"[\d.%<>=+/]")
_SLACK, _DIGIT_SLACK = 0.45, 0.25
"""In em: how much further a character may be from its neighbour, or from the end of the ink, than its width says. A
digit that the network left out leaves twice as much as a digit may."""
_HYPHEN, _DASH = 0.55, 0.7
"""In em: the longest hyphen and the shortest dash."""


@dataclass(frozen=True)
class Evidence:
    """Two readings of a line, its ink, and where (pixels from the ink's left) each character of the first begins."""

    readings: tuple[Reading, Reading]
    ink: Mask
    places: tuple[float, ...]
    em: float


def confidence(evidence: Evidence) -> float:
    """How sure the text is: 0.9 and more only if nothing speaks against it."""
    first, second = evidence.readings
    lower = min(first.probability, second.probability)
    if first.text != second.text or not first.text:
        return min(lower, DOUBT)
    if lower < SURE:
        return min(lower, AMBIGUOUS)
    if _is_ambiguous(first.text) or not _accounts_for_ink(evidence):
        return AMBIGUOUS
    return lower


def _is_ambiguous(text: str) -> bool:
    return bool(_LOOKALIKE.search(text) or _STROKES.search(text) or not all(map(_is_common, text)))


def _is_common(char: str) -> bool:
    """Whether a character belongs to the 6,763 of GB 2312: in the others the network is often wrong."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _accounts_for_ink(evidence: Evidence) -> bool:
    """Whether the characters stand where the ink is, none of it left unread: digits one by one, dashes by length."""
    text, widest = evidence.readings[0].text, slack(evidence)
    if _NUMBER.fullmatch(text):
        return len(_runs(evidence)) == len(text) or widest <= _DIGIT_SLACK
    return widest <= _SLACK and all(
        _dash_fits(char, place, evidence) for char, place in zip(text, evidence.places, strict=False) if char in "-—"
    )


def _dash_fits(char: str, place: float, evidence: Evidence) -> bool:
    start, stop = min(_runs(evidence), key=lambda run: abs((run[0] + run[1]) / 2 - place))
    length = (stop - start) / evidence.em
    return length <= _HYPHEN if char == "-" else length >= _DASH


def _runs(evidence: Evidence) -> list[tuple[int, int]]:
    """The columns of the line that hold ink, in runs: each digit is one."""
    edges = np.flatnonzero(np.diff(evidence.ink.any(axis=0).astype(np.int8), prepend=0, append=0)).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def slack(evidence: Evidence) -> float:
    """The widest stretch of ink, in em, that no character can account for."""
    text, em = evidence.readings[0].text, evidence.em
    columns = np.flatnonzero(evidence.ink.any(axis=0))
    centres = [place / em for place in evidence.places]
    widths = [_width(char) for char in text]
    if not centres or not len(columns):
        return float("inf")
    ends = [centres[0] - columns[0] / em - widths[0] / 2, columns[-1] / em - centres[-1] - widths[-1] / 2]
    between = [
        right - left - (one + other) / 2
        for (left, one), (right, other) in pairwise(zip(centres, widths, strict=True))
        if ((columns > (left + one / 2) * em) & (columns < (right - other / 2) * em)).any()
    ]
    return float(max([*ends, *between]))


def _width(char: str) -> float:
    """In em; punctuation may be printed wide."""
    if _NARROW.match(char):
        return 0.55
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" or not char.isalnum() else 0.6
