"""Whether a PDF is whole. PDFium mends what is broken and says nothing: pages or lines would be missing in silence."""

import ctypes
import re
from base64 import a85decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

import numpy as np
import pypdfium2.raw as raw
from isal import isal_zlib as zlib  # as strict as the standard library's, and twice as fast

from perfeval_core.reading.pagedoc import Unreadable

_LINEARIZED_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(\s+\d+\s+R)?")
_NUMBER = re.compile(rb"\s+(\d+)\s+endobj")
_FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?(/ASCII85Decode\s*)?/FlateDecode\s*(?:\]|/|$|\s)")
_NO_TEXT = re.compile(rb"/Subtype\s*/Image|/Type\s*/Metadata")
"""Pictures and metadata may be broken without a word of the text being lost."""
_FONT = re.compile(rb"/Length1\b|/Subtype\s*/(?:CIDFontType0C|Type1C|OpenType)\b")
_LAYERS = b"/OCProperties"
_LONGEST_ABOUT = 4096
"""Bytes: a stream's dictionary is never longer."""
_LARGE = 4096
"""Bytes; a smaller font is unpacked sooner than it is found."""
_PIECE = 1 << 20
_MOST = 300 * _PIECE
"""As much is unpacked to look; what is larger has its own limits."""


class Whole:
    """Looks at a PDF before it is read, and at its fonts afterwards.

    Unpacking large fonts takes longer than reading a page, and PDFium has done it: what it unpacked needs no second
    look if its sum is the one that the file gives.
    """

    def __init__(self, data: bytes) -> None:
        """Raises ``Unreadable`` (damaged) for a PDF whose end is missing or whose packed content is broken."""
        self._data = data
        self._fonts: dict[bytes, list[bytes]] = defaultdict(list)
        """By their sums the fonts that nobody is known to have unpacked."""
        self._seen: set[int] = set()
        self.layered = _LAYERS in data
        """Whether parts of it can be switched off."""
        _check_end(data)
        self._left = _MOST
        with self._unless_encrypted():
            for packed, font in _packed(data):
                if font and len(packed) >= _LARGE:
                    self._fonts[packed[-4:]].append(packed)
                else:
                    self._unpack(packed)

    def saw_fonts(self, fonts: Iterable[int]) -> None:
        """``fonts`` (addresses) are those of text that was read; no more are taken once all of the file's are known."""
        for font in fonts if self._fonts else ():
            if font and font not in self._seen:
                self._seen.add(font)
                self._fonts.pop(zlib.adler32(_program(font)).to_bytes(4), None)
                if not self._fonts:
                    return

    def check_fonts(self) -> None:
        """Raises ``Unreadable`` (damaged) if a font is broken: characters would be missing."""
        with self._unless_encrypted():
            for packed in chain.from_iterable(self._fonts.values()):
                self._unpack(packed)

    @contextmanager
    def _unless_encrypted(self) -> Iterator[None]:
        """What is encrypted cannot be unpacked here: it is not looked at."""
        try:
            yield
        except Unreadable:
            if b"/Encrypt" not in self._data:
                raise
            self._fonts.clear()

    def _unpack(self, packed: bytes) -> None:
        for piece in _unpacked(packed, self._left):
            self._left -= len(piece)
            self.layered = self.layered or _LAYERS in piece


def _program(font: int) -> memoryview:
    """The program of the font at an address as PDFium unpacked it; it stays until the next one is asked for."""
    pointer, size, place = ctypes.cast(font, raw.FPDF_FONT), ctypes.c_size_t(), _SCRATCH
    raw.FPDFFont_GetFontData(pointer, place, len(place), size)
    if size.value > len(place):
        place = (ctypes.c_uint8 * size.value)()
        raw.FPDFFont_GetFontData(pointer, place, len(place), size)
    return memoryview(place)[: size.value]


_SCRATCH = (ctypes.c_uint8 * _PIECE)()


def _check_end(data: bytes) -> None:
    linearized = _LINEARIZED_LENGTH.search(data[:2048])
    end = data.rfind(b"%%EOF")
    cut_short = end < 0 or b" obj" in data[end:]
    if cut_short or (linearized and int(linearized.group(1)) > len(data)):
        raise Unreadable("damaged", "PDF 文件不完整（结尾缺失），可能上传中断，请重新上传")


def _packed(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """The packed streams that hold text or structure, and whether each is a font's program."""
    for match in _STREAM.finditer(data):
        about, start = _about(data, match.start()), match.end()
        length, filters = _LENGTH.search(about), _FLATE.search(about)
        if length is None or filters is None or _NO_TEXT.search(about):
            continue
        stop = start + (_number(data, length.group(1), start) if length.group(2) else int(length.group(1)))
        if data[stop : stop + 12].lstrip().startswith(b"endstream"):
            body = data[start:stop]
            yield (_from_ascii(body) if filters.group(1) else body), _FONT.search(about) is not None


def _about(data: bytes, end: int) -> bytes:
    """The dictionary of the stream whose dictionary ends at ``end``."""
    start = data.rfind(b" obj", max(0, end - _LONGEST_ABOUT), end)
    return data[start:end] if start >= 0 else b""


def _number(data: bytes, number: bytes, after: int) -> int:
    """The value of the object ``number``, which mostly stands right after the stream that needs it; 0 if it is none."""
    head = b"\n%s 0 obj" % number
    place = data.find(head, after)
    found = _NUMBER.match(data, (data.find(head) if place < 0 else place) + len(head))
    return int(found.group(1)) if found else 0


def _from_ascii(body: bytes) -> bytes:
    """ASCII base 85 decoded; what is not all groups of five is left to the library, which knows each special case."""
    digits = np.frombuffer(bytes(body.translate(None, b" \t\r\n\f\0").removesuffix(b"~>")), np.uint8)
    whole = digits[: len(digits) // 5 * 5]
    if not len(whole) or whole.min() < 0x21 or whole.max() > 0x75:
        return _by_library(body)
    groups = (whole.reshape(-1, 5).astype(np.int64) - 0x21) @ _POWERS
    if groups.max() > 0xFFFFFFFF:
        raise _broken()
    return groups.astype(">u4").tobytes() + _by_library(bytes(digits[len(whole) :]))


_POWERS = 85 ** np.arange(4, -1, -1, dtype=np.int64)


def _by_library(body: bytes) -> bytes:
    try:
        return a85decode(b"<~" + body.strip().removesuffix(b"~>") + b"~>", adobe=True)
    except ValueError as error:
        raise _broken() from error


def _unpacked(packed: bytes, most: int) -> Iterator[bytes]:
    """``packed`` unpacked piece by piece, until there are ``most`` bytes."""
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and size < most:
            piece = unpacker.decompress(packed, _PIECE)
            yield piece
            size += len(piece)
            packed = unpacker.unconsumed_tail
    except zlib.error as error:  # type: ignore[misc] # its stub calls the class an instance
        raise _broken() from error


def _broken() -> Unreadable:
    return Unreadable("damaged", "PDF 的内容已损坏（解压失败），可能缺字缺页，请重新导出后提交")
