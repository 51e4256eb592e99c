"""A region of a picture to its text: line by line, each read twice, with how sure the text is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from perfeval_core.reading.ocr.judging import AMBIGUOUS, Evidence, confidence
from perfeval_core.reading.ocr.picture import Gray, Mask, Picture
from perfeval_core.reading.ocr.recogniser import Reading, recogniser
from perfeval_core.reading.ocr.segments import Region, Strip, strips, without_dust

_FIRST_MARGIN, _SECOND_MARGIN = 0.30, 0.22
"""White around a line, in em: the network sees the characters at two sizes."""
_STRETCH, _SOFT = 1.12, 1.2
"""The second reading's picture is wider and softer, so that both do not stumble over the same speck."""
_APART = 0.12
"""In em: between two pieces of a line there may be a leader, which is not read."""
_LEAST = 0.7
"""The height of a picture, in em, however low its ink is: a dash must not look like a block."""
_IDEOGRAPH_HEIGHT, _DIGIT_HEIGHT = 0.95, 0.74
_NOUGHT = 0.82
"""The width of a nought, as a share of its height, is no more."""
_DASH = re.compile(r"[一—―─–-]+")
_FLAT, _LONG_DASH = 0.22, 0.6
"""In em: what is no higher than this is a dash, and a long one (破折号) from that length on."""
_MOST_CHARACTERS = 6000.0
"""As long as all lines of a page together may be, in their own heights: a page full of small print has half of it."""
LOST = 0.5
"""The confidence where there is ink that no line holds, or a seal."""


class TooMuchInk(Exception):
    """A page with more lines than any page of text has: noise, or an attack."""


@dataclass(frozen=True)
class LineRead:
    """One line of a region: its box in pixels, its pieces' texts, and how sure they are."""

    box: Region
    pieces: tuple[str, ...]
    confidence: float

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.pieces)


class RegionReader:
    """Reads regions of one page: its picture without its rules."""

    def __init__(self, picture: Picture, rules: Mask) -> None:
        self._scale, self._red, self._left = picture.scale, picture.red, _MOST_CHARACTERS
        near, around = _grown(rules, 3), _grown(rules, 7)
        self.gray: Gray = np.where(near, 255, picture.gray).astype(np.uint8)
        self.ink = without_dust(picture.ink & ~near, picture.scale)
        self.faint = without_dust(picture.faint & ~around, picture.scale)

    def clear(self, region: Region) -> None:
        """Forgets what is in ``region``: it has been read."""
        x0, top, x1, bottom = region
        self.gray[top:bottom, x0:x1] = 255
        self.ink[top:bottom, x0:x1] = self.faint[top:bottom, x0:x1] = False

    def lines(self, region: Region, em: float) -> tuple[LineRead, ...]:
        """The lines of text in ``region``; ``em`` is the usual height of a character there, in pixels."""
        found = strips(self.ink, region, em, self._scale)
        return tuple(self._line(found, index, region, em) for index in range(len(found)))

    def unread(self, region: Region, lines: Sequence[LineRead]) -> Mask:
        """Where ``region`` holds ink that none of ``lines`` does, or red: what is written there may be more."""
        x0, top, x1, bottom = region
        left = self.faint[top:bottom, x0:x1].copy()
        for line in lines:
            a, b, c, d = line.box
            near = round(0.15 * (d - b)) + 4
            left[max(0, b - top - near) : d - top + near, max(0, a - x0 - near) : c - x0 + near] = False
        return np.asarray(left | self._red[top:bottom, x0:x1], bool)

    def _line(self, found: tuple[Strip, ...], index: int, region: Region, em: float) -> LineRead:
        strip = found[index]
        above = (found[index - 1].box[3] + strip.box[1]) // 2 if index else region[1]
        below = (found[index + 1].box[1] + strip.box[3]) // 2 if index + 1 < len(found) else region[3]
        texts, sure = [], 1.0
        near, last = round(_APART * em), len(strip.pieces) - 1
        for number, piece in enumerate(strip.pieces):
            left = piece[0] - near if number else region[0]
            right = piece[2] + near if number < last else region[2]
            text, own = self._piece(piece, (left, above, right, below), em)
            texts.append(text)
            sure = min(sure, own)
        return LineRead(strip.box, tuple(texts), min(sure, LOST) if strip.forced else sure)

    def _piece(self, box: Region, room: Region, em: float) -> tuple[str, float]:
        self._left -= (box[2] - box[0]) / max(box[3] - box[1], 1)
        if self._left < 0:
            raise TooMuchInk
        first, start = _framed(self.gray, box, room, em, _FIRST_MARGIN)
        second, _ = _framed(self.gray, box, room, em, _SECOND_MARGIN)
        soft = cv2.GaussianBlur(second, (0, 0), _SOFT)
        wide = cv2.resize(soft, None, fx=_STRETCH, fy=1.0, interpolation=cv2.INTER_CUBIC)
        readings = recogniser().read(first), recogniser().read(np.asarray(wide, np.uint8))
        return self._judged(readings, box, start, first.shape[1], em)

    def _judged(
        self, readings: tuple[Reading, Reading], box: Region, start: int, width: int, em: float
    ) -> tuple[str, float]:
        x0, top, x1, bottom = box
        ink = self.ink[top:bottom, x0:x1]
        places = tuple((place * width + start - x0) for place in readings[0].positions)
        evidence = Evidence(readings, ink, places, _own_em(readings[0].text, bottom - top))
        best = max(readings, key=lambda reading: reading.probability)
        sure = min(confidence(evidence), AMBIGUOUS if _is_wide_ring(best.text, box) else 1.0)
        dash = _dash(box, em) if _DASH.fullmatch(best.text) else None
        return (best.text, sure) if dash is None else (dash, min(sure, AMBIGUOUS))


def _framed(gray: Gray, box: Region, room: Region, em: float, margin: float) -> tuple[Gray, int]:
    """``box`` with white around it, and where the picture begins; nothing from outside ``room`` is in it."""
    x0, top, x1, bottom = box
    edge = round(margin * em)
    more = max(0, round((_LEAST * em - (bottom - top)) / 2))
    left, high, right, low = x0 - 2 * edge, top - edge - more, x1 + 2 * edge, bottom + edge + more
    frame = np.full((low - high, right - left), 255, np.uint8)
    a, b, c, d = max(left, room[0], 0), max(high, room[1], 0), min(right, room[2]), min(low, room[3])
    frame[b - high : d - high, a - left : c - left] = gray[b:d, a:c]
    return frame, left


def _own_em(text: str, height: int) -> float:
    """The size of a line's characters: digits alone are lower than ideographs."""
    return height / (_DIGIT_HEIGHT if text.isascii() else _IDEOGRAPH_HEIGHT)


def _is_wide_ring(text: str, box: Region) -> bool:
    """Whether a lone nought is as wide as the letter or the sign 〇."""
    return text == "0" and box[2] - box[0] > _NOUGHT * (box[3] - box[1])


def _dash(box: Region, em: float) -> str | None:
    """Which dash a flat piece of ink is, by its length; ``None`` if it is not flat."""
    x0, top, x1, bottom = box
    if bottom - top > _FLAT * em:
        return None
    length = (x1 - x0) / em
    return "-" if length < _LONG_DASH else "—" * max(1, round(length))


def _grown(mask: Mask, size: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0, bool)
