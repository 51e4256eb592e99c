"""A page as a picture (页面图), with boxes around what is meant. Drawn by PDFium, in the child with limits."""

import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, ImageDraw

from perfeval_core.domain.place import Box
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf.opening import open_document
from perfeval_core.reading.sandbox import Sandbox
from perfeval_core.reading.sniff import sniff

POINTS_PER_INCH = 72
MOST_PIXELS = 40_000_000
"""A page may say that it is as large as it likes."""

_RED = (214, 32, 32)
_PADDING = 2


class NoSuchPage(LookupError):
    """The document has no page of that number; ``pages`` is how many it has."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


class Painter:
    """Draws pages in a child process; close it when done."""

    def __init__(self) -> None:
        self._sandbox = Sandbox("perfeval_core.reading.pictures:paint")

    def page(self, data: bytes, number: int, boxes: Sequence[Box] = (), dpi: int = 110) -> bytes:
        """Page ``number`` (from 1) as PNG, ``boxes`` (PDF points, as displayed) outlined in red.

        Raises ``Unreadable`` for a document that cannot be drawn, ``NoSuchPage``.
        """
        order = json.dumps({"page": number, "boxes": list(boxes), "dpi": dpi}).encode()
        answer = self._sandbox.run(len(order).to_bytes(8) + order + data)
        kind, content = answer[:1], answer[1:]
        if kind == b"#":
            raise NoSuchPage(int(content))
        if kind == b"!":
            raise Unreadable(**json.loads(content))
        return content

    def close(self) -> None:
        """Ends the child process."""
        self._sandbox.close()


def paint(payload: bytes, more_time: Callable[[float], None]) -> bytes:
    """The child's side of ``Painter.page``: ``=`` and a PNG, ``#`` and the number of pages, or ``!`` and a reason."""
    end = 8 + int.from_bytes(payload[:8])
    try:
        return _paint(payload[end:], json.loads(payload[8:end]))
    except Unreadable as error:
        return b"!" + json.dumps({"reason": error.reason, "detail": str(error)}).encode()


def _paint(data: bytes, order: dict[str, Any]) -> bytes:
    if sniff(data) != "application/pdf":
        raise Unreadable("unsupported", "只有 PDF 能显示为图片")
    document = open_document(data)
    if not 1 <= order["page"] <= len(document):
        return b"#%d" % len(document)
    page = document[order["page"] - 1]
    scale = _scale(page.get_size(), order["dpi"])
    picture = page.render(scale=scale).to_pil().convert("RGB")
    _outline(picture, order["boxes"], scale)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return b"=" + stream.getvalue()


def _scale(size: tuple[float, float], dpi: int) -> float:
    """Pixels per point: what ``dpi`` asks for, or less where the page is huge."""
    most = (MOST_PIXELS / max(size[0] * size[1], 1)) ** 0.5
    return float(min(dpi / POINTS_PER_INCH, most))


def _outline(picture: Image.Image, boxes: Sequence[Sequence[float]], scale: float) -> None:
    draw = ImageDraw.Draw(picture)
    for x0, top, x1, bottom in boxes:
        corners = (x0 * scale - _PADDING, top * scale - _PADDING, x1 * scale + _PADDING, bottom * scale + _PADDING)
        draw.rectangle(corners, outline=_RED, width=max(2, round(scale * 1.5)))
