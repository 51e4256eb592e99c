"""PDFium's functions bound once more, for calling thousands of times a page.

pypdfium2's own bindings check and convert each argument and make an object for each pointer, which takes longer than
the call itself. Here a pointer that is answered is a plain address, one that is given is a ``Handle`` made of it
once, and ``answers`` asks one question about all characters of a page without a line of Python in between. Nothing is
converted: an address that is given as a number would lose its upper half.
"""

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import starmap
from typing import Any, NewType

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from perfeval_core.reading.pdf import library  # noqa: F401 - before any document is opened

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

Handle = NewType("Handle", object)
"""A pointer of PDFium's, ready to be given to a function."""

_ADDRESS = ctypes.c_size_t


def _bound(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise RuntimeError("PDFium has no such function")
    return ctypes.PYFUNCTYPE(result)(address)


def handle(address: int) -> Handle:
    """The handle of an address."""
    return Handle(ctypes.c_void_p.from_param(address))


def handles(addresses: Iterable[int]) -> list[Handle]:
    """The handle of each address."""
    return list(map(ctypes.c_void_p.from_param, addresses))  # type: ignore[arg-type]


def handle_of(pointer: Any) -> Handle:
    """A pointer of pypdfium2's as a handle."""
    return handle(ctypes.addressof(pointer.contents))


page_text = _bound(raw.FPDFText_GetText)
char_code = _bound(raw.FPDFText_GetUnicode, ctypes.c_uint)
char_is_hyphen = _bound(raw.FPDFText_IsHyphen)
char_unmapped = _bound(raw.FPDFText_HasUnicodeMapError)
char_object = _bound(raw.FPDFText_GetTextObject, _ADDRESS)
char_box = _bound(raw.FPDFText_GetLooseCharBox)
char_matrix = _bound(raw.FPDFText_GetMatrix)
char_colour = _bound(raw.FPDFText_GetFillColor)
char_size = _bound(raw.FPDFText_GetFontSize, ctypes.c_double)
text_font = _bound(raw.FPDFTextObj_GetFont, _ADDRESS)
render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode)

page_object = _bound(raw.FPDFPage_GetObject, _ADDRESS)
form_object = _bound(raw.FPDFFormObj_GetObject, _ADDRESS)
form_count = _bound(raw.FPDFFormObj_CountObjects)
object_type = _bound(raw.FPDFPageObj_GetType)
object_bounds = _bound(raw.FPDFPageObj_GetBounds)
object_matrix = _bound(raw.FPDFPageObj_GetMatrix)
path_mode = _bound(raw.FPDFPath_GetDrawMode)
path_count = _bound(raw.FPDFPath_CountSegments)
path_segment = _bound(raw.FPDFPath_GetPathSegment, _ADDRESS)
segment_type = _bound(raw.FPDFPathSegment_GetType)
segment_closes = _bound(raw.FPDFPathSegment_GetClose)
segment_point = _bound(raw.FPDFPathSegment_GetPoint)

has_transparency = _bound(raw.FPDFPageObj_HasTransparency)
rendered_picture = _bound(raw.FPDFImageObj_GetRenderedBitmap, _ADDRESS)
count_marks = _bound(raw.FPDFPageObj_CountMarks)
object_mark = _bound(raw.FPDFPageObj_GetMark, _ADDRESS)

object_clip = _bound(raw.FPDFPageObj_GetClipPath, _ADDRESS)
clip_count = _bound(raw.FPDFClipPath_CountPaths)
clip_segment_count = _bound(raw.FPDFClipPath_CountPathSegments)
clip_segment = _bound(raw.FPDFClipPath_GetPathSegment, _ADDRESS)

_UNIT = 4
"""Bytes; every number that PDFium writes takes one or two units."""
_ROWS = 1024
_WIDEST = 6
_SCRATCH = np.zeros(_ROWS * _WIDEST, np.uint32)


@cache
def _places(width: int, units: int, apart: bool) -> list[list[Handle]]:
    """Where rows of ``width`` numbers of so many ``units`` begin in the scratch; if ``apart``, each of the numbers."""
    begins = range(0, width * units if apart else 1, units)
    every = np.arange(_ROWS) * (width * units * _UNIT) + _SCRATCH.ctypes.data
    return [handles((every + begin * _UNIT).tolist()) for begin in begins]


def answers(function: Callable[..., Any], *subjects: Iterable[Any]) -> Iterator[Any]:
    """What ``function`` answers to one of each of ``subjects`` after the other, until one of them ends.

    ``zip`` fills the same tuple again and again, which ``starmap`` passes on as it is; ``map`` makes one for each call,
    and that is about a tenth of the time it takes.
    """
    return starmap(function, zip(*subjects, strict=False))


def numbers(
    function: Callable[..., Any], owners: Iterable[Handle], subjects: Sequence[Any], kind: type = np.int64
) -> NDArray[Any]:
    """What ``function`` answers to each of ``owners`` with each of ``subjects``."""
    return np.fromiter(answers(function, owners, subjects), kind, len(subjects))


def filled(
    function: Callable[..., Any], subjects: tuple[Sequence[Any], ...], kind: type, width: int, apart: bool
) -> tuple[NDArray[Any], Flags]:
    """What ``function`` writes for each of ``subjects``, ``width`` numbers of ``kind`` each, and whether it did.

    It is called with one of each of ``subjects`` and where to write: one address for the row, or one for each number of
    it if they are to be kept ``apart``.
    """
    units = np.dtype(kind).itemsize // _UNIT
    row, count = width * units, len(subjects[-1])
    table: NDArray[Any] = np.empty((count, width), kind)
    done = np.empty(count, bool)
    for first in range(0, count, _ROWS):
        some = [subject[first : first + _ROWS] for subject in subjects]
        written = _SCRATCH[: row * len(some[-1])]
        written[:] = 0
        wrote = answers(function, *some, *_places(width, units, apart))
        done[first : first + _ROWS] = np.fromiter(wrote, bool, len(some[-1]))
        table[first : first + _ROWS] = written.view(kind).reshape(-1, width)
    return table, done
