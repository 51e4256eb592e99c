"""A page as a picture (页面图), with boxes around what is meant. Drawn by PDFium, in the child with limits."""

import io
import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from typing import Any

from PIL import Image, ImageDraw

from perfeval_core.domain.place import Box
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf.opening import open_document
from perfeval_core.reading.sandbox import Sandbox
from perfeval_core.reading.sniff import sniff

POINTS_PER_INCH = 72
DPI = 110
"""Enough to read the small print of a form on a screen."""
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
    """Pages as pictures: each is drawn once in a child process, and kept in ``folder``. Close it when done.

    Many threads may use it.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._sandbox = Sandbox("perfeval_core.reading.pictures:paint")
        self._drawing = Lock()  # the child does one thing at a time

    def page(self, data: bytes, number: int, boxes: Sequence[Box] = (), dpi: int = DPI, *, crop: bool = False) -> bytes:
        """Page ``number`` (from 1) as PNG, ``boxes`` (PDF points, as displayed) outlined in red; with ``crop`` only
        what is around them.

        Raises ``Unreadable`` for a document that cannot be drawn, ``NoSuchPage``.
        """
        bare = self.bare(sha256(data).hexdigest(), lambda: data, number, dpi)
        if not boxes:
            return bare
        picture = Image.open(io.BytesIO(bare))
        scale = picture.info["dpi"][0] / POINTS_PER_INCH
        _outline(picture, boxes, scale)
        return _png(picture.crop(_around(boxes, scale, picture.size)) if crop else picture, scale)

    def close(self) -> None:
        """Ends the child process."""
        self._sandbox.close()

    def bare(self, address: str, read: Callable[[], bytes], number: int, dpi: int = DPI) -> bytes:
        """Page ``number`` as PNG without boxes. ``read`` gives the document with the sha256 ``address``, if it is
        needed: a picture that was drawn before is there without it. Raises as ``page`` does."""
        return self._kept(f"{address}-{number}-{dpi}.png", read, {"page": number, "dpi": dpi})

    def sizes(self, address: str, read: Callable[[], bytes]) -> tuple[tuple[float, float], ...]:
        """Width and height of every page in PDF points, as displayed. Raises ``Unreadable``."""
        answer = json.loads(self._kept(f"{address}-sizes.json", read, {"sizes": True}))
        return tuple((width, height) for width, height in answer)

    def _kept(self, name: str, read: Callable[[], bytes], order: dict[str, Any]) -> bytes:
        kept = self._folder / name
        if kept.exists():
            return kept.read_bytes()
        with self._drawing:
            made = self._order(read(), order)
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, delete=False) as part:
                part.write(made)
            Path(part.name).replace(kept)  # others find a whole picture or none
            self._forget_oldest()
        return made

    def _order(self, data: bytes, order: dict[str, Any]) -> bytes:
        head = json.dumps(order).encode()
        answer = self._sandbox.run(len(head).to_bytes(8) + head + data)
        kind, content = answer[:1], answer[1:]
        if kind == b"#":
            raise NoSuchPage(int(content))
        if kind == b"!":
            raise Unreadable(**json.loads(content))
        return content

    def _forget_oldest(self) -> None:
        pictures = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._folder.glob("*-*"))
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
    if "sizes" in order:
        return b"=" + json.dumps([document[number].get_size() for number in range(len(document))]).encode()
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
