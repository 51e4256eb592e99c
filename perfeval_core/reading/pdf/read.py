"""One PDF, page by page."""

from collections.abc import Callable

from perfeval_core.reading.ocr.pages import with_pictures_read
from perfeval_core.reading.pagedoc import Page, PageDoc, Unreadable
from perfeval_core.reading.pdf.filling import pages_of
from perfeval_core.reading.pdf.ink import PageInk
from perfeval_core.reading.pdf.opening import open_document
from perfeval_core.reading.pdf.pdfium import read_ink
from perfeval_core.reading.pdf.plain import Plain
from perfeval_core.reading.pdf.unruled.find import UnruledTables
from perfeval_core.reading.pdf.whole import Whole

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 5000
SECONDS_PER_PAGE = 0.25
_TOGETHER = 16
"""Pages that are read at once: few enough for the memory that their characters take."""


def read_pdf(data: bytes, more_time: Callable[[float], None] = lambda seconds: None) -> PageDoc:
    """The pages of a PDF; ``more_time`` is asked for seconds by the number of pages.

    Raises ``Unreadable`` with the contract's reason.
    """
    whole = Whole(data)
    document = open_document(data)
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise Unreadable("too_many_pages", f"共 {count} 页，超过 {MAX_PAGES} 页的上限，请拆分后提交", count)
        if count == 0:
            raise Unreadable("damaged", "PDF 中没有页面，请重新导出后提交", 0)
        more_time(count * SECONDS_PER_PAGE)
        inks: list[PageInk] = []
        pages: list[Page] = []
        tables, plain = UnruledTables(count), Plain(data, more_time)
        for first in range(1, count + 1, _TOGETHER):
            ink = read_ink(document, range(first, min(first + _TOGETHER, count + 1)), whole)
            inks += ink.pages
            pages += pages_of(ink, tables, plain)
        whole.check_fonts()
        if not any(ink.objects for ink in inks):
            raise Unreadable("damaged", "页面上什么也没有（内容可能已损坏），请重新导出后提交", count)
        return PageDoc(MEDIA_TYPE, with_pictures_read(document, inks, pages, more_time))
    finally:
        document.close()
