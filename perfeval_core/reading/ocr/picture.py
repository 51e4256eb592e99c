"""A page as a picture that can be read: drawn by PDFium, its red ink removed, its paper white, its lines level."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from perfeval_core.domain.place import Box

Gray = NDArray[np.uint8]
Mask = NDArray[np.bool_]

DPI, LEAST_DPI = 300, 120
POINTS_PER_INCH = 72
MOST_PIXELS = 12_000_000
"""An A4 page at 300 dpi has 8.7 million; a page may say that it is as large as it likes."""

_REDDER = 40
"""A pixel whose red exceeds its green and its blue by more is a seal's."""
_SEAL = 0.9
"""In red light, what has this share of a seal's usual brightness is seal, not print under it."""
_INK, _FAINT = 0.4, 0.25
"""Shares of the way from the paper to the page's ink: from here on a pixel is ink, and may be."""
_PAPER_CELL = 8
_MOST_SKEW = 3.0
_FINE = 0.05
"""Degrees: a line across the page then ends within half a point of where it began."""


@dataclass(frozen=True)
class Picture:
    """A page in pixels, level. ``ink`` is what is black in ``gray``, ``faint`` what may be; ``red`` is where a seal
    (公章) was."""

    gray: Gray
    ink: Mask
    faint: Mask
    red: Mask
    scale: float
    """Pixels per point."""
    dark: float
    """How dark the page's ink is, 0 to 255."""
    skew: float
    """Degrees by which the page was turned to make it level."""

    def displayed(self, box: Box) -> Box:
        """A box of the level picture (pixels) in points of the page as displayed: its centre turned back."""
        height, width = self.gray.shape
        x, y = (box[0] + box[2]) / 2 - width / 2, (box[1] + box[3]) / 2 - height / 2
        sine, cosine = math.sin(math.radians(self.skew)), math.cos(math.radians(self.skew))
        dx, dy = x * cosine - y * sine - x, x * sine + y * cosine - y
        x0, top, x1, bottom = ((value + move) / self.scale for value, move in zip(box, (dx, dy, dx, dy), strict=True))
        return (x0, top, x1, bottom)


def picture_of(page: pdfium.PdfPage) -> Picture | None:
    """``page`` as displayed, ready to be read; ``None`` if it is too large for its characters to be seen."""
    width, height = page.get_size()
    scale = min(DPI / POINTS_PER_INCH, math.sqrt(MOST_PIXELS / max(width * height, 1)))
    if scale < LEAST_DPI / POINTS_PER_INCH:
        return None
    drawn = page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3]
    red = _red(drawn)
    gray = _white_paper(_without_seal(drawn, red))
    skew = _skew(gray)
    if skew:
        gray, red = _turned(gray, skew, 255), _turned(red.astype(np.uint8), skew, 0) > 0
    smooth = cv2.GaussianBlur(gray, (3, 3), 0)
    dark = float(np.percentile(smooth[::4, ::4], 0.5))
    faint = cv2.blur(gray, (5, 5)) < 255 - _FAINT * (255 - dark)
    return Picture(gray, smooth < 255 - _INK * (255 - dark), np.asarray(faint, bool), red, scale, dark, skew)


def _gray(drawn: NDArray[np.uint8]) -> Gray:
    return np.asarray(cv2.cvtColor(drawn, cv2.COLOR_RGB2GRAY), np.uint8)


def _red(drawn: NDArray[np.uint8]) -> Mask:
    red, green, blue = (drawn[:, :, index].astype(np.int16) for index in range(3))
    seal = ((red - green > _REDDER) & (red - blue > _REDDER)).astype(np.uint8)
    return np.asarray(cv2.dilate(cv2.erode(seal, np.ones((2, 2), np.uint8)), np.ones((7, 7), np.uint8)) > 0, bool)


def _without_seal(drawn: NDArray[np.uint8], red: Mask) -> Gray:
    """The page in grey, its seal as white as its paper: in red light a seal is bright, and print under it is dark."""
    gray = _gray(drawn)
    if red.any():
        light = drawn[:, :, 0][red]
        gray[red] = np.minimum(light * (255 / (_SEAL * float(np.median(light)))), 255).astype(np.uint8)
    return gray


def _white_paper(gray: Gray) -> Gray:
    """``gray`` over its own background: grey paper, shadows and grey fills become white."""
    height, width = gray.shape
    small = cv2.resize(
        gray, (max(1, width // _PAPER_CELL), max(1, height // _PAPER_CELL)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 7)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, np.maximum(paper, 1), scale=255), np.uint8)


def _skew(gray: Gray) -> float:
    """The angle at which the page's lines are level: where the sums of its rows differ most."""
    small = cv2.resize(gray, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    dark = (255 - small).astype(np.float32)
    dark[dark < 60] = 0
    if not dark.any():
        return 0.0
    best, step, reach = 0.0, 0.5, _MOST_SKEW
    while step >= _FINE / 2:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(dark, angle)))
        reach, step = step, step / 5
    return round(best, 3) if abs(best) >= _FINE else 0.0


def _sharpness(dark: NDArray[np.float32], angle: float) -> float:
    """How much neighbouring rows differ when the page is turned by ``angle``: by shearing, which is as good here."""
    height, width = dark.shape
    strips = 16
    slope = math.tan(math.radians(angle))
    total = np.zeros(height, np.float64)
    for strip in np.array_split(np.arange(width), strips):
        shift = round((strip.mean() - width / 2) * slope)
        total += np.roll(dark[:, strip[0] : strip[-1] + 1].sum(axis=1, dtype=np.float64), shift * -1)
    return float(np.square(np.diff(total)).sum())


def _turned(gray: Gray, angle: float, outside: int) -> Gray:
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(outside,) * 3)
    return np.asarray(turned, np.uint8)
