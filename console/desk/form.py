"""An upload form (multipart/form-data) read as it comes: the file to the disk, its few fields to memory."""

import re
from typing import Protocol
from urllib.parse import unquote

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

FIELDS = ("unit", "submitted_by", "csrf", "rehearsal")
_LONGEST_FIELD = 1000
_EXTENDED_NAME = re.compile(r"filename\*\s*=\s*utf-8'[^']*'([^;\s]+)", re.IGNORECASE)
"""How some clients write a name that is not ASCII, against the letter of RFC 7578."""


class Sink(Protocol):
    """Where the file goes, piece by piece."""

    size: int

    def write(self, piece: bytes) -> None:
        """Takes the next piece."""


class BadForm(Exception):
    """The form is not what it must be; the message says why, in Chinese."""


class TooLarge(Exception):
    """The file has more bytes than are taken."""


class UploadForm:
    """One form. ``whole`` says whether its end was seen; a connection that breaks off never gets there."""

    def __init__(self, content_type: str, sink: Sink, most: int) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise BadForm("请求不是带文件的表单（multipart/form-data）")
        self.file_name: str | None = None
        self.fields: dict[str, str] = {}
        self.whole = False
        self._sink, self._most = sink, most
        self._header, self._value, self._disposition = b"", b"", b""
        self._field: str | None = None
        self._text = b""
        try:
            self._parser = self._parsing(options[b"boundary"])
        except FormParserError as error:
            raise BadForm("表单的格式不对") from error

    def _parsing(self, boundary: bytes) -> MultipartParser:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._on_header,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers,
                "on_part_data": self._on_data,
                "on_part_end": self._end,
                "on_end": self._on_end,
            },
        )

    def write(self, piece: bytes) -> None:
        """The next piece of the body. Raises ``BadForm``, ``TooLarge``, and ``OSError`` if the disk is full."""
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise BadForm("表单的格式不对，或者传输中损坏") from error

    def _begin(self) -> None:
        self._header, self._value, self._disposition, self._field, self._text = b"", b"", b"", None, b""

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _on_headers(self) -> None:
        options = parse_options_header(self._disposition)[1]
        name = options.get(b"name", b"").decode("utf-8", errors="replace")
        if name == "file":
            if self.file_name is not None:
                raise BadForm("一次只能报送一个文件；多个文件请分次报送，或压缩为一个 .zip")
            self.file_name = _file_name(self._disposition, options)
        elif name not in FIELDS or name in self.fields:
            raise BadForm(f"表单里的“{name[:40]}”不认识或者重复；可以有的是 file、unit、submitted_by")
        else:
            self._field = name

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            if self._sink.size + end - start > self._most:
                raise TooLarge
            self._sink.write(data[start:end])
            return
        self._text += data[start:end]
        if len(self._text) > _LONGEST_FIELD:
            raise BadForm(f"表单里的“{self._field}”太长，最多 {_LONGEST_FIELD} 字节")

    def _end(self) -> None:
        if self._field is not None:
            try:
                self.fields[self._field] = self._text.decode("utf-8").strip()
            except UnicodeDecodeError as error:
                raise BadForm(f"表单里的“{self._field}”不是 UTF-8") from error

    def _on_end(self) -> None:
        self.whole = True


def _file_name(disposition: bytes, options: dict[bytes, bytes]) -> str:
    """As the sender wrote it; empty if he did not."""
    extended = _EXTENDED_NAME.search(disposition.decode("latin-1"))
    if extended:
        return unquote(extended[1], errors="replace")
    raw = options.get(b"filename", b"")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
