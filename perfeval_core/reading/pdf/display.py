"""From a page's own coordinates to what a person sees: origin at the top left of the CropBox, /Rotate applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f as in PDF: x' = ax + cy + e, y' = bx + dy + f."""


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first and ``outer`` second."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


Number = TypeVar("Number", float, Floats)


@dataclass(frozen=True)
class Display(Generic[Number]):
    """How a page is displayed: its size in points and the matrix that leads there.

    Of ``many`` pages each number is a column.
    """

    width: Number
    height: Number
    matrix: tuple[Number, Number, Number, Number, Number, Number]

    @classmethod
    def of(cls, page: Any) -> "Display[float]":
        """The display of a page (PDFium's handle) from its visible box and its rotation."""
        box = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, box):
            raise RuntimeError("a page without a box")
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        wide, high = right - left, top - bottom
        rotation = 90 * raw.FPDFPage_GetRotation(page)
        if rotation == 90:
            return Display(high, wide, (0, 1, 1, 0, -bottom, -left))
        if rotation == 180:
            return Display(wide, high, (-1, 0, 0, 1, right, -bottom))
        if rotation == 270:
            return Display(high, wide, (0, -1, -1, 0, top, right))
        return Display(wide, high, (1, 0, 0, -1, -left, top))

    @property
    def numbers(self) -> tuple[Any, ...]:
        """Size and matrix as one row."""
        return (self.width, self.height, *self.matrix)

    @classmethod
    def many(cls, displays: "Sequence[Display[float]]", which: Indices) -> "Display[Floats] | Display[float]":
        """For each entry of ``which`` the display of that number; one for all if they are alike."""
        if all(one == displays[0] for one in displays):
            return displays[0]
        rows = [one.numbers for one in displays]
        width, height, a, b, c, d, e, f = np.array(rows)[which].T
        return Display(width, height, (a, b, c, d, e, f))

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Points of the page as displayed."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def direction(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Directions on the page as displayed."""
        a, b, c, d, _, _ = self.matrix
        return a * x + c * y, b * x + d * y

    def sides(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Boxes of the page as displayed: x0, top, x1, bottom."""
        x0, y0 = self.points(left, bottom)
        x1, y1 = self.points(right, top)
        return np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)
