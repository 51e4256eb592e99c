"""A page as a picture (页面图), with boxes around what is meant. Drawn by PDFium, in the child with limits."""

import io
import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
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

MOST_BYTES = 500_000_000
"""As much is kept; the pictures that were drawn first are forgotten."""

_MARGIN = 24.0
"""Points around what a cropped picture shows."""
_RED = (214, 32, 32)
_PADDING = 2


class NoSuchPage(LookupError):
    """The document has no page of that number; ``pages`` is how many it has."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


class Pictures:
    """Pages as pictures: each is drawn once in a child process, and kept in ``folder``. Close it when done."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._sandbox = Sandbox("perfeval_core.reading.pictures:paint")

    def page(self, data: bytes, number: int, boxes: Sequence[Box] = (), dpi: int = 110, *, crop: bool = False) -> bytes:
        """Page ``number`` (from 1) as PNG, ``boxes`` (PDF points, as displayed) outlined in red; with ``crop`` only
        what is around them.

        Raises ``Unreadable`` for a document that cannot be drawn, ``NoSuchPage``.
        """
        bare = self._bare(data, number, dpi)
        if not boxes:
            return bare
        picture = Image.open(io.BytesIO(bare))
        scale = picture.info["dpi"][0] / POINTS_PER_INCH
        _outline(picture, boxes, scale)
        return _png(picture.crop(_around(boxes, scale, picture.size)) if crop else picture, scale)

    def close(self) -> None:
        """Ends the child process."""
        self._sandbox.close()

    def _bare(self, data: bytes, number: int, dpi: int) -> bytes:
        kept = self._folder / f"{sha256(data).hexdigest()}-{number}-{dpi}.png"
        if kept.exists():
            return kept.read_bytes()
        drawn = self._draw(data, number, dpi)
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, delete=False) as part:
            part.write(drawn)
        Path(part.name).replace(kept)  # others find a whole picture or none
        self._forget_oldest()
        return drawn

    def _draw(self, data: bytes, number: int, dpi: int) -> bytes:
        order = json.dumps({"page": number, "dpi": dpi}).encode()
        answer = self._sandbox.run(len(order).to_bytes(8) + order + data)
        kind, content = answer[:1], answer[1:]
        if kind == b"#":
            raise NoSuchPage(int(content))
        if kind == b"!":
            raise Unreadable(**json.loads(content))
        return content

    def _forget_oldest(self) -> None:
        pictures = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.glob("*.png"))
        whole = sum(size for _, size, _ in pictures)
        for _, size, path in pictures[:-1]:
            if whole <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            whole -= size


def paint(payload: bytes, more_time: Callable[[float], None]) -> bytes:
    """The child's side of ``Pictures``: ``=`` and a PNG, ``#`` and the number of pages, or ``!`` and a reason."""
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
    return b"=" + _png(picture, scale)


def _png(picture: Image.Image, scale: float) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(scale * POINTS_PER_INCH,) * 2)
    return stream.getvalue()


def _scale(size: tuple[float, float], dpi: int) -> float:
    """Pixels per point: what ``dpi`` asks for, or less where the page is huge."""
    most = (MOST_PIXELS / max(size[0] * size[1], 1)) ** 0.5
    return float(min(dpi / POINTS_PER_INCH, most))


def _outline(picture: Image.Image, boxes: Sequence[Sequence[float]], scale: float) -> None:
    draw = ImageDraw.Draw(picture)
    for x0, top, x1, bottom in boxes:
        corners = (x0 * scale - _PADDING, top * scale - _PADDING, x1 * scale + _PADDING, bottom * scale + _PADDING)
        draw.rectangle(corners, outline=_RED, width=max(2, round(scale * 1.5)))


def _around(boxes: Sequence[Box], scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of a picture that holds ``boxes`` with some margin."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    left, top = ((min(values) - _MARGIN) * scale for values in (lefts, tops))
    right, bottom = ((max(values) + _MARGIN) * scale for values in (rights, bottoms))
    return (max(0, round(left)), max(0, round(top)), min(size[0], round(right)), min(size[1], round(bottom)))
