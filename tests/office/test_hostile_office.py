"""Hostile and broken Word and Excel files: each a result with a reason, soon, and the next file is read as ever."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from random import Random

import pytest

from perfeval_core.extraction.extractor import Extractor
from tests.makers.example import ANALYSIS, FORM
from tests.makers.office import excel, word

SECONDS = 30
WORD, EXCEL = word(ANALYSIS).data, excel(FORM).data
DOCUMENT, SHEET, BOOK = "word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"

Edit = Callable[[bytes], bytes]


def altered(data: bytes, part: str, edit: Edit, more: dict[str, bytes] | None = None) -> bytes:
    """The package with one part changed and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == part else content)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def after(tag: bytes, inserted: bytes) -> Edit:
    """Puts ``inserted`` behind the first ``tag``."""
    return lambda content: content.replace(tag, tag + inserted, 1)


def doctype(content: bytes) -> bytes:
    """Puts a billion laughs before the root element and one of them inside it."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghijk"
    )
    body = re.sub(rb"<\?xml[^>]*\?>", b"", content)
    return laughs + b"]>" + body.replace(b"<w:t>", b"<w:t>&k;", 1)


def outside(content: bytes) -> bytes:
    """Names a file of the machine as an entity."""
    body = re.sub(rb"<\?xml[^>]*\?>", b"", content)
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + body.replace(b"<w:t>", b"<w:t>&e;", 1)


def nested(content: bytes) -> bytes:
    """Tables in tables in tables."""
    deep = b"<w:tbl><w:tr><w:tc>" * 3000 + b"</w:tc></w:tr></w:tbl>" * 3000
    return content.replace(b"<w:body>", b"<w:body>" + deep, 1)


def in_compound_file(*streams: str) -> bytes:
    """The beginning of an OLE container with the names of its streams."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(n.encode("utf-16-le") + bytes(64) for n in streams)
    )


ROWS = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(100, 400_000))

HOSTILE = {
    "cut off": (WORD[: len(WORD) // 2], {"damaged"}),
    "no central directory": (b"PK\x03\x04" + bytes(2000), {"damaged"}),
    "broken xml": (altered(WORD, DOCUMENT, lambda content: content[: len(content) // 2]), {"damaged"}),
    "not utf-8": (altered(WORD, DOCUMENT, lambda content: content.replace("项".encode(), b"\xff\xfe")), {"damaged"}),
    "billion laughs": (altered(WORD, DOCUMENT, doctype), {"damaged"}),
    "external entity": (altered(WORD, DOCUMENT, outside), {"damaged"}),
    "billion laughs in a sheet": (altered(EXCEL, SHEET, doctype), {"damaged"}),
    "decompression bomb": (altered(WORD, DOCUMENT, after(b"<w:body>", b" " * 100_000_000)), {"resource_limit"}),
    "bomb in a sheet": (altered(EXCEL, SHEET, after(b"<sheetData>", b" " * 100_000_000)), {"resource_limit"}),
    "ten million elements": (altered(WORD, DOCUMENT, after(b"<w:body>", b"<w:p/>" * 10_000_000)), None),
    "nested tables": (altered(WORD, DOCUMENT, nested), {"damaged", "resource_limit", "no_report_found"}),
    "four hundred thousand rows": (altered(EXCEL, SHEET, after(b"</row>", ROWS)), {"resource_limit"}),
    "no main part": (altered(WORD, "_rels/.rels", lambda content: b"<Relationships/>"), {"damaged"}),
    "parts that lead outside": (
        altered(EXCEL, "xl/_rels/workbook.xml.rels", lambda c: c.replace(b"worksheets/sheet1", b"../../../etc/passwd")),
        {"damaged", "no_report_found"},
    ),
    "a number that is none": (altered(EXCEL, SHEET, lambda c: c.replace(b"<v>", b"<v>x", 40)), {"damaged"}),
    "a style that is none": (altered(EXCEL, SHEET, lambda c: c.replace(b' s="', b' s="x', 3)), {"damaged"}),
    "password": (in_compound_file("Root Entry", "EncryptionInfo", "EncryptedPackage"), {"encrypted"}),
    "other container": (in_compound_file("Root Entry", "PowerPoint Document"), {"unsupported"}),
    "ofd": (altered(WORD, "", bytes, {"OFD.xml": b"<OFD/>"}), {"unsupported"}),
    "xlsb": (altered(EXCEL, "", bytes, {"xl/workbook.bin": b"\0"}), {"unsupported"}),
    "rtf": (b"{\\rtf1 text}", {"unsupported"}),
    "web page called xls": (b"<html><table><tr><td>1</td></tr></table></html>", {"unsupported"}),
    "rar": (b"Rar!\x1a\x07\x00", {"unsupported"}),
}


SLOW = {"ten million elements"}
"""What only the clock ends."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in HOSTILE]
)
def test_a_reason_and_soon(name: str, extractor: Extractor) -> None:
    data, reasons = HOSTILE[name]
    began = time.monotonic()
    file = extractor.extract(data, "hostile")
    assert time.monotonic() - began < SECONDS
    if reasons is None:
        assert file.status == "quarantined" or file.reports
    else:
        assert (file.status, file.reports) == ("quarantined", ())
        assert file.reason in reasons
        assert file.detail
    assert extractor.extract(EXCEL, "next.xlsx").status == "extracted"


def test_a_merged_range_as_large_as_the_sheet(extractor: Extractor) -> None:
    """It hides everything that it covers; nothing is read wrongly, and nothing grows."""
    data = altered(
        EXCEL, SHEET, after(b"<mergeCells", b' x="1"><mergeCell ref="A3:XFD1048576"/></mergeCells><mergeCells')
    )
    began = time.monotonic()
    file = extractor.extract(data, "merged.xlsx")
    assert time.monotonic() - began < SECONDS
    assert file.status != "extracted"


def test_a_sheet_that_says_it_is_full(extractor: Extractor) -> None:
    data = altered(
        EXCEL, SHEET, lambda content: re.sub(rb'ref="A1:[A-Z]+\d+"', b'ref="A1:XFD1048576"', content, count=1)
    )
    assert extractor.extract(data, "full.xlsx").status == "extracted"


def test_a_field_that_never_ends_is_no_silent_loss(extractor: Extractor) -> None:
    begin = b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    file = extractor.extract(altered(WORD, DOCUMENT, after(b"<w:body>", begin)), "field.docx")
    assert (file.status, file.reason) == ("quarantined", "damaged")


@pytest.mark.parametrize("data", [WORD, EXCEL], ids=["docx", "xlsx"])
def test_bytes_changed_at_random(data: bytes, extractor: Extractor) -> None:
    """In the archive and in its parts: any result, never an error of ours."""
    random = Random(7)
    part = DOCUMENT if data is WORD else SHEET
    for _ in range(60):
        whole = random.random() < 0.5
        changed = _scratched(data, random) if whole else altered(data, part, lambda c: _scratched(c, random))
        file = extractor.extract(changed, "scratched")
        assert file.status in ("extracted", "partial", "quarantined")


def _scratched(content: bytes, random: Random) -> bytes:
    scratched = bytearray(content)
    for _ in range(random.choice((1, 3, 30))):
        at = random.randrange(len(scratched))
        scratched[at : at + random.choice((0, 1, 5))] = bytes(
            random.randrange(32, 127) for _ in range(random.choice((0, 1, 4)))
        )
    return bytes(scratched)
