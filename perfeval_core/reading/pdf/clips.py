"""What an object on a page is clipped to: browsers draw a table on beyond the end of the page and clip it there."""

from collections.abc import Sequence
from itertools import repeat

import numpy as np

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf import native
from perfeval_core.reading.pdf.display import Matrix
from perfeval_core.reading.pdf.native import Handle

NO_CLIP: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class Clips:
    """The clips of one page's objects, each read once: objects that are clipped alike share their path in PDFium."""

    def __init__(self, to_display: Matrix) -> None:
        self._to_display = to_display
        self._paths: dict[int, Box] = {}

    def boxes(self, objects: Sequence[Handle]) -> native.Floats:
        """For each object the box (as displayed) around what is left visible of it, a row each."""
        clips = list(map(native.object_clip, objects))
        counts = list(map(native.clip_count, clips))
        boxes = [self._box(clip, count) if count > 0 else NO_CLIP for clip, count in zip(clips, counts, strict=True)]
        return np.array(boxes, float).reshape(-1, 4)

    def _box(self, clip: Handle, count: int) -> Box:
        box = self._path_box(clip, 0)
        for number in range(1, count):
            left, top, right, bottom = self._path_box(clip, number)
            box = (max(box[0], left), max(box[1], top), min(box[2], right), min(box[3], bottom))
        return box

    def _path_box(self, clip: Handle, number: int) -> Box:
        address = native.clip_segment(clip, number, 0).value or 0
        box = self._paths.get(address)
        if box is None:
            box = self._paths[address] = self._read(clip, number)
        return box

    def _read(self, clip: Handle, number: int) -> Box:
        count = native.clip_segment_count(clip, number)
        if count < 1:
            return NO_CLIP
        segments = list(map(native.clip_segment, repeat(clip), repeat(number), range(count)))
        points, _ = native.filled(native.segment_point, (), segments, np.float32, 2, apart=True)
        a, b, c, d, e, f = self._to_display
        x, y = points.astype(float).T
        xs, ys = a * x + c * y + e, b * x + d * y + f
        return (float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max()))
