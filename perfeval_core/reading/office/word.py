"""A Word document (.docx) to a ``PageDoc``: paragraphs and tables with their addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from perfeval_core.domain.place import Place
from perfeval_core.reading.office.numbering import Numbering
from perfeval_core.reading.office.package import Package, attribute, child, is_on, local
from perfeval_core.reading.office.word_looks import WordLooks, shaded
from perfeval_core.reading.office.word_prompts import Prompts
from perfeval_core.reading.office.word_table import WordCell, WordTable, has_upright_rules, nested_tables, read_table
from perfeval_core.reading.office.word_text import Paragraph, WordText, mark_is_gone, styles_by_id
from perfeval_core.reading.pagedoc import Grid, GridCell, Page, PageDoc, TextLine
from perfeval_core.reading.text import fold

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNSURE = 0.5
"""The confidence of text that is there but that may not be what is displayed."""
_AROUND_BLOCKS = {"sdt", "sdtContent", "customXml", "ins", "moveTo"}
_PLACING = 2
"""A table without upright rules and with so many columns places the words of a cover."""


def read_word(package: Package, main: str, root: Element) -> PageDoc:
    """The document whose part ``main`` has the element ``root``."""
    styles_part, numbering_part = package.one_related(main, "styles"), package.one_related(main, "numbering")
    styles_root = package.xml(styles_part) if styles_part else None
    styles = styles_by_id(styles_root)
    numbering = Numbering(package.xml(numbering_part) if numbering_part else None, styles)
    looks = WordLooks(styles_root, styles, root)
    reader = _Reader(styles, looks, WordText(styles, looks, Prompts(root, styles)), numbering)
    reader.blocks(child(root, "body"), looks.paper)
    return PageDoc(MEDIA_TYPE, reader.finish())


@dataclass
class _Reader:
    """Walks through a document's body. Pages are those that the writer began by hand, numbered with gaps between
    them, because none goes on in the next."""

    styles: dict[str, Element]
    looks: WordLooks
    text: WordText
    numbering: Numbering
    pages: list[Page] = field(default_factory=list)
    lines: list[TextLine] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    waiting: Paragraph | None = None

    def blocks(self, content: Element | None, behind: str | None) -> None:
        """Reads what stands in ``content``, in its order, on the colour ``behind`` it (``None``: unknown)."""
        for one in () if content is None else content:
            name = local(one)
            if name == "p":
                self._paragraph(one, behind)
            elif name == "tbl":
                self._table(one, behind)
            elif name in _AROUND_BLOCKS:
                self.blocks(one, behind)
            elif name == "AlternateContent":
                self.blocks(child(one, "Choice"), behind)

    def finish(self) -> tuple[Page, ...]:
        """The pages of the whole document."""
        self.text.end()
        self._new_page()
        return tuple(self.pages)

    def _paragraph(self, element: Element, behind: str | None) -> None:
        self.paragraphs += 1
        properties = child(element, "pPr")
        if is_on(child(properties, "pageBreakBefore")):
            self._new_page()
        shown = self._shown(element, behind)
        if mark_is_gone(element):
            self.waiting = shown
            return
        at = {"paragraph": self.paragraphs}
        for number, lines in enumerate(shown.pages()):
            if number:
                self._new_page()
            for pieces in lines:
                self._line(pieces, at, shown.sure)
        if child(properties, "sectPr") is not None:
            self._new_page()
        for box in shown.boxes:
            self._box(box, at)

    def _shown(self, element: Element, behind: str | None) -> Paragraph:
        """What a paragraph shows, after its label and what a deleted mark left in the same line."""
        shown = self.text.paragraph(element, behind)
        if not mark_is_gone(element):
            label = self.numbering.label(child(element, "pPr"))
            shown.text, shown.sure = label.text + shown.text, shown.sure and label.sure
        if self.waiting is not None:
            before, self.waiting = self.waiting, None
            shown.text, shown.sure = before.text + shown.text, before.sure and shown.sure
            shown.boxes = before.boxes + shown.boxes
        return shown

    def _box(self, content: Element, at: dict[str, Any]) -> None:
        """A text box (文本框) in the body: its paragraphs are lines, its tables are tables."""
        for one in content:
            if local(one) == "p":
                shown = self._shown(one, None)
                for pieces in (line for page in shown.pages() for line in page):
                    self._line(pieces, at, shown.sure)
                for box in shown.boxes:
                    self._box(box, at)
            elif local(one) == "tbl":
                self._table(one, None)

    def _line(self, pieces: tuple[str, ...], at: dict[str, Any], sure: bool) -> None:
        folded = tuple(text for piece in pieces if (text := fold(piece)))
        if folded:
            place = _place(at, sure)
            self.lines.append(TextLine("".join(folded), self._below(), folded, place.confidence, place))

    def _below(self) -> tuple[float, float, float, float]:
        """A box that only says: after everything so far."""
        top = float(len(self.lines) + len(self.grids))
        return (0.0, top, 1.0, top + 1)

    def _new_page(self) -> None:
        if self.lines or self.grids:
            number = 2 * len(self.pages) + 1
            self.pages.append(Page(number, 1.0, 1.0, "native", tuple(self.lines), tuple(self.grids)))
            self.lines, self.grids = [], []

    def _table(self, element: Element, behind: str | None) -> None:
        table, behind = read_table(element), self._behind_cells(element, behind)
        if len(table.cells) == 1 and nested_tables(table.cells[0]):
            self.blocks(table.cells[0].content, _behind(table.cells[0], behind))  # a frame around everything
            return
        self.tables += 1
        number = self.tables
        read = [self._cell(cell, number, behind) for cell in table.cells]
        if len(table.edges) <= _PLACING + 1 and not has_upright_rules(element, self.styles):
            self._lines_of(number, table.height, [cell for cell, _ in read])
            return
        stray = tuple(line for _, lines in read for line in lines)
        cells, banners = [cell for cell, _ in read], _banners(table)
        self._lines_of(number, banners, cells)
        below = tuple(cell._replace(row=cell.row - banners) for cell in cells if cell.row >= banners)
        if any(cell.text for cell in below):
            self.grids.append(Grid(self._below(), table.edges, table.height - banners, below, stray))

    def _lines_of(self, number: int, height: int, cells: list[GridCell]) -> None:
        """The rows of a table that only places words, as lines."""
        for row in range(height):
            own = [cell for cell in cells if cell.row == row]
            sure = all(cell.place.confidence == 1 for cell in own)
            self._line(tuple(cell.text for cell in own), {"table": number, "row": row + 1, "column": 1}, sure)

    def _behind_cells(self, table: Element, behind: str | None) -> str | None:
        """The colour behind the cells of a table that say none; unknown if its style shades some of them."""
        styled = self.looks.has_shades(attribute(child(table, "tblPr", "tblStyle"), "val"))
        return None if styled else shaded(child(table, "tblPr", "shd"), behind)

    def _cell(self, cell: WordCell, table: int, behind: str | None) -> tuple[GridCell, list[TextLine]]:
        """A cell with its text, and what stands in it without being its text: text boxes and nested tables. A person
        reads them as the cell's, but where in it they stand is not known."""
        at = {"table": table, "row": cell.row + 1, "column": cell.column + 1}
        shown = [self._shown(one, _behind(cell, behind)) for one in _paragraphs(cell.content)]
        text = fold("".join(one.text for one in shown))
        others = [box for one in shown for box in one.boxes] + nested_tables(cell)
        inner = [self._inside(one) for one in others]
        sure = cell.sure and all(one.sure for one in shown) and not any(one.text or one.picture for one in inner)
        place = _place(at, sure and (bool(text) or not any(one.picture for one in shown)))
        strays = [TextLine(one.text, (0.0, 0.0, 0.0, 0.0), place=place) for one in inner if one.text]
        return GridCell(cell.row, cell.column, cell.row_span, cell.column_span, text, place), strays

    def _inside(self, element: Element) -> Paragraph:
        """All paragraphs of a text box or nested table as one."""
        shown = [self.text.paragraph(one, None) for one in element.iter() if local(one) == "p"]
        return Paragraph(fold("".join(one.text for one in shown)), picture=any(one.picture for one in shown))


def _behind(cell: WordCell, behind: str | None) -> str | None:
    return shaded(child(cell.content, "tcPr", "shd"), behind)


def _banners(table: WordTable) -> int:
    """How many rows at the top are one cell over the whole width: titles that were put into their table."""
    count = 0
    for cell in table.cells:
        whole = cell.column_span == len(table.edges) - 1 > 1 and cell.row_span == 1
        if cell.row != count or not whole:
            break
        count += 1
    return count if count < table.height else 0


def _place(at: dict[str, Any], sure: bool) -> Place:
    return Place(**at, route="native", confidence=1.0 if sure else UNSURE)


def _paragraphs(content: Element) -> Iterator[Element]:
    """The paragraphs of a cell, those of nested tables left out."""
    for one in content:
        if local(one) == "p":
            yield one
        elif local(one) in _AROUND_BLOCKS:
            yield from _paragraphs(one)
