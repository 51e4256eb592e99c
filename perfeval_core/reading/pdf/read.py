"""One PDF, page by page."""

from collections.abc import Callable

import pypdfium2 as pdfium

from perfeval_core.reading.pagedoc import PageDoc, Unreadable
from perfeval_core.reading.pdf.filling import page_of
from perfeval_core.reading.pdf.ink import PageInk
from perfeval_core.reading.pdf.opening import open_document
from perfeval_core.reading.pdf.pdfium import read_ink
from perfeval_core.reading.pdf.whole import check_whole

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 5000
SECONDS_PER_PAGE = 0.25
_MOST_UNTRUSTED = 0.01


def read_pdf(data: bytes, more_time: Callable[[float], None] = lambda seconds: None) -> PageDoc:
    """The pages of a PDF; ``more_time`` is asked for seconds by the number of pages.

    Raises ``Unreadable`` with the contract's reason.
    """
    check_whole(data)
    document = open_document(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise Unreadable("too_many_pages", f"共 {count} 页，超过 {MAX_PAGES} 页的上限，请拆分后提交", count)
        if count == 0:
            raise Unreadable("damaged", "PDF 中没有页面，请重新导出后提交", 0)
        more_time(count * SECONDS_PER_PAGE)
        inks = [_read_ink(document, number) for number in range(1, count + 1)]
        _check_text(inks)
        return PageDoc(MEDIA_TYPE, tuple(page_of(ink) for ink in inks))
    finally:
        document.close()


def _check_text(inks: list[PageInk]) -> None:
    """Raises ``Unreadable`` for a document without text, or whose fonts do not say which characters they show."""
    total = sum(len(ink.chars) for ink in inks)
    if not any(ink.objects for ink in inks):
        raise Unreadable("damaged", "页面上什么也没有（内容可能已损坏），请重新导出后提交", len(inks))
    if total == 0:
        raise Unreadable("unsupported", "页面上没有文字（可能是扫描件），需要文字识别，请提交文字版", len(inks))
    if sum(not char.trusted for ink in inks for char in ink.chars) > _MOST_UNTRUSTED * total:
        raise Unreadable("garbled_text", "文字层缺少字符对照，读出来会是错字，请重新导出（嵌入字体）后提交", len(inks))


def _read_ink(document: pdfium.PdfDocument, number: int) -> PageInk:
    try:
        return read_ink(document, number)
    except pdfium.PdfiumError as error:
        raise Unreadable("damaged", f"第 {number} 页已损坏，无法打开，请重新导出后提交", len(document)) from error
