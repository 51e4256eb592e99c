"""The fast route: characters and rules of a page from PDFium."""

import ctypes
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf.display import Display, Matrix, multiply
from perfeval_core.reading.pdf.ink import Char, PageInk, Rule, outline, straight

_OPEN_ERRORS = {
    raw.FPDF_ERR_PASSWORD: ("encrypted", "文件设有打开密码，请取消密码后重新提交"),
    raw.FPDF_ERR_SECURITY: ("encrypted", "文件的加密方式不受支持，请另存为不加密的 PDF 后重新提交"),
}
_MAX_FORM_DEPTH = 8


def open_document(data: bytes) -> pdfium.PdfDocument:
    """The opened document; an empty password is tried. Raises ``Unreadable`` (encrypted, damaged)."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        damaged = ("damaged", "PDF 文件已损坏或不完整，无法打开，请重新导出后提交")
        reason, detail = _OPEN_ERRORS.get(getattr(error, "err_code", None), damaged)
        raise Unreadable(reason, detail) from error


def read_ink(document: pdfium.PdfDocument, number: int) -> PageInk:
    """Characters and rules of page ``number`` (from 1) as displayed; what lies off the page is left out."""
    page = document[number - 1]
    try:
        display = Display.of(page)
        chars = _chars(page, display)
        rules = tuple(_rules(page, display))
    finally:
        page.close()
    return PageInk(number, display.width, display.height, "text", chars, rules)


def _chars(page: pdfium.PdfPage, display: Display) -> tuple[Char, ...]:
    text_page = page.get_textpage()
    try:
        handle = text_page.raw
        found = []
        for index in range(raw.FPDFText_CountChars(handle)):
            if raw.FPDFText_IsGenerated(handle, index) == 1:
                continue
            char = _char(handle, index, display)
            if char is not None and display.shows(*char.middle):
                found.append(char)
    finally:
        text_page.close()
    return tuple(found)


def _char(handle: object, index: int, display: Display) -> Char | None:
    code = raw.FPDFText_GetUnicode(handle, index)
    if code in (0, 0xFFFE) or 0xD800 <= code <= 0xDFFF or chr(code).isspace():
        return None
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    if not raw.FPDFText_GetLooseCharBox(handle, index, box):
        return None
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    x0, top, x1, bottom = display.box(box.left, box.bottom, box.right, box.top)
    trusted = raw.FPDFText_HasUnicodeMapError(handle, index) != 1
    return Char(chr(code), x0, top, x1, bottom, display.point(x.value, y.value)[1], trusted)


def _rules(page: pdfium.PdfPage, display: Display) -> Iterator[Rule]:
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        yield from _object_rules(item, display, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)


def _object_rules(item: object, display: Display, outer: Matrix, depth: int) -> Iterator[Rule]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        yield from _path_rules(item, display, multiply(_matrix(item), outer))
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        inner = multiply(_matrix(item), outer)
        for index in range(raw.FPDFFormObj_CountObjects(item)):
            yield from _object_rules(raw.FPDFFormObj_GetObject(item, index), display, inner, depth + 1)


def _matrix(item: object) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _path_rules(item: object, display: Display, matrix: Matrix) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _subpaths(item, display, matrix):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        thin = straight(*box)
        if thin:
            yield thin
        elif stroke.value and _is_rectangle(points):
            yield from outline(*box)
        elif stroke.value:
            yield from _segment_rules(points)


def _segment_rules(points: list[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in pairwise(points):
        rule = straight(x0, y0, x1, y1, thickness=0.5)
        if rule:
            yield rule


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    xs, ys = {round(x, 1) for x, _ in points}, {round(y, 1) for _, y in points}
    return len(xs) == 2 and len(ys) == 2 and len(points) >= 4


def _subpaths(item: object, display: Display, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corner points of each subpath as displayed; one with a curve in it is left out."""
    points: list[tuple[float, float]] = []
    curved = False
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        shown = display.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [shown], False
        else:
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            points.append(shown)
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points
