"""A page without a text layer that can be trusted, read from its picture: the same lines and tables as any page."""

from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium

from perfeval_core.domain.place import Box, Place
from perfeval_core.reading.ocr.picture import Picture, picture_of
from perfeval_core.reading.ocr.reader import LOST, LineRead, RegionReader, TooMuchInk
from perfeval_core.reading.ocr.rules import page_rules
from perfeval_core.reading.ocr.segments import Region, usual_em
from perfeval_core.reading.pagedoc import Grid, GridCell, Page, TextLine
from perfeval_core.reading.pdf.grids import BareCell, BareGrid, find_grids
from perfeval_core.reading.pdf.ink import PageInk, Rule
from perfeval_core.reading.text import fold

_INSET = 3
"""Pixels by which a cell's region is smaller than its box: half a rule."""
_BORDER = 2.5
"""Points from a cell's border within which a rule is part of the border."""
_NARROWEST = 60.0
"""Points; a box no wider than this is a character or a seal, not a table."""
_UNLIKELY = 0.5
"""Where most characters are less sure than this, the page is a photograph."""


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Page ``number`` by recognition (文字识别)."""
    width, height = page.get_size()
    picture = picture_of(page)
    unread = Page(number, width, height, "ocr", (), (), unread=True)
    if picture is None:
        return unread
    rules, covered = page_rules(picture)
    reader = RegionReader(picture, covered)
    try:
        grids = [_grid(reader, picture, rules, grid, number) for grid in _tables(rules, number, width, height)]
        lines = _lines(reader, picture)
    except TooMuchInk:
        return unread
    return unread if _is_photograph(lines, grids) else Page(number, width, height, "ocr", lines, tuple(grids))


def _tables(rules: tuple[Rule, ...], number: int, width: float, height: float) -> list[BareGrid]:
    found = find_grids(PageInk(number, width, height, "ocr", rules))
    return [grid for grid in found if grid.bbox[2] - grid.bbox[0] >= _NARROWEST]


def _is_photograph(lines: Sequence[TextLine], grids: Sequence[Grid]) -> bool:
    letters = sum(len(line.text) for line in lines)
    unlikely = sum(len(line.text) for line in lines if line.confidence < _UNLIKELY)
    return not grids and 2 * unlikely > letters


def _grid(reader: RegionReader, picture: Picture, rules: Sequence[Rule], grid: BareGrid, number: int) -> Grid:
    """``grid`` with the texts of its cells; what was read is cleared, so that what is left stands in no cell."""
    region = _pixels(grid.bbox, picture)
    x0, top, x1, bottom = region
    em = usual_em(reader.ink[top:bottom, x0:x1], picture.scale)
    cells = tuple(_cell(reader, picture, cell, em, number, rules) for cell in grid.cells)
    stray = tuple(_text_line(line, picture) for line in reader.lines(region, em))
    reader.clear(region)
    return Grid(grid.bbox, grid.edges, grid.row_count, cells, tuple(line for line in stray if line.text))


def _cell(
    reader: RegionReader, picture: Picture, cell: BareCell, em: float, number: int, rules: Sequence[Rule]
) -> GridCell:
    x0, top, x1, bottom = _pixels(cell.bbox, picture)
    region = (x0 + _INSET, top + _INSET, x1 - _INSET, bottom - _INSET)
    lines = reader.lines(region, em)
    sure = min((line.confidence for line in lines), default=1.0)
    struck = any(_strikes(rule, cell.bbox) for rule in rules)
    if struck or reader.unread(region, lines).any() or any(len(line.pieces) > 1 for line in lines):
        sure = min(sure, LOST)
    reader.clear(region)
    place = Place(page=number, bbox=picture.displayed((x0, top, x1, bottom)), route="ocr", confidence=round(sure, 4))
    return GridCell(
        row=cell.row,
        column=cell.column,
        row_span=cell.row_span,
        column_span=cell.column_span,
        text=fold("".join(line.text for line in lines)),
        spot=place,
        open_top=cell.open_top,
        open_bottom=cell.open_bottom,
        room=(x1 - x0 - (lines[-1].box[2] - lines[-1].box[0])) / em if lines else 0.0,
    )


def _strikes(rule: Rule, cell: Box) -> bool:
    """Whether a rule lies inside a cell: it may be a stroke of what is written there."""
    x0, top, x1, bottom = (cell[0] + _BORDER, cell[1] + _BORDER, cell[2] - _BORDER, cell[3] - _BORDER)
    return rule.x0 < x1 and rule.x1 > x0 and rule.top < bottom and rule.bottom > top


def _lines(reader: RegionReader, picture: Picture) -> tuple[TextLine, ...]:
    """The lines outside the tables; ink that is in none makes the line nearest to it doubtful."""
    height, width = picture.gray.shape
    region = (0, 0, width, height)
    lines = reader.lines(region, usual_em(reader.ink, picture.scale))
    lost = np.flatnonzero(reader.unread(region, lines).any(axis=1))
    doubted = set()
    if lines and len(lost):
        middles = np.array([(line.box[1] + line.box[3]) / 2 for line in lines])
        doubted = set(np.abs(middles[:, None] - lost[None, :]).argmin(axis=0).tolist())
    found = (_text_line(line, picture, LOST if index in doubted else 1.0) for index, line in enumerate(lines))
    return tuple(line for line in found if line.text)


def _text_line(line: LineRead, picture: Picture, most: float = 1.0) -> TextLine:
    return TextLine(
        text=fold(line.text),
        bbox=picture.displayed(line.box),
        pieces=tuple(fold(piece) for piece in line.pieces),
        confidence=round(min(line.confidence, most), 4),
    )


def _pixels(box: Box, picture: Picture) -> Region:
    height, width = picture.gray.shape
    x0, top, x1, bottom = (round(value * picture.scale) for value in box)
    return max(x0, 0), max(top, 0), min(x1, width), min(bottom, height)
