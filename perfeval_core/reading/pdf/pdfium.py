"""The fast route: characters and rules of a page from PDFium."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf import native
from perfeval_core.reading.pdf.clips import Clips
from perfeval_core.reading.pdf.display import Display, multiply
from perfeval_core.reading.pdf.foreign import own_text
from perfeval_core.reading.pdf.glyphs import RawText, glyphs_of, raw_text
from perfeval_core.reading.pdf.ink import Chars, Flags, Floats, Ink, PageInk
from perfeval_core.reading.pdf.native import Handle
from perfeval_core.reading.pdf.paths import TooMany, path_rules
from perfeval_core.reading.pdf.struck import struck
from perfeval_core.reading.pdf.whole import Whole

_MAX_FORM_DEPTH = 8
MAX_OBJECTS = 200_000
MAX_CHARS = 100_000
MAX_RULES = 10_000
"""Per page; a page of a report has some hundreds of each, and finding tables takes time by the square of the rules."""


def read_ink(document: pdfium.PdfDocument, numbers: Sequence[int], whole: Whole) -> Ink:
    """Characters and rules of pages ``numbers`` (from 1) as displayed; what lies off a page is left out.

    Raises ``Unreadable`` (damaged, resource_limit).
    """
    raws = [_raw_page(document, number, whole) for number in numbers]
    with_text = [(raw.text, raw.display) for raw in raws if raw.text is not None]
    chars = own_text(glyphs_of(with_text)) if with_text else Chars.none()
    places = np.array([index for index, raw in enumerate(raws) if raw.text is not None], np.intp)
    chars = replace(chars, page=places[chars.page])
    chars = chars.unsure(_struck(chars, [raw.rules for raw in raws]))
    count = np.bincount(chars.page, minlength=len(raws)).tolist()
    untrusted = np.bincount(chars.page, ~chars.trusted, minlength=len(raws)).astype(int).tolist()
    pages = tuple(
        PageInk(number, raw.display.width, raw.display.height, "text", raw.rules, raw.objects, characters, unnamed)
        for number, raw, characters, unnamed in zip(numbers, raws, count, untrusted, strict=True)
    )
    return Ink(pages, chars)


def _struck(chars: Chars, rules: Sequence[Floats]) -> Flags:
    bounds = np.searchsorted(chars.page, np.arange(len(rules) + 1)).tolist()
    parts = [struck(chars.at(slice(*of_page)), own) for of_page, own in zip(pairwise(bounds), rules, strict=True)]
    return np.concatenate(parts)


@dataclass(frozen=True)
class _RawPage:
    """What PDFium answers about one page."""

    display: Display[float]
    text: RawText | None
    rules: Floats
    objects: int


def _raw_page(document: pdfium.PdfDocument, number: int, whole: Whole) -> _RawPage:
    page = _with_annotations(document, number)
    try:
        return _asked(page, whole)
    except TooMany as error:
        detail = f"第 {number} 页的内容多得反常（超过 {error.most} 个对象），请重新导出后提交"
        raise Unreadable("resource_limit", detail, len(document)) from error
    finally:
        raw.FPDF_ClosePage(page)


def _asked(page: Any, whole: Whole) -> _RawPage:
    count = raw.FPDFPage_CountObjects(page)
    _no_more(count, MAX_OBJECTS)
    display = Display.of(page)
    addresses = list(map(native.page_object, repeat(native.handle_of(page)), range(count)))
    clips = Clips(display.matrix)
    text = _text(page, frozenset(addresses), clips)
    if text is not None:
        whole.saw_fonts(text.fonts)
        addresses = [address for address in addresses if address not in text.objects]
    rules = list(_rules(native.handles(addresses), display, clips, 0))
    _no_more(sum(map(len, rules)), MAX_RULES)
    return _RawPage(display, text, np.concatenate(rules) if rules else np.zeros((0, 4)), count)


def _no_more(count: int, most: int) -> None:
    if count > most:
        raise TooMany(most)


def _with_annotations(document: pdfium.PdfDocument, number: int) -> Any:
    """Page ``number`` with its annotations and filled-in form fields as part of its content: a person sees them."""
    page = _loaded(document, number)
    if not raw.FPDFPage_GetAnnotCount(page):
        return page
    flattened = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    if flattened == raw.FLATTEN_NOTHINGTODO:
        return page
    raw.FPDF_ClosePage(page)
    if flattened == raw.FLATTEN_FAIL:
        raise Unreadable("damaged", f"第 {number} 页的批注或表单域已损坏，请重新导出后提交", len(document))
    return _loaded(document, number)


def _loaded(document: pdfium.PdfDocument, number: int) -> Any:
    page = raw.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise Unreadable("damaged", f"第 {number} 页已损坏，无法打开，请重新导出后提交", len(document))
    return page


def _text(page: Any, own_objects: frozenset[int], clips: Clips) -> RawText | None:
    text_page = raw.FPDFText_LoadPage(page)
    try:
        count = raw.FPDFText_CountChars(text_page)
        _no_more(count, MAX_CHARS)
        return raw_text(native.handle_of(text_page), count, own_objects, clips) if count > 0 else None
    finally:
        raw.FPDFText_ClosePage(text_page)


def _rules(objects: list[Handle], display: Display[float], clips: Clips, depth: int) -> Iterator[Floats]:
    """The rules of ``objects``, and of those in the form objects among them, level by level."""
    kinds = list(map(native.object_type, objects))
    paths = [item for item, kind in zip(objects, kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_PATH]
    if paths:
        yield path_rules(paths, display, clips)
    if raw.FPDF_PAGEOBJ_FORM not in kinds or depth == _MAX_FORM_DEPTH:
        return
    for item, kind in zip(objects, kinds, strict=True):
        if kind == raw.FPDF_PAGEOBJ_FORM:
            matrix, _ = native.filled(native.object_matrix, (), [item], np.float32, 6, apart=False)
            a, b, c, d, e, f = map(float, matrix[0])
            inner = replace(display, matrix=multiply((a, b, c, d, e, f), display.matrix))
            within = native.handles(map(native.form_object, repeat(item), range(native.form_count(item))))
            yield from _rules(within, inner, Clips(inner.matrix), depth + 1)
