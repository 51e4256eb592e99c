"""Ink to lines of text (行切分): by what is white between them. A cell with ink in it is never blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from perfeval_core.reading.ocr.picture import Mask

Region = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""

_SPECK = 0.55
"""Points: what is smaller than the square of this is dust."""
_TALLEST = 60.0
_ONE_LINE = 1.2
_NEAR = 0.4
"""Runs of rows with less than this share of an em between them are one line, if together no higher than a line is."""
_DOT, _LEADER = 0.3, 8
"""A dot is smaller than this share of an em, and so many in a row are a leader."""
_WIDE_GAP = 2.0
"""A gap of more than so many em starts a new piece of a line."""


@dataclass(frozen=True)
class Strip:
    """One line of text: its box in pixels, its pieces from left to right, and whether it had to be cut off others."""

    box: Region
    pieces: tuple[Region, ...]
    forced: bool = False


def without_dust(ink: Mask, scale: float) -> Mask:
    """``ink`` without what is too small to be a mark, and without the shadows at the ends of the paper."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    height, width = ink.shape
    x0, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    inside = (x0 > 0) & (top > 0)
    inside &= (x0 + stats[:, cv2.CC_STAT_WIDTH] < width) & (top + stats[:, cv2.CC_STAT_HEIGHT] < height)
    keep = inside & (stats[:, cv2.CC_STAT_AREA] > (_SPECK * scale) ** 2)
    keep[0] = False
    return np.asarray(keep[labels], bool)


def usual_em(ink: Mask, scale: float) -> float:
    """The height of a character on the page, in pixels: what most of its pieces of ink are no higher than."""
    heights = _heights(ink, scale)
    return float(np.percentile(heights, 75)) if len(heights) else 10 * scale


def _heights(ink: Mask, scale: float) -> NDArray[np.int32]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    return np.asarray(heights[(heights > 4 * scale) & (heights < _TALLEST * scale)])


def strips(ink: Mask, region: Region, em: float, scale: float) -> tuple[Strip, ...]:
    """The lines of text in ``region``, from top to bottom; ``em`` serves where the ink itself does not tell."""
    x0, top, x1, bottom = region
    part = ink[top:bottom, x0:x1]
    if not part.any():
        return ()
    heights = _heights(part, scale)
    own = max(float(np.percentile(heights, 90)), 0.9 * em) if len(heights) else em
    found = []
    for first, last, forced in _levels(part, own):
        columns = np.asarray(_without_leaders(part[first:last], own).any(axis=0))
        pieces = tuple(
            (x0 + left, top + first, x0 + right, top + last) for left, right in _parted(columns, _WIDE_GAP * own)
        )
        found.append(Strip((pieces[0][0], top + first, pieces[-1][2], top + last), pieces, forced))
    return tuple(found)


def _without_leaders(line: Mask, em: float) -> Mask:
    """``line`` without its dot leaders (引导点): many small pieces in a row, with nothing above them."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(line.astype(np.uint8), connectivity=8)
    small = (stats[:, cv2.CC_STAT_WIDTH] < _DOT * em) & (stats[:, cv2.CC_STAT_HEIGHT] < _DOT * em)
    dots = small[labels] & line & ~(line & ~small[labels]).any(axis=0)
    starts = np.flatnonzero(np.diff(dots.any(axis=0).astype(np.int8), prepend=0) == 1)
    kept = line.copy()
    for run in np.split(starts, np.flatnonzero(np.diff(starts) > em) + 1):
        if len(run) >= _LEADER:
            kept[:, run[0] : run[-1] + round(_DOT * em)] = False
    return kept if kept.any() else line


def _levels(part: Mask, em: float) -> Iterator[tuple[int, int, bool]]:
    """First and last row of each line; one that is too high for one line is cut where it is thinnest."""
    lines: list[list[int]] = []
    for first, last in _parted(np.asarray(part.any(axis=1)), 0.0):
        if lines and first - lines[-1][1] <= _NEAR * em and last - lines[-1][0] <= _ONE_LINE * em:
            lines[-1][1] = last
        else:
            lines.append([first, last])
    for first, last in lines:
        own = max(em, _tallest(part[first:last]))
        if last - first <= 1.6 * own:
            yield first, last, False
        else:
            yield from ((start, stop, True) for start, stop in _cut(part[first:last], first, own))


def _tallest(part: Mask) -> float:
    _, _, stats, _ = cv2.connectedComponentsWithStats(part.astype(np.uint8), connectivity=8)
    return float(np.percentile(stats[1:, cv2.CC_STAT_HEIGHT], 80))


def _cut(part: Mask, offset: int, em: float) -> Iterator[tuple[int, int]]:
    count = max(2, round(len(part) / (1.2 * em)))
    thickness = part.sum(axis=1)
    ends, reach = [0], int(0.3 * em)
    for number in range(1, count):
        middle = len(part) * number // count
        low = max(ends[-1] + 1, middle - reach)
        ends.append(low + int(thickness[low : middle + reach].argmin()))
    ends.append(len(part))
    for start, stop in pairwise(ends):
        if part[start:stop].any():
            yield offset + start, offset + stop


def _parted(filled: NDArray[np.bool_], gap: float) -> list[tuple[int, int]]:
    """The runs of ``filled``; those no more than ``gap`` apart are one."""
    edges = np.flatnonzero(np.diff(filled.astype(np.int8), prepend=0, append=0))
    runs: list[tuple[int, int]] = []
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] <= gap:
            runs[-1] = (runs[-1][0], stop)
        else:
            runs.append((start, stop))
    return runs
