"""Whether a PDF is whole. PDFium mends what is broken and says nothing: pages or lines would be missing in silence."""

import re
import zlib
from base64 import a85decode
from collections.abc import Iterator

from perfeval_core.reading.pagedoc import Unreadable

_LINEARIZED_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")
_STREAM = re.compile(rb"<<((?:[^<>]|<<[^<>]*>>|<[0-9A-Fa-f\s]*>)*)>>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(\s+\d+\s+R)?")
_NUMBER_OBJECT = re.compile(rb"\b(\d+)\s+\d+\s+obj\s+(\d+)\s+endobj")
_FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?(/ASCII85Decode\s*)?/FlateDecode\s*(?:\]|/|$|\s)")
_NO_TEXT = re.compile(rb"/Subtype\s*/Image|/Type\s*/Metadata")
"""Pictures and metadata may be broken without a word of the text being lost."""
_PIECE = 1 << 20
_MOST = 300 * _PIECE
"""As much is unpacked to look; what is larger has its own limits."""


def check_whole(data: bytes) -> None:
    """Raises ``Unreadable`` (damaged) for a PDF whose end is missing or whose packed content is broken."""
    linearized = _LINEARIZED_LENGTH.search(data[:2048])
    end = data.rfind(b"%%EOF")
    cut_short = end < 0 or b" obj" in data[end:]
    if cut_short or (linearized and int(linearized.group(1)) > len(data)):
        raise Unreadable("damaged", "PDF 文件不完整（结尾缺失），可能上传中断，请重新上传")
    if b"/Encrypt" in data:
        return
    left = _MOST
    for packed in _packed(data):
        left -= _unpacked_size(packed, left)


def _packed(data: bytes) -> Iterator[bytes]:
    """The packed streams that hold text or structure."""
    numbers = dict(_NUMBER_OBJECT.findall(data))
    for match in _STREAM.finditer(data):
        about = match.group(1)
        length, filters = _LENGTH.search(about), _FLATE.search(about)
        if length is None or filters is None or _NO_TEXT.search(about):
            continue
        size = numbers.get(length.group(1), b"0") if length.group(2) else length.group(1)
        stop = match.end() + int(size)
        if data[stop : stop + 12].lstrip().startswith(b"endstream"):
            body = data[match.end() : stop]
            yield _from_ascii(body) if filters.group(1) else body


def _from_ascii(body: bytes) -> bytes:
    try:
        return a85decode(b"<~" + body.strip(), adobe=True)
    except ValueError as error:
        raise _broken() from error


def _unpacked_size(packed: bytes, most: int) -> int:
    unpacker, size = zlib.decompressobj(), 0
    try:
        while packed and size < most:
            size += len(unpacker.decompress(packed, _PIECE))
            packed = unpacker.unconsumed_tail
    except zlib.error as error:
        raise _broken() from error
    return size


def _broken() -> Unreadable:
    return Unreadable("damaged", "PDF 的内容已损坏（解压失败），可能缺字缺页，请重新导出后提交")
