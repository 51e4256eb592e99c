"""The characters of a page from PDFium, with the way they are drawn."""

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.domain.place import Box
from perfeval_core.reading.pdf.clips import clip_box
from perfeval_core.reading.pdf.display import Display
from perfeval_core.reading.pdf.ink import Char, Style

_INVISIBLE = (3, 7)
"""Text render modes that draw nothing: the layer that a recognition program left behind a scan."""
_UNMAPPED = "\ufffd"


def page_chars(page: pdfium.PdfPage, display: Display) -> Iterator[Char]:
    """The characters that ``page`` shows. One that its font does not name is there as U+FFFD, never left out."""
    text_page = page.get_textpage()
    try:
        runs = _Runs(text_page.raw, display)
        for index in range(raw.FPDFText_CountChars(text_page.raw)):
            if raw.FPDFText_IsGenerated(text_page.raw, index) == 1:
                continue
            char = _char(text_page.raw, index, display, runs)
            if char is not None:
                yield char
    finally:
        text_page.close()


@dataclass(frozen=True, slots=True)
class _Run:
    """One text object: its number, how it is drawn, and the box (as displayed) that it is clipped to."""

    number: int
    style: Style
    clip: Box | None

    def shows(self, char: Char) -> bool:
        """Whether the middle of ``char`` is inside the clip."""
        x, y = char.middle
        return self.clip is None or (self.clip[0] <= x <= self.clip[2] and self.clip[1] <= y <= self.clip[3])


class _Runs:
    """The text objects of a page, each asked once for what it is."""

    def __init__(self, handle: object, display: Display) -> None:
        self._handle, self._display = handle, display
        self._last: int | None = None
        self._count = 0
        self._run: _Run | None = None

    def at(self, index: int) -> _Run | None:
        """The run that holds a character; ``None`` if it is not visible."""
        item = raw.FPDFText_GetTextObject(self._handle, index)
        address = ctypes.cast(item, ctypes.c_void_p).value
        if address is None or address != self._last:
            self._last = address
            self._count += 1
            self._run = None if raw.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE else self._read(item, index)
        return self._run

    def _read(self, item: object, index: int) -> _Run | None:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if raw.FPDFText_GetFillColor(self._handle, index, red, green, blue, alpha) and not alpha.value:
            return None
        matrix, own = raw.FS_MATRIX(), raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._handle, index, matrix)
        raw.FPDFPageObj_GetMatrix(item, own)
        x0, y0 = self._display.point(0, 0)
        x1, y1 = self._display.point(matrix.a, matrix.b)
        size = raw.FPDFText_GetFontSize(self._handle, index) * math.hypot(matrix.c, matrix.d)
        style = Style(
            colour=(red.value, green.value, blue.value),
            size=round(10 * size),
            angle=math.degrees(math.atan2(y1 - y0, x1 - x0)),
        )
        # Inside a form object the clip is in the form's own coordinates, which nothing tells.
        on_page = (matrix.a, matrix.b, matrix.e, matrix.f) == (own.a, own.b, own.e, own.f)
        return _Run(self._count, style, clip_box(item, self._display.matrix) if on_page else None)


def _char(handle: object, index: int, display: Display, runs: _Runs) -> Char | None:
    text = _text(handle, index)
    if text.isspace():
        return None
    run = runs.at(index)
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    if run is None or not raw.FPDFText_GetLooseCharBox(handle, index, box):
        return None
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    x0, top, x1, bottom = display.box(box.left, box.bottom, box.right, box.top)
    trusted = text != _UNMAPPED and raw.FPDFText_HasUnicodeMapError(handle, index) != 1
    base = display.point(x.value, y.value)[1]
    char = Char(text, x0, top, x1, bottom, base, trusted, run.style, run.number)
    return char if display.shows(*char.middle) and run.shows(char) else None


def _text(handle: object, index: int) -> str:
    """The character, ``-`` for the hyphen at a line's end that PDFium marks, U+FFFD for what is none."""
    if raw.FPDFText_IsHyphen(handle, index) == 1:
        return "-"
    code = raw.FPDFText_GetUnicode(handle, index)
    return chr(code) if is_character(code) else _UNMAPPED


def is_character(code: int) -> bool:
    """Whether ``code`` may stand for what is printed: no control, surrogate, private use or non-character."""
    if code < 0x20:
        return code in (0x9, 0xA, 0xD)
    private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
    return not (0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF or private or code & 0xFFFE == 0xFFFE or code == 0xFFFD)
