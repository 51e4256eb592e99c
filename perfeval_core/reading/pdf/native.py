"""PDFium's functions bound once more, for calling thousands of times a page.

pypdfium2's own bindings check and convert each argument and make an object for each pointer, which takes longer than
the call itself. Here pointers are ``Handle`` objects made once, numbers are plain, and ``map`` asks one question about
all characters of a page without a line of Python in between. Nothing is converted: a pointer must be a ``Handle``.
"""

import ctypes
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from perfeval_core.reading.pdf import library  # noqa: F401 - before any document is opened

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


class Handle(ctypes.c_void_p):
    """A pointer of PDFium's; ``value`` is its address."""


def _bound(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise RuntimeError("PDFium has no such function")
    return ctypes.PYFUNCTYPE(result)(address)


def handle_of(pointer: Any) -> Handle:
    """A pointer of pypdfium2's as a handle."""
    return ctypes.cast(pointer, Handle)


page_text = _bound(raw.FPDFText_GetText)
char_code = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint)
char_is_hyphen = _bound(raw.FPDFText_IsHyphen)
char_unmapped = _bound(raw.FPDFText_HasUnicodeMapError)
char_object = _bound(raw.FPDFText_GetTextObject, ctypes.c_size_t)
char_box = _bound(raw.FPDFText_GetLooseCharBox)
char_matrix = _bound(raw.FPDFText_GetMatrix)
char_colour = _bound(raw.FPDFText_GetFillColor)
char_size = _bound(raw.FPDFText_GetFontSize, ctypes.c_double)
text_font = _bound(raw.FPDFTextObj_GetFont, ctypes.c_size_t)
render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode)

page_object = _bound(raw.FPDFPage_GetObject, Handle)
form_object = _bound(raw.FPDFFormObj_GetObject, Handle)
form_count = _bound(raw.FPDFFormObj_CountObjects)
object_type = _bound(raw.FPDFPageObj_GetType)
object_bounds = _bound(raw.FPDFPageObj_GetBounds)
object_matrix = _bound(raw.FPDFPageObj_GetMatrix)
path_mode = _bound(raw.FPDFPath_GetDrawMode)
path_count = _bound(raw.FPDFPath_CountSegments)
path_segment = _bound(raw.FPDFPath_GetPathSegment, Handle)
segment_type = _bound(raw.FPDFPathSegment_GetType)
segment_closes = _bound(raw.FPDFPathSegment_GetClose)
segment_point = _bound(raw.FPDFPathSegment_GetPoint)

object_clip = _bound(raw.FPDFPageObj_GetClipPath, Handle)
clip_count = _bound(raw.FPDFClipPath_CountPaths)
clip_segment_count = _bound(raw.FPDFClipPath_CountPathSegments)
clip_segment = _bound(raw.FPDFClipPath_GetPathSegment, Handle)

_UNIT = 4
"""Bytes; every number that PDFium writes takes one or two units."""
_ROWS = 1024
_WIDEST = 6
_SCRATCH = np.zeros(_ROWS * _WIDEST, np.uint32)
_PLACES = [Handle(_SCRATCH.ctypes.data + _UNIT * unit) for unit in range(len(_SCRATCH))]


def numbers(
    function: Callable[..., Any], handle: Handle, subjects: Sequence[Any], kind: type = np.int64
) -> NDArray[Any]:
    """What ``function`` answers to ``handle`` and each of ``subjects``."""
    return np.fromiter(map(function, repeat(handle), subjects), kind, len(subjects))


def filled(
    function: Callable[..., Any],
    handles: tuple[Handle, ...],
    subjects: Sequence[Any],
    kind: type,
    width: int,
    apart: bool,
) -> tuple[NDArray[Any], Flags]:
    """What ``function`` writes for each of ``subjects``, ``width`` numbers of ``kind`` each, and whether it did.

    It is called with ``handles``, a subject and where to write: one address for the row, or one for each number of it
    if they are to be kept ``apart``.
    """
    units = np.dtype(kind).itemsize // _UNIT
    row = width * units
    addresses = [_PLACES[place * units :: row] for place in range(width if apart else 1)]
    table: NDArray[Any] = np.empty((len(subjects), width), kind)
    done = np.empty(len(subjects), bool)
    for first in range(0, len(subjects), _ROWS):
        some = subjects[first : first + _ROWS]
        written = _SCRATCH[: row * len(some)]
        written[:] = 0
        answers = map(function, *map(repeat, handles), some, *addresses)
        done[first : first + len(some)] = np.fromiter(answers, np.int64, len(some))
        table[first : first + len(some)] = written.view(kind).reshape(-1, width)
    return table, done
