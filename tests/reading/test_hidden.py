"""Text that a person may not see is read and unsure: something is drawn over it, or it is in a layer."""

import pytest

from perfeval_core.reading.pdf.read import read_pdf
from tests.reading import hostile

TEXT = b"BT /F1 12 Tf 72 700 Td (shown) Tj ET\n"
PATCH = b"q 1 1 1 rg 60 690 200 40 re f Q\n"
PICTURE = b"q 200 0 0 40 60 690 cm /Im Do Q\n"
HALF = b"q /Half gs 1 1 0 rg 60 690 200 40 re f Q\n"
RESOURCES = b"/XObject << /Im 6 0 R /Fm 6 0 R >> /ExtGState << /Half << /ca 0.4 >> >> /Properties << /L 8 0 R >>"


def confidence(content: bytes, *more: bytes, catalog: bytes = b"") -> float:
    """How sure the first line is of a page that draws ``content``."""
    data = hostile.page_with(content, b"", RESOURCES, *more)
    (page,) = read_pdf(data.replace(b"/Type /Catalog", b"/Type /Catalog " + catalog)).pages
    assert page.lines[0].text == "shown"
    return page.lines[0].confidence


def picture(mask: bytes = b"") -> bytes:
    """A white picture of two by two points."""
    about = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB "
    return hostile.stream(b"\xff" * 12, about + mask)


def mask(alpha: bytes) -> bytes:
    """How much of each of four points is seen."""
    about = b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    return hostile.stream(alpha, about)


@pytest.mark.parametrize(
    ("content", "sure"),
    [
        (TEXT, True),
        (PATCH + TEXT, True),
        (TEXT + PATCH, False),
        (TEXT + HALF, True),
        (TEXT + b"q 60 690 200 40 re S Q\n", True),
        (TEXT + b"q 1 1 1 rg 60 600 200 40 re f Q\n", True),
        (TEXT + b"q 0 0 10 10 re W n 1 1 1 rg 60 690 200 40 re f Q\n", True),
        (TEXT + b"q 1 1 1 rg 60 690 m 260 690 l 260 730 l 160 740 l 60 730 l h f Q\n", False),
    ],
    ids=["alone", "below", "over", "half", "frame", "beside", "clipped-away", "odd-shape"],
)
def test_a_patch_hides_what_was_drawn_before_it(content: bytes, sure: bool) -> None:
    assert (confidence(content) == 1) is sure


def test_a_picture_hides_text_unless_it_is_seen_through() -> None:
    assert confidence(TEXT + PICTURE, picture()) < 0.9
    assert confidence(PICTURE + TEXT, picture()) == 1
    masked = picture(b"/SMask 7 0 R ")
    assert confidence(TEXT + PICTURE, masked, mask(b"\xff\0\0\0")) == 1
    assert confidence(TEXT + PICTURE, masked, mask(b"\xff" * 4)) < 0.9


def test_a_patch_in_a_form_object_hides_what_was_drawn_before_the_form() -> None:
    form = hostile.stream(PATCH, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    assert confidence(TEXT + b"/Fm Do\n", form) < 0.9
    assert confidence(b"/Fm Do\n" + TEXT, form) == 1


def test_text_in_a_layer_is_unsure() -> None:
    form = hostile.stream(
        TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>"
    )
    layers = b"/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >>"
    more = form, picture(), b"<< /Type /OCG /Name (L) >>"
    marked = b"/OC /L BDC\n" + TEXT + b"EMC\n"
    assert confidence(marked, *more, catalog=layers) < 0.9
    assert confidence(b"/Fm Do\n", *more, catalog=layers) < 0.9  # nobody says in which layer a form object is
    assert confidence(b"/Span << >> BDC\n" + TEXT + b"EMC\n", *more, catalog=layers) == 1
    assert confidence(b"/Fm Do\n", *more) == 1


def test_a_page_is_unsure_whose_form_object_says_itself_how_it_reads() -> None:
    other = b"/Span << /ActualText (shown) >> BDC\n" + TEXT.replace(b"shown", b"other") + b"EMC\n"
    form = hostile.stream(
        other,
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [0.5 0 0 0.5 0 0]"
        b" /Resources << /Font << /F1 5 0 R >> >>",
    )
    line = TEXT.replace(b"700", b"800")
    assert confidence(line + b"/Fm Do\n", form) < 0.9
    assert confidence(line + b"/Fm Do\n", form.replace(b"/ActualText", b"/Lang")) == 1


def test_text_as_light_as_a_watermark_is_unsure() -> None:
    assert confidence(b"0.8 g " + TEXT) < 0.9
    assert confidence(b"0.4 g " + TEXT) == 1
