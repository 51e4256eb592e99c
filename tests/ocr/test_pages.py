"""Which pages are read by recognition, and what happens without the extra ``ocr``."""

import io

import pypdfium2 as pdfium
import pytest
from PIL import Image

from perfeval_core.extraction.extract import extract
from perfeval_core.reading.ocr import pages
from perfeval_core.reading.pagedoc import Page
from tests.makers import Made, compiled, make
from tests.makers.example import FORM


def picture_page() -> Made:
    """A page that is one picture, with nothing to read in it."""
    packed = io.BytesIO()
    Image.new("L", (300, 400), 200).save(packed, "JPEG")
    document = pdfium.PdfDocument.new()
    picture = pdfium.PdfImage.new(document)
    picture.load_jpeg(packed, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(595, 842))
    page = document.new_page(595, 842)
    page.insert_obj(picture)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return Made(out.getvalue(), [])


def nothing(seconds: float) -> None:
    """Asked for time, gives none."""


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "installed", lambda: False)


@pytest.mark.usefixtures("without_extra")
def test_a_scan_without_the_extra_says_how_to_install_it() -> None:
    file = extract(picture_page().pdf, nothing)
    assert (file.status, file.reason, file.pages) == ("quarantined", "unsupported", 1)
    assert "pip install 'perfeval[ocr]'" in (file.detail or "")


@pytest.mark.usefixtures("without_extra")
def test_a_picture_among_the_pages_of_a_report_is_named() -> None:
    file = extract(compiled([make(FORM), picture_page()]).pdf, nothing)
    [report] = file.reports
    assert file.status == report.status == "partial"
    assert "第2页" in (report.reason or "")
    assert report.last_page == 2


@pytest.mark.usefixtures("without_extra")
def test_a_report_that_has_its_text_needs_no_extra() -> None:
    assert extract(make(FORM).pdf, nothing).status == "extracted"


def test_time_is_asked_for_by_the_pages_that_are_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "installed", lambda: True)
    monkeypatch.setattr(pages, "_read", lambda document, number: Page(number, 1, 1, "ocr", (), (), unread=True))
    asked: list[float] = []
    extract(compiled([make(FORM), picture_page(), picture_page()]).pdf, asked.append)
    assert max(asked) == 2 * pages.SECONDS_PER_PAGE
