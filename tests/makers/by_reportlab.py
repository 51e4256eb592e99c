"""PDF by ReportLab: pure Python, with a Chinese font that needs no file (STSong-Light, not embedded)."""

import io
from functools import partial
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer

from tests.makers.document import Block, Break, Entry, Gap, Line, Look
from tests.makers.grid import Grid
from tests.makers.laid import PAD, Laid, LaidCell, lay

FONT = "STSong-Light"
MARGIN = 72.0
WIDTH = A4[0] - 2 * MARGIN

registerFont(UnicodeCIDFont(FONT))


def produce(blocks: list[Block], look: Look, password: str | None = None) -> bytes:
    """The PDF of ``blocks``; the same blocks give the same bytes. With a ``password`` it opens only with that."""
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1, title="", author="", encrypt=password)
    frame = Frame(MARGIN, MARGIN, WIDTH, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(_footer, look)))
    document.build([_flowable(block, look) for block in blocks])
    return out.getvalue()


def _footer(look: Look, canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 40, look.footer.format(page=document.page))


def _flowable(block: Block, look: Look) -> Flowable:
    match block:
        case Line(text, style):
            return Paragraph(escape(text), _style(style, look))
        case Entry():
            return _Dots(block, look.size)
        case Break():
            return PageBreak()
        case Gap(height):
            return Spacer(1, height)
        case Grid():
            leading = look.table_size * look.leading
            measure = partial(stringWidth, fontName=FONT, fontSize=look.table_size)
            return _Table(lay(block, WIDTH, leading, measure), look)
    raise TypeError(block)


def _style(name: str, look: Look) -> ParagraphStyle:
    sizes = {"title": 22, "form_title": 18, "form_year": 10.5, "contents_title": 18}
    size = sizes.get(name, look.size)
    centred = name in {"title", "date", "contents_title", "form_title", "form_year"}
    heading = name in {"h1", "h2", "h3"}
    return ParagraphStyle(
        name,
        fontName=FONT,
        fontSize=size,
        leading=size * 1.7,
        alignment=1 if centred else 0,
        wordWrap="CJK",
        firstLineIndent=2 * size if name == "p" or heading else 0,
        spaceAfter=8 if name.startswith("form") else 0,
    )


class _Dots(Flowable):
    """A line of the contents."""

    def __init__(self, entry: Entry, size: float) -> None:
        super().__init__()
        self.entry, self.size = entry, size

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, self.size * 1.7

    def draw(self) -> None:
        indent = 28.0 * (self.entry.level - 1)
        begins = indent + stringWidth(self.entry.text, FONT, self.size)
        dot = stringWidth(".", FONT, self.size)
        dots = "." * int((WIDTH - begins - 30) / dot)
        self.canv.setFont(FONT, self.size)
        self.canv.drawString(indent, 4, self.entry.text + dots)
        self.canv.drawRightString(WIDTH, 4, str(self.entry.page))


class _Table(Flowable):
    """A ruled table that breaks over pages the way office programs do: merged cells are cut, not kept whole."""

    def __init__(self, laid: Laid, look: Look) -> None:
        super().__init__()
        self.laid, self.look = laid, look

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return sum(self.laid.widths), sum(self.laid.heights)

    def split(self, width: float, height: float) -> list[Flowable]:
        pieces = self.laid.cut(height, self.look.cut_rows, self.look.repeat_header)
        return [_Table(piece, self.look) for piece in pieces] if pieces else []

    def draw(self) -> None:
        self.canv.setLineWidth(0.5)
        self.canv.setFont(FONT, self.look.table_size)
        for cell in self.laid.cells:
            self._draw_cell(cell)

    def _draw_cell(self, cell: LaidCell) -> None:
        laid = self.laid
        x, width = sum(laid.widths[: cell.column]), sum(laid.widths[cell.column : cell.column + cell.columns])
        top = sum(laid.heights) - sum(laid.heights[: cell.row])
        height = sum(laid.heights[cell.row : cell.row + cell.rows])
        self._draw_rules(cell, (x, top - height, x + width, top))
        space = PAD if self.look.top else (height - len(cell.lines) * laid.leading) / 2
        y = top - space - self.look.table_size
        for number, line in enumerate(cell.lines):
            baseline = y - number * laid.leading
            if cell.left:
                self.canv.drawString(x + PAD, baseline, line)
            else:
                self.canv.drawCentredString(x + width / 2, baseline, line)

    def _draw_rules(self, cell: LaidCell, box: tuple[float, float, float, float]) -> None:
        x0, bottom, x1, top = box
        rules, laid = self.look.rules, self.laid
        if rules == "bands" and cell.column == 0:
            self._ground(cell, (x0, bottom, x0 + sum(laid.widths), top))
        elif rules == "all":
            self.canv.rect(x0, bottom, x1 - x0, top - bottom)
        elif rules == "fills":
            self._ground(cell, box)
        elif rules == "level":
            self.canv.line(x0, top, x1, top)
            self.canv.line(x0, bottom, x1, bottom)
        elif rules == "ends":
            if cell.row == 0:
                self.canv.line(x0, top, x1, top)
            if cell.row + cell.rows in (laid.header, len(laid.heights)):
                self.canv.line(x0, bottom, x1, bottom)
        elif rules not in ("none", "bands"):
            for side in ((x0, bottom, x1, bottom), (x0, top, x1, top), (x0, bottom, x0, top), (x1, bottom, x1, top)):
                self._draw_side(*side)

    def _ground(self, cell: LaidCell, box: tuple[float, float, float, float]) -> None:
        x0, bottom, x1, top = box
        self.canv.setFillGray((0.9, 0.96)[(cell.row + cell.column) % 2])
        self.canv.rect(x0, bottom, x1 - x0, top - bottom, stroke=0, fill=1)
        self.canv.setFillGray(0)

    def _draw_side(self, x0: float, y0: float, x1: float, y1: float) -> None:
        canvas, rules = self.canv, self.look.rules
        if rules == "thin":
            canvas.rect(x0 - 0.3, y0 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)
        elif rules == "double":
            for apart in (-0.8, 0.8):
                shift = (0, apart) if y0 == y1 else (apart, 0)
                canvas.line(x0 + shift[0], y0 + shift[1], x1 + shift[0], y1 + shift[1])
        elif rules == "dashed":
            canvas.setDash(3, 2)
            canvas.line(x0, y0, x1, y1)
            canvas.setDash()
        else:
            length = max(x1 - x0, y1 - y0)
            for step in range(int(length / 2.5) + 1):
                along = min(2.5 * step, length)
                x, y = (x0 + along, y0) if y0 == y1 else (x0, y0 + along)
                canvas.rect(x - 0.4, y - 0.4, 0.8, 0.8, stroke=0, fill=1)
