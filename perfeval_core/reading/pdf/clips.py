"""What an object on a page is clipped to: browsers draw a table on beyond the end of the page and clip it there."""

import ctypes

import pypdfium2.raw as raw

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf.display import Matrix


def clip_box(item: object, to_display: Matrix) -> Box | None:
    """The box around what is left visible of ``item``, or ``None`` if nothing clips it."""
    clip = raw.FPDFPageObj_GetClipPath(item)
    boxes = [_path_box(clip, number, to_display) for number in range(raw.FPDFClipPath_CountPaths(clip))]
    found = [box for box in boxes if box is not None]
    if not found:
        return None
    lefts, tops, rights, bottoms = zip(*found, strict=True)
    return (max(lefts), max(tops), min(rights), min(bottoms))


def _path_box(clip: object, number: int, to_display: Matrix) -> Box | None:
    a, b, c, d, e, f = to_display
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(raw.FPDFClipPath_CountPathSegments(clip, number)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
