"""The fast route: characters and rules of a page from PDFium."""

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf import library  # noqa: F401 - before any document is opened
from perfeval_core.reading.pdf.clips import clip_box
from perfeval_core.reading.pdf.display import Display, Matrix, multiply
from perfeval_core.reading.pdf.foreign import own_text
from perfeval_core.reading.pdf.glyphs import page_chars
from perfeval_core.reading.pdf.ink import PageInk, Rule, outline, straight

_Item = TypeVar("_Item")
_MAX_FORM_DEPTH = 8
MAX_OBJECTS = 200_000
MAX_CHARS = 100_000
MAX_RULES = 10_000
"""Per page; a page of a report has some hundreds of each, and finding tables takes time by the square of the rules."""


def read_ink(document: pdfium.PdfDocument, number: int) -> PageInk:
    """Characters and rules of page ``number`` (from 1) as displayed; what lies off the page is left out."""
    page = _with_annotations(document, number)
    try:
        objects = raw.FPDFPage_CountObjects(page.raw)
        if objects > MAX_OBJECTS:
            raise _too_much(number, MAX_OBJECTS)
        display = Display.of(page)
        chars = own_text(tuple(_no_more(page_chars(page, display), MAX_CHARS, number)))
        rules = tuple(dict.fromkeys(_no_more(_rules(page, display), MAX_RULES, number)))
    finally:
        page.close()
    return PageInk(number, display.width, display.height, "text", chars, rules, objects)


def _no_more(items: Iterable[_Item], most: int, number: int) -> Iterator[_Item]:
    """``items``; raises ``Unreadable`` (resource_limit) if there are more than ``most``."""
    for count, item in enumerate(items, start=1):
        if count > most:
            raise _too_much(number, most)
        yield item


def _too_much(number: int, most: int) -> Unreadable:
    return Unreadable("resource_limit", f"第 {number} 页的内容多得反常（超过 {most} 个对象），请重新导出后提交")


def _with_annotations(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Page ``number`` with its annotations and filled-in form fields as part of its content: a person sees them."""
    page = document[number - 1]
    if not raw.FPDFPage_GetAnnotCount(page.raw):
        return page
    flattened = raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
    if flattened == raw.FLATTEN_NOTHINGTODO:
        return page
    page.close()
    if flattened == raw.FLATTEN_FAIL:
        raise Unreadable("damaged", f"第 {number} 页的批注或表单域已损坏，请重新导出后提交", len(document))
    return document[number - 1]


def _rules(page: pdfium.PdfPage, display: Display) -> Iterator[Rule]:
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        yield from _object_rules(item, display, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)


def _object_rules(item: object, display: Display, outer: Matrix, depth: int) -> Iterator[Rule]:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_PATH:
        clip = clip_box(item, multiply(outer, display.matrix))
        rules = _path_rules(item, display, multiply(_matrix(item), outer))
        yield from rules if clip is None else (left for rule in rules if (left := rule.within(clip)) is not None)
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
