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
        self._boxes = [NO_CLIP]
        self._rows = {0: 0}
        """By the address of a path where its box is among them; no path has none."""

    def boxes(self, objects: Sequence[Handle]) -> native.Floats:
        """For each object the box (as displayed) around what is left visible of it, a row each."""
        clips = native.handles(native.answers(native.object_clip, objects))
        counts = list(native.answers(native.clip_count, clips))
        most = max(counts, default=0)
        if most < 1:
            return np.tile(NO_CLIP, (len(clips), 1))
        firsts = list(native.answers(native.clip_segment, clips, repeat(0), repeat(0)))
        for first, clip in dict(zip(firsts, clips, strict=True)).items():
            self._row(clip, 0, first)
        rows = list(map(self._rows.__getitem__, firsts))
        if most > 1:
            for index, count in enumerate(counts):
                if count > 1:
                    rows[index] = self._common(clips[index], count)
        return np.array(self._boxes)[rows]

    def _common(self, clip: Handle, count: int) -> int:
        """The row of what is left by all paths of a clip."""
        addresses = [native.clip_segment(clip, number, 0) for number in range(count)]
        boxes = np.array([self._boxes[self._row(clip, *each)] for each in enumerate(addresses)])
        self._boxes.append((*boxes[:, :2].max(axis=0).tolist(), *boxes[:, 2:].min(axis=0).tolist()))
        return len(self._boxes) - 1

    def _row(self, clip: Handle, number: int, address: int) -> int:
        """The row of path ``number`` of a clip, which begins at ``address``."""
        if address not in self._rows:
            self._rows[address] = len(self._boxes)
            self._boxes.append(self._read(clip, number))
        return self._rows[address]

    def _read(self, clip: Handle, number: int) -> Box:
        count = native.clip_segment_count(clip, number)
        if count < 1:
            return NO_CLIP
        segments = native.handles(native.answers(native.clip_segment, repeat(clip), repeat(number), range(count)))
        points, _ = native.filled(native.segment_point, (segments,), np.float32, 2, apart=True)
        a, b, c, d, e, f = self._to_display
        xs, ys = zip(*((a * x + c * y + e, b * x + d * y + f) for x, y in points.tolist()), strict=True)
        return (min(xs), min(ys), max(xs), max(ys))
