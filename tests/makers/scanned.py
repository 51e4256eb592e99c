"""Made PDFs turned into scans: pictures of their pages, a little askew, noisy, grey, packed as JPEG, under a seal."""

import io
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from tests.makers.making import Made

_DRAW = """
import sys, pypdfium2 as pdfium
for page in pdfium.PdfDocument(sys.stdin.buffer.read()):
    picture = page.render(scale=float(sys.argv[1]), grayscale=True).to_pil()
    sys.stdout.buffer.write(f"{picture.width} {picture.height}\\n".encode() + picture.tobytes())
"""
"""Drawn in a process of its own: the reader shows PDFium a font of bars instead of the machine's."""
_DRAWN_AT = 400
POINTS_PER_INCH = 72


@dataclass(frozen=True)
class Scan:
    """How a scanner saw the pages."""

    dpi: int = 200
    skew: float = 0.4
    """Degrees; pages alternate between this and its opposite half."""
    noise: float = 6.0
    """Standard deviation of each pixel, of 255."""
    blur: float = 0.5
    quality: int = 75
    """Of the JPEG."""
    paper: int = 245
    ink: int = 30
    seal: tuple[float, float] | None = None
    """Centre of a round red seal, as shares of the page."""
    gray: bool = False
    seed: int = 0


def scan(made: Made, how: Scan) -> Made:
    """The document as a scanner would have seen its print; its truth stays."""
    document = pdfium.PdfDocument(made.pdf)
    sizes = [page.get_size() for page in document]
    return Made(scanned(_drawn(made.pdf), how, sizes), made.truth)


def _drawn(pdf: bytes) -> list[Image.Image]:
    command = [sys.executable, "-c", _DRAW, str(_DRAWN_AT / POINTS_PER_INCH)]
    out = io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout)
    pages = []
    while head := out.readline():
        width, height = map(int, head.split())
        pages.append(Image.frombytes("L", (width, height), out.read(width * height)))
    return pages


def scanned(pages: Sequence[Image.Image], scan: Scan, points: Sequence[tuple[float, float]]) -> bytes:
    """A PDF whose pages, of the given sizes in ``points``, are ``pages`` as ``scan`` saw them."""
    whole = pdfium.PdfDocument.new()
    for number, (page, (width, height)) in enumerate(zip(pages, points, strict=True)):
        seen = _seen(page, scan, (width, height), number)
        _add_page(whole, seen, width, height, scan)
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def _seen(page: Image.Image, scan: Scan, points: tuple[float, float], number: int) -> Image.Image:
    chance = np.random.default_rng((scan.seed, number))
    size = tuple(round(side * scan.dpi / POINTS_PER_INCH) for side in points)
    array = np.asarray(page.convert("RGB").resize(size, Image.Resampling.BOX)).astype(np.float32)  # type: ignore[arg-type]
    array = scan.ink + array * (scan.paper - scan.ink) / 255
    if scan.seal:
        array = _sealed(array, scan, number)
    angle = scan.skew if number % 2 == 0 else -scan.skew / 2
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), angle, 1.0)
    array = cv2.warpAffine(array, turn, size, flags=cv2.INTER_LINEAR, borderValue=(scan.paper,) * 3)
    if scan.blur:
        array = cv2.GaussianBlur(array, (0, 0), scan.blur)
    if scan.noise:
        array += chance.normal(0, scan.noise, array.shape[:2])[:, :, None]
    return Image.fromarray(array.clip(0, 255).astype(np.uint8)).convert("L" if scan.gray else "RGB")


def _sealed(array: np.ndarray, scan: Scan, number: int) -> np.ndarray:
    assert scan.seal is not None
    height, width = array.shape[:2]
    centre = (round(scan.seal[0] * width), round(scan.seal[1] * height))
    radius = round(0.83 * scan.dpi)  # 42 mm across
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, centre, radius, 255, max(2, scan.dpi // 40))
    for turn in range(0, 360, 30):
        spot = (centre[0] + round(0.75 * radius * np.cos(turn)), centre[1] + round(0.75 * radius * np.sin(turn)))
        cv2.rectangle(mask, spot, (spot[0] + scan.dpi // 20, spot[1] + scan.dpi // 12), 255, 2)
    cv2.drawMarker(mask, centre, 255, cv2.MARKER_STAR, radius // 2, scan.dpi // 30)
    red = np.array([215, 40, 45], np.float32)
    share = (mask / 255 * 0.85)[:, :, None]
    return np.minimum(array, array * (1 - share) + red * share)


def _add_page(whole: pdfium.PdfDocument, seen: Image.Image, width: float, height: float, scan: Scan) -> None:
    packed = io.BytesIO()
    seen.save(packed, "JPEG", quality=scan.quality)
    picture = pdfium.PdfImage.new(whole)
    picture.load_jpeg(packed, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    page = whole.new_page(width, height)
    page.insert_obj(picture)
    page.gen_content()


def any_scan(random: Random, worst: bool = False) -> Scan:
    """Some scanner: an office's ordinary ones, or with ``worst`` the bad ones among them as well."""
    return Scan(
        dpi=random.choice((150, 200, 300) if worst else (200, 200, 300)),
        skew=random.uniform(-1.5, 1.5),
        noise=random.choice((0, 4, 8, 12)),
        blur=random.choice((0, 0.4, 0.7, 1.0) if worst else (0, 0.4, 0.7)),
        quality=random.choice((40, 60, 75, 90)),
        paper=random.choice((250, 235, 215)),
        ink=random.choice((10, 40, 80) if worst else (10, 40)),
        seal=(random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)) if random.random() < 0.3 else None,
        seed=random.randrange(1 << 30),
    )
