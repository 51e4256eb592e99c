"""The rules of a drawn page (表格线): long thin dark runs that stand alone, told from the strokes of characters."""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from perfeval_core.reading.ocr.picture import Gray, Mask, Picture
from perfeval_core.reading.pdf.ink import Rule

_LEVEL, _UPRIGHT = 16.0, 9.0
"""Points: the least length of a rule; an upright one may be as short as a row."""
_LONG_LEVEL, _LONG_UPRIGHT = 120.0, 40.0
"""Points: from this length on a run is a rule wherever it ends; a shorter one must meet rules that cross it."""
_MEETS = 1.2
"""Points between the end of a rule and the one that it meets there."""
_FAINT = 0.35
"""A rule may be as faint as this share of the way from paper to ink: a hairline at 150 dpi is grey."""
_GAP = 1.2
"""Points: a gap in a faint rule that is closed."""
_DRAWN = 0.92
"""The share of a run that is dark before gaps are closed: strokes of neighbouring characters leave wider gaps."""
_THICK = 3.0
_BESIDE = 1.0
"""Points from the edge of a rule to where its neighbourhood is looked at."""
_BRANCHES, _DOUBLE = 0.15, 0.9
"""The share of a run beside which there is ink: less, and nothing branches off; more, and it is a double rule."""

Run = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""


def page_rules(picture: Picture) -> tuple[tuple[Rule, ...], Mask]:
    """The rules of ``picture`` in points, and the pixels that they cover."""
    scale = picture.scale
    level = list(_runs(picture, horizontal=True))
    beside = picture.ink & ~_covered(picture.ink.shape, level)
    upright = [
        run
        for run in _runs(picture, horizontal=False)
        if run[3] - run[1] >= _LONG_UPRIGHT * scale or (_meets_both(run, level, scale) and _alone(run, beside, scale))
    ]
    aside = picture.ink & ~_covered(picture.ink.shape, upright)
    level = [
        run
        for run in level
        if _alone(_flipped(run), aside.T, scale)
        and (
            run[2] - run[0] >= _LONG_LEVEL * scale
            or _meets_both(_flipped(run), [_flipped(line) for line in upright], scale)
        )
    ]
    found = [_rule(run, scale, vertical=False) for run in level]
    found += [_rule(run, scale, vertical=True) for run in upright]
    return tuple(found), _covered(picture.ink.shape, (*level, *upright))


def _runs(picture: Picture, *, horizontal: bool) -> Iterator[Run]:
    """Dark runs of the least length of a rule, each no thicker than a rule."""
    scale = picture.scale
    gap, least = round(_GAP * scale), round((_LEVEL if horizontal else _UPRIGHT) * scale)
    dark = _dark(picture.gray, picture.dark, horizontal=horizontal).astype(np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, _bar(gap, horizontal))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, _bar(least, horizontal))
    # a rule that is a little askew is broken into steps: steps that touch are one run
    count, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    for x, y, width, height, _ in stats[1:count]:
        drawn = dark[y : y + height, x : x + width].any(axis=0 if horizontal else 1).mean()
        if (height if horizontal else width) <= _THICK * scale and drawn >= _DRAWN:
            yield int(x), int(y), int(x + width), int(y + height)


def _dark(gray: Gray, ink: float, *, horizontal: bool) -> Mask:
    """What is darker than a faint rule, once the noise is averaged out along it."""
    smooth = cv2.blur(gray, (7, 1) if horizontal else (1, 7))
    return np.asarray(smooth < 255 - _FAINT * (255 - ink), bool)


def _bar(length: int, horizontal: bool) -> NDArray[np.uint8]:
    return np.ones((1, length) if horizontal else (length, 1), np.uint8)


def _covered(shape: tuple[int, ...], runs: Iterable[Run]) -> Mask:
    mask = np.zeros(shape, bool)
    for x0, top, x1, bottom in runs:
        mask[top:bottom, x0:x1] = True
    return mask


def _flipped(run: Run) -> Run:
    x0, top, x1, bottom = run
    return top, x0, bottom, x1


def _meets_both(run: Run, level: list[Run], scale: float) -> bool:
    """Whether an upright run begins and ends at level ones (or the other way round, all of them flipped)."""
    x0, top, x1, bottom = run
    near, middle = _MEETS * scale, (x0 + x1) / 2
    crossed = [line for line in level if line[0] - near <= middle <= line[2] + near]
    return all(any(line[1] - near <= end <= line[3] + near for line in crossed) for end in (top, bottom))


def _alone(run: Run, ink: Mask, scale: float) -> bool:
    """Whether no strokes branch off an upright run: one side is white, the other too, or black all along."""
    x0, top, x1, bottom = run
    away = round(_BESIDE * scale)
    shares = [_share(ink, top, bottom, column) for column in (x0 - away, x1 - 1 + away)]
    return min(shares) <= _BRANCHES and (max(shares) <= 2 * _BRANCHES or max(shares) >= _DOUBLE)


def _share(ink: Mask, top: int, bottom: int, column: int) -> float:
    return float(ink[top:bottom, column].mean()) if 0 <= column < ink.shape[1] else 0.0


def _rule(run: Run, scale: float, *, vertical: bool) -> Rule:
    x0, top, x1, bottom = (value / scale for value in run)
    if vertical:
        return Rule((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
    return Rule(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
