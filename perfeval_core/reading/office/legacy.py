"""Files in the old container (OLE) of Word, Excel and WPS: told apart by the names of their streams."""

from typing import Literal

OLE = b"\xd0\xcf\x11\xe0"
LegacyKind = Literal["doc", "xls", "encrypted", "unknown"]
_FIB_ENCRYPTED = 0x01
_FILEPASS = b"\x2f\x00"
_SECTOR = 512


def legacy_kind(data: bytes) -> LegacyKind | None:
    """What the container holds; ``None`` if ``data`` is no such container. A password makes it ``encrypted``."""
    if not data.startswith(OLE):
        return None
    if _has(data, "EncryptedPackage") or _has(data, "EncryptionInfo"):
        return "encrypted"
    if _has(data, "WordDocument"):
        return "encrypted" if _word_has_password(data) else "doc"
    if _has(data, "Workbook") or _has(data, "Book"):
        return "encrypted" if _excel_has_password(data) else "xls"
    return "unknown"


def _has(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _word_has_password(data: bytes) -> bool:
    """The flag in the header of the document stream (FIB), which programs write into the first sector."""
    header = data[_SECTOR : _SECTOR + 16]
    return header[:2] == b"\xec\xa5" and bool(header[11] & _FIB_ENCRYPTED)


def _excel_has_password(data: bytes) -> bool:
    """The record FILEPASS directly behind the workbook's first record (BOF)."""
    header = data[_SECTOR : _SECTOR + 4]
    if header[:2] != b"\x09\x08":
        return False
    behind = _SECTOR + 4 + int.from_bytes(header[2:4], "little")
    return data[behind : behind + 2] == _FILEPASS
