"""Archives (.zip): their members as files of their own. Nothing is ever written to a disk."""

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval_core.reading.office.package import ZIP_ERRORS, open_zip
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.sniff import MAX_BYTES, ZIP, ZIP_MAGIC, sniff

MAX_MEMBERS = 2_000
MAX_TOTAL = 300 * 1024 * 1024
"""Bytes of all members together after decompression."""

_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL_HEADER = 30
_LEFT_OUT = re.compile(r"(?:^|/)(?:__MACOSX/.*|\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*|\._[^/]*)$", re.IGNORECASE)
"""What programs leave behind in folders: no document of anybody's."""
_OUTSIDE = re.compile(r"^(?:/|[A-Za-z]:)|(?:^|/)\.\.(?:/|$)|[\0\r\n]")


@dataclass(frozen=True)
class Member:
    """One file of an archive; ``reason`` and ``detail`` say why it is not read, then ``data`` is what is stored."""

    name: str
    data: bytes
    reason: str | None = None
    detail: str | None = None


def members(data: bytes) -> tuple[Member, ...] | None:
    """The files in an archive, ``None`` if ``data`` is none (but perhaps a document).

    Raises ``Unreadable`` (damaged, too_large, resource_limit, empty) for an archive that is refused as a whole.
    """
    if not data.startswith(ZIP_MAGIC) or not _is_archive(data):
        return None
    archive = open_zip(data, MAX_MEMBERS)
    wanted = [one for one in archive.infolist() if not one.is_dir() and not _LEFT_OUT.search(_name(one))]
    if not wanted:
        raise Unreadable("empty", "压缩包里没有文件，请检查后重新提交")
    total = sum(one.file_size for one in wanted)
    if total > MAX_TOTAL or any(one.file_size > MAX_BYTES for one in wanted):
        limit = MAX_TOTAL // 1024**2
        raise Unreadable("too_large", f"压缩包解开后有 {total // 1024**2} MB，超过 {limit} MB 的上限，请拆分后提交")
    return tuple(_member(archive, data, one) for one in wanted)


def _is_archive(data: bytes) -> bool:
    try:
        return sniff(data) == ZIP
    except Unreadable as error:
        if error.reason == "unsupported":
            return False  # a document by its name inside, read or refused as one
        raise


def _name(info: zipfile.ZipInfo) -> str:
    """A member's path. Without the flag for UTF-8 Chinese programs wrote GB18030, some others UTF-8 all the same."""
    if info.flag_bits & _UTF8:
        return info.orig_filename.replace("\\", "/")
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.orig_filename.replace("\\", "/")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.orig_filename.replace("\\", "/")


def _member(archive: zipfile.ZipFile, data: bytes, info: zipfile.ZipInfo) -> Member:
    name = _name(info)
    if _OUTSIDE.search(name):
        harmless = "_".join(part for part in re.split(r"[^\w.]+", name) if part.strip(".")) or "无名"
        return Member(harmless, _stored(data, info), "unsupported", "路径指向压缩包之外，已拒绝读取，请重新打包")
    if info.flag_bits & _ENCRYPTED:
        return Member(name, _stored(data, info), "encrypted", "压缩包设有密码，请去掉密码后重新提交")
    try:
        with archive.open(info) as stream:
            content = stream.read(MAX_BYTES + 1)
    except ZIP_ERRORS:
        return Member(name, _stored(data, info), "damaged", "压缩包里的这个文件已损坏，请重新打包后提交")
    if content.startswith(ZIP_MAGIC) and _is_nested(content):
        return Member(name, content, "unsupported", "压缩包（.zip）里还有压缩包，请解开后提交")
    return Member(name, content)


def _is_nested(content: bytes) -> bool:
    try:
        return _is_archive(content)
    except Unreadable:
        return False  # damaged: the reader will say so


def _stored(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """The member's bytes as they stand in the archive: its identity where nothing else can be had."""
    start = info.header_offset + _LOCAL_HEADER
    names = data[start - 4 : start]
    start += int.from_bytes(names[:2], "little") + int.from_bytes(names[2:], "little")
    return data[start : start + info.compress_size]


def to_bytes(found: tuple[Member, ...]) -> bytes:
    """Members as one message: a directory in JSON, then the contents."""
    listing = [{"name": m.name, "size": len(m.data), "reason": m.reason, "detail": m.detail} for m in found]
    head = json.dumps(listing).encode()
    return b"".join((len(head).to_bytes(8), head, *(member.data for member in found)))


def from_bytes(message: bytes) -> Iterator[Member]:
    """The members in a message of ``to_bytes``."""
    at = 8 + int.from_bytes(message[:8])
    for one in json.loads(message[8:at]):
        yield Member(one["name"], message[at : at + one["size"]], one["reason"], one["detail"])
        at += one["size"]
