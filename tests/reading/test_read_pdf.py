"""What a PDF gives, and what a broken or hostile one gives instead: a reason, never a crash or a hang."""

import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from perfeval_core.domain.place import CERTAIN
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.pagedoc import PageDoc, Unreadable
from perfeval_core.reading.pdf.pdfium import MAX_RULES
from perfeval_core.reading.pdf.read import read_pdf
from perfeval_core.reading.sniff import sniff
from tests.makers import Look, make
from tests.makers.example import ANALYSIS, FORM
from tests.reading import hostile

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    """One warm extractor, so that each hostile file meets the child that the one before left behind."""
    one = Extractor()
    yield one
    one.close()


def text_of(doc: PageDoc) -> str:
    """All lines outside tables."""
    return "\n".join(line.text for page in doc.pages for line in page.lines)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\0\0", "empty"),
        (b"hello", "not_a_document"),
        (b"\x89PNG\r\n\x1a\n", "not_a_document"),
        (b"PK\x03\x04rest", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported"),
        (b"{\\rtf1 text}", "unsupported"),
    ],
)
def test_what_is_no_pdf_has_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        sniff(data)
    assert error.value.reason == reason
    assert str(error.value)


def test_a_pdf_is_recognised_behind_some_rubbish() -> None:
    assert sniff(b"\r\nrubbish\r\n%PDF-1.4\n") == "application/pdf"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"%PDF-1.4\nnothing\n%%EOF\n", "damaged", id="no structure"),
        pytest.param(hostile.written("text")[:-100], "damaged", id="cut at the end"),
        pytest.param(hostile.written("text")[:300], "damaged", id="cut in the middle"),
        pytest.param(hostile.locked("secret", "text"), "encrypted", id="password"),
        pytest.param(hostile.damaged_stream(), "damaged", id="damaged stream"),
        pytest.param(hostile.page_with(b""), "damaged", id="nothing on the page"),
        pytest.param(hostile.flate_bomb(), "resource_limit", id="flate bomb"),
        pytest.param(hostile.flate_bomb(30), "resource_limit", id="small flate bomb"),
        pytest.param(hostile.draws_itself(), "resource_limit", id="draws itself"),
        pytest.param(hostile.many_lines(100_000), "resource_limit", id="many paths"),
        pytest.param(hostile.written("text"), "no_report_found", id="no report"),
    ],
)
def test_a_hostile_file_is_a_result_with_its_reason(data: bytes, reason: str, extractor: Extractor) -> None:
    began = time.monotonic()
    file = extractor.extract(data, "hostile.pdf")
    assert (file.status, file.reason, file.reports) == ("quarantined", reason, ())
    assert file.detail
    assert time.monotonic() - began < 15
    assert extractor.extract(hostile.written("text"), "next.pdf").reason == "no_report_found"


def test_a_page_with_just_as_many_rules_as_allowed_is_read() -> None:
    assert len(read_pdf(hostile.many_lines(MAX_RULES)).pages) == 1


def test_pages_are_the_same_whichever_are_open_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """With pages among them that are turned, empty, clipped, or end a line with a hyphen."""
    clipped = b"q 72 600 99 20 re W n BT /F1 12 Tf 72 605 Td (in) Tj ET BT /F1 12 Tf 72 560 Td (out) Tj ET Q"
    hyphen = hostile.written("code alpha-", "beta")
    turned = hostile.boxed(hostile.written("turned"), rotation=90)
    data = hostile.joined(make(ANALYSIS).pdf, hostile.page_with(clipped), hyphen, hostile.page_with(b""), turned)
    together = read_pdf(data)
    monkeypatch.setattr("perfeval_core.reading.pdf.pdfium.MOST_OPEN", 1)
    assert read_pdf(data) == together
    assert [line.text for page in together.pages[-4:-1] for line in page.lines] == ["in", "codealpha-", "beta"]


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfeval_core.reading.pdf.read.MAX_PAGES", 3)
    with pytest.raises(Unreadable) as error:
        read_pdf(make(ANALYSIS).pdf)
    assert error.value.reason == "too_many_pages"
    assert error.value.pages == make(ANALYSIS).pages


def test_an_empty_password_is_no_lock() -> None:
    assert text_of(read_pdf(hostile.locked("", "open to all"))) == "opentoall"


def test_text_outside_the_visible_box_is_not_read() -> None:
    data = hostile.written("inside", *["below"] * 20)
    assert text_of(read_pdf(hostile.boxed(data, crop=(0, 690, 595, 842)))) == "inside"


def test_text_that_is_clipped_away_or_invisible_is_not_read() -> None:
    drawn = (
        b"BT /F1 12 Tf 72 700 Td (shown) Tj ET "
        b"BT 3 Tr /F1 12 Tf 72 650 Td (invisible) Tj ET "
        b"q 72 600 40 20 re W n BT 0 Tr /F1 12 Tf 72 560 Td (clipped) Tj ET Q"
    )
    assert text_of(read_pdf(hostile.page_with(drawn))) == "shown"


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    assert text_of(read_pdf(hostile.written("code alpha-", "beta"))).replace("\n", "") == "codealpha-beta"


def test_a_raised_figure_stands_behind_its_letter() -> None:
    drawn = b"BT /F1 10 Tf 72 700 Td (500m) Tj 6 Tf 4 Ts (2) Tj ET"
    assert text_of(read_pdf(hostile.page_with(drawn))) == "500m2"


def test_slanted_text_of_another_colour_is_no_text() -> None:
    drawn = (
        b"BT /F1 12 Tf 72 700 Td (the text) Tj ET 1 0 0 rg "
        b"BT /F1 14 Tf 0.8 0.6 -0.6 0.8 80 690 Tm (S) Tj ET BT /F1 14 Tf 0.6 0.8 -0.8 0.6 100 690 Tm (E) Tj ET "
    )
    assert text_of(read_pdf(hostile.page_with(drawn))) == "thetext"


def test_text_printed_over_text_is_unsure() -> None:
    drawn = b"BT /F1 12 Tf 72 700 Td (123456) Tj ET BT /F1 12 Tf 75 701 Td (98) Tj ET BT /F1 12 Tf 72 600 Td (7) Tj ET"
    over, alone = read_pdf(hostile.page_with(drawn)).pages[0].lines
    assert over.confidence < CERTAIN
    assert (alone.text, alone.confidence) == ("7", 1.0)


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    drawn = b"BT /F1 12 Tf 72 700 Td (total) Tj ET BT /F1 12 Tf 72.3 700 Td (total) Tj ET"
    (line,) = read_pdf(hostile.page_with(drawn)).pages[0].lines
    assert (line.text, line.confidence) == ("total", 1.0)


def table_with(text: bytes) -> bytes:
    """A page with a table of two rows and two columns, 60 points wide each, with ``text`` drawn over it."""
    rules = b"".join(b"72 %d m 192 %d l S " % (y, y) for y in (700, 680, 660))
    rules += b"".join(b"%d 660 m %d 700 l S " % (x, x) for x in (72, 132, 192))
    return hostile.page_with(rules + b"BT /F1 10 Tf 75 686 Td (a) Tj ET " + text)


def test_a_word_that_runs_over_a_border_makes_both_cells_unsure() -> None:
    (grid,) = read_pdf(table_with(b"BT /F1 10 Tf 100 666 Td (2500000000) Tj ET")).pages[0].grids
    assert [(cell.text, cell.place.confidence < CERTAIN) for cell in grid.cells] == [
        ("a", False),
        ("", False),
        ("250000", True),
        ("0000", True),
    ]


def test_red_letters_in_a_cell_may_be_a_seal() -> None:
    (grid,) = read_pdf(table_with(b"1 0 0 rg BT /F1 10 Tf 140 666 Td (7) Tj ET")).pages[0].grids
    assert [cell.place.confidence < CERTAIN for cell in grid.cells] == [False, False, False, True]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_as_displayed(rotation: int) -> None:
    upright = read_pdf(make(FORM).pdf).pages[0]
    turned = read_pdf(hostile.boxed(make(FORM).pdf, rotation=rotation)).pages[0]
    across = rotation in (90, 270)
    assert (turned.width, turned.height) == (
        (upright.height, upright.width) if across else (upright.width, upright.height)
    )
    if rotation:  # text that a person would have to turn the page for is not read with confidence
        assert all(line.confidence < CERTAIN for line in turned.lines)
    else:
        assert turned == upright


@pytest.mark.parametrize("crop", [None, (40.0, 30.0, 560.0, 800.0)])
@pytest.mark.parametrize("report", [ANALYSIS, FORM], ids=["analysis", "form"])
def test_every_cell_stands_inside_its_page(report: object, crop: tuple[float, float, float, float] | None) -> None:
    data = make(report, look=Look(cut_rows=True, space_before_table=300)).pdf  # type: ignore[arg-type]
    doc = read_pdf(hostile.boxed(data, crop))
    cells = [(page, cell) for page in doc.pages for grid in page.grids for cell in grid.cells]
    assert sum(bool(cell.text) for _, cell in cells) > 40
    for page, cell in cells:
        x0, top, x1, bottom = cell.place.bbox
        assert cell.place.page == page.number
        assert 0 <= x0 < x1 <= page.width
        assert 0 <= top < bottom <= page.height


def test_a_filled_in_form_field_is_read() -> None:
    fields = b"/Annots [6 0 R]"
    widget = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (filled) /Rect [72 690 200 710] /F 4 /AP << /N 7 0 R >> >>"
    )
    look = hostile.stream(
        b"BT /F1 10 Tf 2 5 Td (filled) Tj ET",
        b"/Type /XObject /Subtype /Form /BBox [0 0 128 20] /Resources << /Font << /F1 5 0 R >> >>",
    )
    data = hostile.page_with(b"BT /F1 10 Tf 72 600 Td (printed) Tj ET", b"", b"", widget, look)
    data = data.replace(b"/MediaBox [0 0 595 842]", fields + b" /MediaBox [0 0 595 842]")
    assert text_of(read_pdf(data)) == "filled\nprinted"


@pytest.mark.parametrize(("value", "shown"), [(b"(filled)", "filled"), (b"<FEFF5B8C6210>", "完成")])
def test_a_form_field_that_only_says_its_value_is_read(value: bytes, shown: str) -> None:
    widget = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V %s /Rect [72 690 200 710] /F 4 /DA (/F1 10 Tf) >>" % value
    )
    data = hostile.page_with(b"BT /F1 10 Tf 72 600 Td (printed) Tj ET", b"", b"", widget)
    data = data.replace(b"/MediaBox [0 0 595 842]", b"/Annots [6 0 R] /MediaBox [0 0 595 842]")
    form = b"/Type /Catalog /AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>"
    assert text_of(read_pdf(data.replace(b"/Type /Catalog", form))) == f"{shown}\nprinted"


def test_the_locked_sample_is_told_as_encrypted(extractor: Extractor) -> None:
    reasons = {path.name: extractor.extract(path.read_bytes(), path.name).reason for path in SAMPLES.glob("*.pdf")}
    locked = []
    for path in SAMPLES.glob("*.pdf"):
        try:
            pdfium.PdfDocument(path).close()
        except pdfium.PdfiumError:
            locked.append(path.name)
    assert locked
    assert [name for name, reason in reasons.items() if reason == "encrypted"] == locked
