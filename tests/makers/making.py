"""One description and one producer to one document with its truth; several of them to one file."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium

from tests.makers import by_chromium, by_libreoffice, by_reportlab
from tests.makers.description import HEADINGS, ReportText
from tests.makers.document import Block, Look, blocks
from tests.makers.truth import fold, truth

PRODUCERS: dict[str, Callable[[list[Block], Look], bytes]] = {
    "reportlab": by_reportlab.produce,
    "chromium": by_chromium.produce,
    "libreoffice": by_libreoffice.produce,
}


@dataclass(frozen=True)
class Made:
    """A document and what a perfect reader would say about it."""

    pdf: bytes
    truth: list[dict[str, Any]]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self.truth[-1]["last_page"]

    def save(self, path: Path) -> Path:
        """Writes the PDF to ``path``."""
        path.write_bytes(self.pdf)
        return path


def missing(producer: str) -> str | None:
    """Why ``producer`` cannot be used here, and how to get it; ``None`` if it can."""
    tools = {"chromium": by_chromium.missing, "libreoffice": by_libreoffice.missing}
    return tools[producer]() if producer in tools else None


def make(report: ReportText, producer: str = "reportlab", look: Look | None = None) -> Made:
    """The document of ``report``. It is made twice where it has contents: once to learn the page numbers."""
    look = look or Look()
    produce = PRODUCERS[producer]
    pdf = produce(blocks(report, look, {}), look)
    pages = heading_pages(pdf) if report.form == "analysis_report" else {}
    if pages and look.contents:
        pdf = produce(blocks(report, look, pages), look)
        pages = heading_pages(pdf)
    return Made(pdf, [truth(report, pages, 1, _page_count(pdf))])


def compiled(documents: Sequence[Made]) -> Made:
    """Several documents as one file, their truths renumbered."""
    whole = pdfium.PdfDocument.new()
    truths: list[dict[str, Any]] = []
    for made in documents:
        shift = len(whole)
        whole.import_pages(pdfium.PdfDocument(made.pdf))
        for one in made.truth:
            truths.append(_moved(one, shift, index=len(truths) + 1))
    out = io.BytesIO()
    whole.save(out)
    return Made(out.getvalue(), truths)


def _moved(one: dict[str, Any], shift: int, index: int) -> dict[str, Any]:
    return {
        **one,
        "index": index,
        "first_page": one["first_page"] + shift,
        "last_page": one["last_page"] + shift,
        "sections": [{**section, "page": section["page"] + shift} for section in one["sections"]],
    }


def _page_count(pdf: bytes) -> int:
    return len(pdfium.PdfDocument(pdf))


def heading_pages(pdf: bytes) -> dict[str, int]:
    """On which page each heading of an analysis report stands as a line of its own (the contents are none)."""
    found: dict[str, int] = {}
    headings = {fold(heading): heading for _, heading in HEADINGS}
    for number, page in enumerate(pdfium.PdfDocument(pdf), start=1):
        for line in page.get_textpage().get_text_range().splitlines():
            heading = headings.get(fold(line))
            if heading:
                found.setdefault(heading, number)
    return found
