"""PDFs that hurt: real files, built byte by byte, each broken or hostile in one way."""

import io
import zlib

import pypdfium2 as pdfium
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas


def pdf_of(*objects: bytes, root: int = 1) -> bytes:
    """A whole PDF of ``objects`` (numbered from 1) with a right table of offsets."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, table))
    return out.getvalue()


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def page_with(content: bytes, extra: bytes = b"", resources: bytes = b"", *more: bytes) -> bytes:
    """One page that draws ``content``; ``more`` objects are numbered from 6 on."""
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> %s >> >>" % resources,
        stream(content, extra),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *more,
    )


def flate_bomb(megabytes: int = 400) -> bytes:
    """A page whose content is small in the file and unpacks to ``megabytes`` of drawing."""
    packer = zlib.compressobj(9)
    piece = b"0 0 m 9 9 l S\n" * 75_000
    packed = b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()
    return page_with(packed, b"/Filter /FlateDecode")


def draws_itself() -> bytes:
    """A form object that draws itself, twice at each level."""
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>",
    )
    return page_with(b"BT /F1 12 Tf 72 700 Td (text) Tj ET /X Do", b"", b"/XObject << /X 6 0 R >>", form)


def many_lines(count: int) -> bytes:
    """A page with ``count`` rules, each an object of its own."""
    drawn = b"".join(b"%d %d m %d %d l S\n" % (n % 500, n // 500, n % 500 + 20, n // 500) for n in range(count))
    return page_with(b"BT /F1 12 Tf 72 700 Td (text) Tj ET\n" + drawn)


def damaged_stream() -> bytes:
    """A page whose packed content is broken in its middle."""
    packed = bytearray(zlib.compress(b"BT /F1 12 Tf 72 700 Td (some text) Tj ET\n" * 400))
    packed[10:60] = b"\xff" * 50
    return page_with(bytes(packed), b"/Filter /FlateDecode")


def written(*lines: str, **canvas: object) -> bytes:
    """A page with ``lines`` of plain text by ReportLab."""
    out = io.BytesIO()
    page = Canvas(out, invariant=1, **canvas)  # type: ignore[arg-type]
    for number, line in enumerate(lines):
        page.drawString(72, 700 - 20 * number, line)
    page.save()
    return out.getvalue()


def locked(user_password: str, *lines: str) -> bytes:
    """``written``, encrypted; an empty ``user_password`` opens without asking."""
    return written(*lines, encrypt=StandardEncryption(user_password, ownerPassword="owner", strength=128))


def boxed(data: bytes, crop: tuple[float, float, float, float] | None = None, rotation: int = 0) -> bytes:
    """``data`` with another visible box and rotation on every page."""
    document = pdfium.PdfDocument(data)
    for page in document:
        if crop is not None:
            page.set_cropbox(*crop)
        page.set_rotation(rotation)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def joined(*parts: bytes) -> bytes:
    """All pages of ``parts`` in one file."""
    document = pdfium.PdfDocument.new()
    for part in parts:
        document.import_pages(pdfium.PdfDocument(part))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
