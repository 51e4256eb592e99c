"""Which pages of a PDF are read by recognition: only those whose text layer is missing or cannot be trusted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.reading.ocr.recogniser import installed
from perfeval_core.reading.pagedoc import Page, Unreadable
from perfeval_core.reading.pdf.ink import PageInk

SECONDS_PER_PAGE = 60.0
"""A page takes three to six on one core, one full of small print twenty; the machine may be busy."""
_MOST_UNTRUSTED = 0.01
"""A text layer is garbled from this share of characters on that no font names: others are then wrongly named."""
_FEW = 60
"""Characters: the stamp of a scanning program or a page number printed over a scan are no more."""
_COVERED = 0.5
"""The share of a page that its pictures cover if it is a scan."""

_NO_TEXT = "页面上没有文字（扫描件），需要文字识别：请安装 pip install 'perfeval[ocr]' 后重试，或提交文字版"
_GARBLED = "文字层缺少字符对照，读出来会是错字，请重新导出（嵌入字体）后提交"


def with_pictures_read(
    document: pdfium.PdfDocument, inks: Sequence[PageInk], pages: Sequence[Page], more_time: Callable[[float], None]
) -> tuple[Page, ...]:
    """``pages``, where those without text that can be trusted are read from their pictures.

    Raises ``Unreadable``: unsupported or garbled_text, if that is all of them and there is no way to read it.
    """
    garbled = sum(ink.untrusted for ink in inks) > _MOST_UNTRUSTED * sum(ink.characters for ink in inks)
    if garbled and not (installed() and _all_fonts_embedded(document)):
        raise Unreadable("garbled_text", _GARBLED, len(inks))
    wanted = {ink.number for ink in inks if _is_garbled(ink, garbled) or _is_picture(document, ink)}
    if not wanted:
        return tuple(pages)
    if not installed():
        if not any(ink.characters for ink in inks if ink.number not in wanted):
            raise Unreadable("unsupported", _NO_TEXT, len(inks))
        return tuple(replace(page, unread=page.number in wanted) for page in pages)
    more_time(len(wanted) * SECONDS_PER_PAGE)
    return tuple(_read(document, page.number) if page.number in wanted else page for page in pages)


def _read(document: pdfium.PdfDocument, number: int) -> Page:
    from perfeval_core.reading.ocr.page import read_page  # the extra's libraries are loaded when a page needs them

    page = document[number - 1]
    try:
        return read_page(page, number)
    finally:
        page.close()


def _is_garbled(ink: PageInk, all_of_them: bool) -> bool:
    return ink.characters > 0 and (all_of_them or ink.untrusted > _MOST_UNTRUSTED * ink.characters)


def _is_picture(document: pdfium.PdfDocument, ink: PageInk) -> bool:
    """Whether a page shows something, but hardly any text: a scan, or text drawn as curves."""
    if ink.characters == 0:
        return ink.objects > 0
    return ink.characters < _FEW and ink.pictures > 0 and _covered(document, ink) >= _COVERED


def _covered(document: pdfium.PdfDocument, ink: PageInk) -> float:
    page = document[ink.number - 1]
    try:
        boxes = [item.get_bounds() for item in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])]
        covered = sum((right - left) * (top - bottom) for left, bottom, right, top in boxes)
        return float(covered / (ink.width * ink.height))
    finally:
        page.close()


def _all_fonts_embedded(document: pdfium.PdfDocument) -> bool:
    """Whether what PDFium draws is what the document's own fonts show."""
    return all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in _fonts(document))


def _fonts(document: pdfium.PdfDocument) -> Iterator[object]:
    for number in range(len(document)):
        page = document[number]
        try:
            for item in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]):
                yield raw.FPDFTextObj_GetFont(item.raw)
        finally:
            page.close()
