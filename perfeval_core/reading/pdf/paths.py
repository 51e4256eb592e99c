"""The paths of a page from PDFium to rules: drawn lines, thin filled rectangles, outlines of rectangles, dots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, repeat

import numpy as np
import pypdfium2.raw as raw

from perfeval_core.reading.pdf import native
from perfeval_core.reading.pdf.clips import Clips
from perfeval_core.reading.pdf.display import Display
from perfeval_core.reading.pdf.ink import Flags, Floats, Indices
from perfeval_core.reading.pdf.native import Handle

MAX_SEGMENTS = 400_000
"""Of all paths of a page; a page of a report has some hundreds."""
_THICK = 3.0
"""Points: what is thicker is no rule."""
_DOT = 2.0
"""Points: a square no larger than this is a dot of a dotted rule, whichever way that runs."""
_IN_LINE = 0.2
_FEWEST_DOTS = 4
"""So many steps from dot to dot, each in line and none longer than a rule is thick, make a rule."""
_LINE = 0.5
"""Points by which the ends of a line may differ and it still is level or upright."""
_CORNER = 0.05
_ONE_BOX = 5
"""A path of no more segments is one rectangle, or nothing that could be a rule."""
_EDGE = 1.5
"""Points by which a rule may lie beyond the box that clips it and still be seen."""


def path_rules(paths: Sequence[Handle], display: Display[float], clips: Clips) -> Floats:
    """The rules that ``paths`` draw, a row each. Raises ``TooMany``."""
    counts = list(native.answers(native.path_count, paths))
    if sum(counts) > MAX_SEGMENTS:
        raise TooMany(MAX_SEGMENTS)
    modes, _ = native.filled(native.path_mode, (paths,), np.int32, 2, apart=True)
    filled, stroked = modes[:, 0] != 0, modes[:, 1] != 0
    length = np.array(counts)
    plain = np.flatnonzero(filled & ~stroked & (length > 1) & (length <= _ONE_BOX))
    other = np.flatnonzero((stroked | filled & (length > _ONE_BOX)) & (length > 0))
    rules, dots = np.zeros((2, 0, 4))
    if len(plain):
        rules, dots = _filled_rules([paths[index] for index in plain.tolist()], display, clips)
    if len(other):
        handles = [paths[index] for index in other.tolist()]
        points = _points(handles, length[other].tolist(), display)
        drawn, owners, more, of_dot = _rules(points, stroked[other])
        boxes = clips.boxes(handles)
        rules = np.concatenate((rules, _within(drawn, boxes[owners])))
        dots = np.concatenate((dots, _seen(more, boxes[of_dot])))
    return np.concatenate((rules, dotted_rules(dots))) if len(dots) else rules


def _filled_rules(paths: list[Handle], display: Display[float], clips: Clips) -> tuple[Floats, Floats]:
    """The rules and the dots among paths that only fill: nothing of one is seen beyond its bounds."""
    bounds, _ = native.filled(native.object_bounds, (paths,), np.float32, 4, apart=True)
    boxes = np.stack(display.sides(*bounds.astype(float).T), axis=1)
    dot, level, upright = _thin(boxes)
    rules, owners = _straight(boxes, level, upright)
    of_dot = np.flatnonzero(dot)
    dots = _seen(boxes[of_dot], clips.boxes([paths[index] for index in of_dot.tolist()])) if len(of_dot) else boxes[:0]
    return _within(rules, clips.boxes([paths[index] for index in owners.tolist()])), dots


class TooMany(Exception):
    """A page draws more than anybody would."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True)
class _Points:
    """The corners of all subpaths as displayed, one after the other; each subpath has a start, and a path it is of."""

    segments: list[Handle]
    x: Floats
    y: Floats
    starts: Indices
    path: Indices
    straight: Flags
    """Whether a subpath has no curve in it."""


def _points(handles: list[Handle], counts: list[int], display: Display[float]) -> _Points:
    owners, numbers = chain.from_iterable(map(repeat, handles, counts)), chain.from_iterable(map(range, counts))
    segments = native.handles(native.answers(native.path_segment, owners, numbers))
    kinds = np.fromiter(native.answers(native.segment_type, segments), np.int64, len(segments))
    path = np.repeat(np.arange(len(handles)), counts)
    x, y = _corners(handles, path, segments, display)
    begins = kinds == raw.FPDF_SEGMENT_MOVETO
    begins[np.cumsum([0, *counts[:-1]])] = True
    starts = np.flatnonzero(begins)
    straight = ~np.logical_or.reduceat(kinds == raw.FPDF_SEGMENT_BEZIERTO, starts)
    return _Points(segments, x, y, starts, path[starts], straight)


def _corners(
    handles: list[Handle], path: Indices, segments: list[Handle], display: Display[float]
) -> tuple[Floats, Floats]:
    """Where each segment ends, as displayed."""
    corners, _ = native.filled(native.segment_point, (segments,), np.float32, 2, apart=True)
    matrices, _ = native.filled(native.object_matrix, (handles,), np.float32, 6, apart=False)
    x, y = corners.astype(float).T
    a, b, c, d, e, f = matrices.astype(float)[path].T
    return display.points(a * x + c * y + e, b * x + d * y + f)


def _rules(points: _Points, stroked: Flags) -> tuple[Floats, Indices, Floats, Indices]:
    """The rules of all subpaths and the path that each is of, the dots and the path that each is of."""
    x, y, starts = points.x, points.y, points.starts
    count = np.diff(np.append(starts, len(x)))
    ends = (np.minimum.reduceat(values, starts) for values in (x, y)), (np.maximum.reduceat(v, starts) for v in (x, y))
    boxes = np.stack([*ends[0], *ends[1]], axis=1)
    usable = points.straight & (count > 1)
    dot, level, upright = _thin(boxes)
    level, upright = level & usable, upright & usable
    outlined = usable & ~dot & ~level & ~upright & stroked[points.path]
    rectangle = outlined & (count >= 4) & _is_rectangle(points, boxes, count)
    straight, owners = _straight(boxes, level, upright)
    found = [
        (straight, points.path[owners]),
        *((side, points.path[rectangle]) for side in _sides(boxes[rectangle])),
        *_polylines(points, count, np.flatnonzero(outlined & ~rectangle)),
    ]
    rules, paths = zip(*found, strict=True)
    dots = np.flatnonzero(dot & (count > 1))
    return np.concatenate(rules), np.concatenate(paths), boxes[dots], points.path[dots]


def _thin(boxes: Floats) -> tuple[Flags, Flags, Flags]:
    """Which boxes are dots, which are level rules and which upright ones."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    dot = (np.maximum(wide, high) <= _DOT) & (np.abs(wide - high) <= _LINE)
    level = ~dot & (high <= _THICK) & (wide > high)
    return dot, level, ~dot & (wide <= _THICK) & (high > wide)


def _straight(boxes: Floats, level: Flags, upright: Flags) -> tuple[Floats, Indices]:
    """The rules along thin boxes, and the number of the box of each."""
    lying, standing = np.flatnonzero(level), np.flatnonzero(upright)
    rules = np.concatenate((_level(boxes[lying]), _upright(boxes[standing])))
    return rules, np.concatenate((lying, standing))


def dotted_rules(dots: Floats) -> Floats:
    """The rules that ``dots`` (a box each) form: runs of dots in line, close to each other."""
    x, y = (dots[:, 0] + dots[:, 2]) / 2, (dots[:, 1] + dots[:, 3]) / 2
    level = [(start, at, stop, at) for at, start, stop in _runs(y, x)]
    upright = [(at, start, at, stop) for at, start, stop in _runs(x, y)]
    return np.array([*level, *upright], float).reshape(-1, 4)


def _runs(across: Floats, along: Floats) -> Iterator[tuple[float, float, float]]:
    """Where runs of points lie, and from where to where they go."""
    order = np.argsort(across, kind="stable")
    line = np.empty(len(order), np.intp)
    line[order] = np.cumsum(np.diff(across[order], prepend=across[order[0]]) > _IN_LINE)
    order = np.lexsort((along, line))
    line, along, across = line[order], along[order], across[order]
    begins = np.flatnonzero((np.diff(line, prepend=-1) != 0) | (np.diff(along, prepend=along[0]) > _THICK))
    for first, last in zip(begins.tolist(), [*(begins[1:] - 1).tolist(), len(along) - 1], strict=True):
        if last - first >= _FEWEST_DOTS:
            yield float(across[first]), float(along[first]), float(along[last])


def _is_rectangle(points: _Points, boxes: Floats, count: Indices) -> Flags:
    """Whether all corners of a subpath are corners of its box."""
    x0, top, x1, bottom = np.repeat(boxes, count, axis=0).T
    at_side = np.minimum(np.abs(points.x - x0), np.abs(points.x - x1)) <= _CORNER
    at_end = np.minimum(np.abs(points.y - top), np.abs(points.y - bottom)) <= _CORNER
    return np.asarray(np.logical_and.reduceat(at_side & at_end, points.starts))


def _level(boxes: Floats) -> Floats:
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    return np.stack((boxes[:, 0], middle, boxes[:, 2], middle), axis=1)


def _upright(boxes: Floats) -> Floats:
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    return np.stack((middle, boxes[:, 1], middle, boxes[:, 3]), axis=1)


def _sides(boxes: Floats) -> Iterator[Floats]:
    for corners in ((0, 1, 2, 1), (0, 3, 2, 3), (0, 1, 0, 3), (2, 1, 2, 3)):
        yield boxes[:, corners]


def _polylines(points: _Points, count: Indices, which: Indices) -> Iterator[tuple[Floats, Indices]]:
    """The level and upright lines among those that join the corners of drawn polygons."""
    for subpath in which.tolist():
        first = int(points.starts[subpath])
        corners = list(range(first, first + int(count[subpath])))
        if native.segment_closes(points.segments[corners[-1]]) == 1:
            corners.append(first)
        lines = [(points.x[i], points.y[i], points.x[j], points.y[j]) for i, j in pairwise(corners)]
        rules = [rule for line in lines if (rule := _line(*line)) is not None]
        if rules:
            yield np.array(rules), np.full(len(rules), points.path[subpath])


def _line(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float] | None:
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= _LINE and wide > high:
        return (min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2)
    if wide <= _LINE and high > wide:
        return ((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1))
    return None


def _seen(dots: Floats, clips: Floats) -> Floats:
    """The dots whose middles lie in their clips, or at its edge as a rule may."""
    middle = (dots[:, :2] + dots[:, 2:]) / 2
    return dots[((clips[:, :2] - _EDGE <= middle) & (middle <= clips[:, 2:] + _EDGE)).all(axis=1)]


def _within(rules: Floats, clips: Floats) -> Floats:
    """What of each rule lies in its clip; a rule on the edge of the clip has half its thickness inside."""
    if np.isinf(clips).all():
        return rules
    upright = rules[:, 0] == rules[:, 2]
    low, high = clips[:, :2], clips[:, 2:]
    seen = ((rules[:, 2:] >= low - _EDGE) & (rules[:, :2] <= high + _EDGE)).all(axis=1)
    cut = np.concatenate((np.maximum(rules[:, :2], low), np.minimum(rules[:, 2:], high)), axis=1)
    along = np.where(upright, 1, 0)
    rows = np.arange(len(rules))
    left = rules.copy()
    left[rows, along], left[rows, along + 2] = cut[rows, along], cut[rows, along + 2]
    return np.asarray(left[seen & (left[rows, along] < left[rows, along + 2])])
