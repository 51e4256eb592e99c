"""The fast route against plain pdfplumber: the same cells, the same text."""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pytest
from pdfplumber.table import TableFinder

from perfeval_core.domain.place import Box
from perfeval_core.reading.pagedoc import Grid
from perfeval_core.reading.pdf.lattice import Bars, bars, tables
from perfeval_core.reading.pdf.pdfium import read_ink
from perfeval_core.reading.pdf.read import read_pdf
from perfeval_core.reading.pdf.whole import Whole
from perfeval_core.reading.text import fold
from tests.extraction.descriptions import look, report
from tests.helpers.truth import CORPUS
from tests.makers import make

RULED = ("lo_docx", "chrome_ruled", "weasy_ruled", "rl_split", "rl_repeat", "rl_fullwidth", "form_rl")
"""Without seals, rotation, clipped text or unruled tables: plain pdfplumber is right wherever it finds a cell."""


def files() -> list[Any]:
    """Files of the corpus, as far as there is one, and made ones."""
    found = [path for folder in RULED for path in sorted((Path(CORPUS) / folder).glob("*.pdf"))] if CORPUS else []
    params = [pytest.param(path.read_bytes(), id=f"{path.parent.name}/{path.name}") for path in found]
    for seed in range(12):
        random = Random(f"oracle {seed}")
        params.append(pytest.param(make(report(random), look=look(random)).pdf, id=f"made {seed}"))
    return params


FILES = files()


@pytest.mark.parametrize("data", FILES)
def test_the_same_cells_with_the_same_text(data: bytes) -> None:
    ours = read_pdf(data)
    seen = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page, plain in zip(ours.pages, document.pages, strict=True):
            for box, text in plain_cells(plain):
                seen += 1
                own = text_at(page.grids, box)
                assert own is not None, f"page {page.number}: no cell at {box}, where pdfplumber has {text!r}"
                assert own == text
    assert seen > 20


def plain_cells(page: Any) -> Iterator[tuple[Box, str]]:
    """The cells of a page by pdfplumber alone, with their folded texts."""
    for table in page.find_tables():
        for row, texts in zip(table.rows, table.extract(), strict=True):
            for box, text in zip(row.cells, texts, strict=True):
                if box is not None:
                    yield box, fold(text or "")


def text_at(grids: tuple[Grid, ...], box: Box) -> str | None:
    """The text of the cell that holds the middle of ``box``."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for grid in grids:
        for cell in grid.cells:
            x0, top, x1, bottom = cell.place.bbox or box
            if x0 <= x < x1 and top <= y < bottom:
                return cell.text
    return None


@pytest.mark.parametrize("data", FILES)
def test_the_lattice_finds_what_the_table_finder_finds(data: bytes) -> None:
    """On the rules that PDFium gives, tables that page breaks left open included."""
    document = pdfium.PdfDocument(data)
    found = 0
    for page in read_ink(document, range(1, len(document) + 1), Whole(data)).pages:
        drawn = bars(page.rules)
        finder = TableFinder(SimpleNamespace(edges=edges(drawn), chars=[], bbox=(0, 0, page.width, page.height)))
        theirs = sorted(sorted(table.cells) for table in finder.tables)
        ours = sorted(sorted(table) for table in tables(drawn))
        assert ours == theirs
        found += sum(map(len, ours))
    assert found > 20


def edges(drawn: Bars) -> list[dict[str, Any]]:
    """``drawn`` as the table finder wants its edges."""
    level = [(bar.start, bar.at, bar.stop, bar.at, "h") for bar in drawn.level]
    upright = [(bar.at, bar.start, bar.at, bar.stop, "v") for bar in drawn.upright]
    return [
        {
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "width": x1 - x0,
            "height": bottom - top,
            "orientation": orientation,
            "object_type": "line",
        }
        for x0, top, x1, bottom, orientation in (*level, *upright)
    ]
