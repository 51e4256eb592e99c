"""Text that a person may not see: something is drawn over it later, or it stands in a layer that can be switched off.

What it says may have been taken back: a patch over a figure, a note over a line. It is read and unsure.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from perfeval_core.reading.pdf import native
from perfeval_core.reading.pdf.clips import Clips
from perfeval_core.reading.pdf.display import Display
from perfeval_core.reading.pdf.ink import Flags, Floats, Indices
from perfeval_core.reading.pdf.native import Handle

_COVERS = frozenset((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING))
_PATCH = 3.0
"""Points: what is thinner is a rule."""
_OPAQUE, _MOSTLY = 250, 0.5
"""A picture hides what is below it if so large a share of it has at least this much of 255."""
_LONGEST = 64
"""Characters; a name that is longer is none of those looked for."""
NEVER = int(np.iinfo(np.intp).max)
_MOST_PAIRS = 50_000_000
"""A page with more patches and characters is piled up beyond reading."""


class Drawn(NamedTuple):
    """Objects in one coordinate system, text apart, and when the page draws each."""

    objects: list[Handle]
    kinds: list[int]
    order: list[int]
    display: Display[float]
    clips: Clips


class PageChars(NamedTuple):
    """The characters of a page: the middle of each as displayed, and when the page draws it: ``NEVER`` if that is not
    known, as in a form object."""

    x: Floats
    y: Floats
    order: Indices


def covered(count: int, chars: Callable[[], PageChars], levels: Sequence[Drawn], of: tuple[Handle, Handle]) -> Flags:
    """Which of the ``count`` characters of a page something opaque is drawn over; they are asked for if there may be
    any. ``of`` are the document and the page."""
    found = np.zeros(count, bool)
    first = _first_gap(levels[0].order)
    patches = [(drawn, *patch) for drawn in levels for patch in _patches(drawn, first)]
    if not patches:
        return found
    if len(patches) * count > _MOST_PAIRS:
        return ~found
    text = chars()
    for drawn, number, box in patches:
        under = ~found & _within(text, box) & (text.order < drawn.order[number])
        if under.any() and _is_opaque(drawn.objects[number], drawn.kinds[number], of):
            (clip,) = drawn.clips.boxes([drawn.objects[number]]).tolist()
            found |= under & _within(text, clip)
    return found


def _first_gap(order: Sequence[int]) -> int:
    """When the first text of a page is drawn: the first number that is missing."""
    return next((number for number, own in enumerate(order) if own != number), len(order))


def _patches(drawn: Drawn, first: int) -> Iterator[tuple[int, list[float]]]:
    """The numbers of what is drawn later than ``first`` and larger than a rule, and the box of each as displayed."""
    later = [n for n, kind in enumerate(drawn.kinds) if kind in _COVERS and drawn.order[n] > first]
    if not later:
        return
    bounds, _ = native.filled(native.object_bounds, ([drawn.objects[n] for n in later],), np.float32, 4, apart=True)
    boxes = np.stack(drawn.display.sides(*bounds.astype(float).T), axis=1)
    large = ((boxes[:, 2:] - boxes[:, :2]) > _PATCH).all(axis=1)
    yield from ((later[row], boxes[row].tolist()) for row in np.flatnonzero(large).tolist())


def _within(chars: PageChars, box: Sequence[float]) -> Flags:
    x0, top, x1, bottom = box
    return np.asarray((x0 <= chars.x) & (chars.x <= x1) & (top <= chars.y) & (chars.y <= bottom))


def _is_opaque(item: Handle, kind: int, of: tuple[Handle, Handle]) -> bool:
    """Whether nothing shines through what ``item`` draws."""
    if native.has_transparency(item):
        return False
    if kind == raw.FPDF_PAGEOBJ_PATH:
        modes, _ = native.filled(native.path_mode, ([item],), np.int32, 2, apart=True)
        return bool(modes[0, 0])
    return kind != raw.FPDF_PAGEOBJ_IMAGE or _is_opaque_picture(native.rendered_picture(*of, item))


def _is_opaque_picture(address: int) -> bool:
    if not address:
        return False  # it cannot be drawn
    bitmap = ctypes.cast(address, raw.FPDF_BITMAP)
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        wide, high = raw.FPDFBitmap_GetWidth(bitmap), raw.FPDFBitmap_GetHeight(bitmap)
        size = raw.FPDFBitmap_GetStride(bitmap) * high
        shown = np.frombuffer(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size), np.uint8)
        alpha = shown.reshape(high, -1)[:, 3 : 4 * wide : 4]
        return bool((alpha >= _OPAQUE).mean() > _MOSTLY)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def in_layers(objects: Sequence[Handle]) -> Flags:
    """Which of ``objects`` stand in a layer (可选内容) that can be switched off."""
    return _marked(objects, lambda mark: _answer(raw.FPDFPageObjMark_GetName, mark) == "OC")


def has_other_text(objects: Sequence[Handle]) -> Flags:
    """Which of ``objects`` say themselves what they read as (ActualText): PDFium puts that in the wrong place where
    they stand in a form object, so that it is missing elsewhere on the page."""
    return _marked(objects, _says_text)


def _says_text(mark: Any) -> bool:
    keys = range(raw.FPDFPageObjMark_CountParams(mark))
    return any(_answer(raw.FPDFPageObjMark_GetParamKey, mark, key) == "ActualText" for key in keys)


def _marked(objects: Sequence[Handle], holds: Callable[[Any], bool]) -> Flags:
    found = np.zeros(len(objects), bool)
    for number, item in enumerate(objects):
        marks = (native.object_mark(item, mark) for mark in range(max(0, native.count_marks(item))))
        found[number] = any(holds(ctypes.cast(mark, raw.FPDF_PAGEOBJECTMARK)) for mark in marks)
    return found


def _answer(ask: Callable[..., Any], *subject: Any) -> str:
    """A name that PDFium writes as UTF-16."""
    name, length = (ctypes.c_ushort * _LONGEST)(), ctypes.c_ulong()
    ask(*subject, name, ctypes.sizeof(name), length)
    return bytes(name)[: max(0, length.value - 2)].decode("utf-16-le", "replace")
