"""One PDF, page by page."""

import re
from collections.abc import Callable

import pypdfium2 as pdfium

from perfeval_core.domain.place import Place
from perfeval_core.reading.pagedoc import Grid, GridCell, Page, PageDoc, Unreadable
from perfeval_core.reading.pdf.grids import BareCell, BareGrid, cell_of, find_grids
from perfeval_core.reading.pdf.ink import Char, PageInk
from perfeval_core.reading.pdf.lines import confidence, joined, room_after, text_lines
from perfeval_core.reading.pdf.pdfium import open_document, read_ink

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 5000
SECONDS_PER_PAGE = 0.25
_MOST_UNTRUSTED = 0.01
_LINEARIZED_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


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


def check_whole(data: bytes) -> None:
    """Raises ``Unreadable`` (damaged) for a PDF whose end is missing: PDFium would mend it and lose pages silently."""
    linearized = _LINEARIZED_LENGTH.search(data[:2048])
    end = data.rfind(b"%%EOF")
    cut_short = end < 0 or b" obj" in data[end:]
    if cut_short or (linearized and int(linearized.group(1)) > len(data)):
        raise Unreadable("damaged", "PDF 文件不完整（结尾缺失），可能上传中断，请重新上传")


def _check_text(inks: list[PageInk]) -> None:
    """Raises ``Unreadable`` for a document without text, or whose fonts do not say which characters they show."""
    total = sum(len(ink.chars) for ink in inks)
    if total == 0:
        raise Unreadable("unsupported", "页面上没有文字（可能是扫描件），需要文字识别，请提交文字版", len(inks))
    if sum(not char.trusted for ink in inks for char in ink.chars) > _MOST_UNTRUSTED * total:
        raise Unreadable("garbled_text", "文字层缺少字符对照，读出来会是错字，请重新导出（嵌入字体）后提交", len(inks))


def _read_ink(document: pdfium.PdfDocument, number: int) -> PageInk:
    try:
        return read_ink(document, number)
    except pdfium.PdfiumError as error:
        raise Unreadable("damaged", f"第 {number} 页已损坏，无法打开，请重新导出后提交", len(document)) from error


def page_of(ink: PageInk) -> Page:
    """The lines and tables that a page's characters and rules form."""
    bare = find_grids(ink)
    homes: dict[int, dict[BareCell | None, list[Char]]] = {index: {} for index in range(len(bare))}
    outside = []
    for char in ink.chars:
        index = _grid_of(char, bare)
        if index is None:
            outside.append(char)
        else:
            homes[index].setdefault(cell_of(char, bare[index]), []).append(char)
    grids = tuple(_fill(ink, grid, homes[index]) for index, grid in enumerate(bare))
    return Page(ink.number, ink.width, ink.height, ink.route, text_lines(outside), grids)


def _grid_of(char: Char, grids: tuple[BareGrid, ...]) -> int | None:
    x, y = char.middle
    for index, grid in enumerate(grids):
        x0, top, x1, bottom = grid.bbox
        if x0 <= x < x1 and top <= y < bottom:
            return index
    return None


def _fill(ink: PageInk, grid: BareGrid, homes: dict[BareCell | None, list[Char]]) -> Grid:
    cells = tuple(
        GridCell(
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            text=joined(homes.get(cell, ())),
            room=room_after(homes.get(cell, ()), cell.bbox),
            place=Place(page=ink.number, bbox=cell.bbox, route=ink.route, confidence=confidence(homes.get(cell, ()))),
            open_top=cell.open_top,
            open_bottom=cell.open_bottom,
        )
        for cell in grid.cells
    )
    return Grid(grid.bbox, grid.edges, grid.row_count, cells, text_lines(homes.get(None, ())))
