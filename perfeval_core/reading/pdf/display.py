"""From a page's own coordinates to what a person sees: origin at the top left of the CropBox, /Rotate applied."""

from dataclasses import dataclass

import pypdfium2 as pdfium

from perfeval_core.domain.place import Box

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f as in PDF: x' = ax + cy + e, y' = bx + dy + f."""


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first and ``outer`` second."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


@dataclass(frozen=True)
class Display:
    """How a page is displayed: its size in points and the matrix that leads there."""

    width: float
    height: float
    matrix: Matrix

    @classmethod
    def of(cls, page: pdfium.PdfPage) -> "Display":
        """The display of ``page`` from its visible box and its rotation."""
        left, bottom, right, top = page.get_bbox()
        wide, high = right - left, top - bottom
        rotation = page.get_rotation()
        if rotation == 90:
            return cls(high, wide, (0, 1, 1, 0, -bottom, -left))
        if rotation == 180:
            return cls(wide, high, (-1, 0, 0, 1, right, -bottom))
        if rotation == 270:
            return cls(high, wide, (0, -1, -1, 0, top, right))
        return cls(wide, high, (1, 0, 0, -1, -left, top))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as displayed."""
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page as displayed."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def shows(self, x: float, y: float) -> bool:
        """Whether a displayed point lies on the visible page."""
        return 0 <= x <= self.width and 0 <= y <= self.height
