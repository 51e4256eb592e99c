"""An Office Open XML package: its parts by name, each read only when asked for, and never more than a limit."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from perfeval_core.reading.pagedoc import Unreadable

MAX_PART = 64 * 1024 * 1024
"""Bytes of one part after decompression: a form of forty indicators has about one hundredth of it."""
MAX_PARTS = 20_000

_DAMAGED = "文件已损坏，请用 Word 或 Excel 打开后另存，再提交"
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What ``zipfile`` raises on archives that are cut off, altered, encrypted or made to mislead it."""


class Package:
    """The parts of a ``.docx`` or ``.xlsx`` file. Nothing outside it is ever opened."""

    def __init__(self, data: bytes) -> None:
        """Raises ``Unreadable`` (damaged, resource_limit)."""
        self._zip = open_zip(data, MAX_PARTS)
        self._names = {name.lower().lstrip("/"): name for name in self._zip.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises ``Unreadable`` (damaged, resource_limit)."""
        actual = self._names.get(name.lower())
        if actual is None:
            raise Unreadable("damaged", f"缺少 {name}：{_DAMAGED}")
        try:
            with self._zip.open(actual) as stream:
                data = stream.read(MAX_PART + 1)
        except ZIP_ERRORS as error:
            raise Unreadable("damaged", _DAMAGED) from error
        if len(data) > MAX_PART:
            raise Unreadable("resource_limit", f"{name} 解压后超过 {MAX_PART // 1024**2} MB，已停止读取")
        return data

    def xml(self, name: str) -> Element:
        """The root element of a part."""
        try:
            root: Element = fromstring(self.part(name), forbid_dtd=True)
        except DefusedXmlException as error:
            raise Unreadable("damaged", "文件里有不该有的实体定义（DTD），已拒绝读取") from error
        except (ParseError, ValueError, LookupError) as error:
            raise Unreadable("damaged", _DAMAGED) from error
        return root

    def events(self, name: str) -> Iterator[tuple[str, Element]]:
        """The elements of a part as they begin and end, for parts that may be large."""
        source = io.BytesIO(self.part(name))
        try:
            yield from iterparse(source, events=("start", "end"), forbid_dtd=True)
        except DefusedXmlException as error:
            raise Unreadable("damaged", "文件里有不该有的实体定义（DTD），已拒绝读取") from error
        except (ParseError, LookupError) as error:
            raise Unreadable("damaged", _DAMAGED) from error

    def related(self, part: str = "") -> dict[str, tuple[str, str]]:
        """What ``part`` (the package itself if blank) refers to inside the package: id → kind and part name."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self:
            return {}
        found = {}
        for one in self.xml(listing):
            target = one.get("Target", "")
            if one.get("TargetMode") != "External" and target:
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], path)
        return found

    def main_part(self) -> str:
        """The document or workbook itself."""
        return self.one_related("", "officeDocument") or ""

    def one_related(self, part: str, kind: str) -> str | None:
        """The part of ``kind`` (styles, numbering …) that ``part`` refers to."""
        return next((path for found, path in self.related(part).values() if found == kind and path in self), None)


def open_zip(data: bytes, most_members: int) -> zipfile.ZipFile:
    """The archive in ``data``. Raises ``Unreadable`` (damaged, resource_limit)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ZIP_ERRORS as error:
        raise Unreadable("damaged", "压缩结构已损坏，请重新生成后提交") from error
    if len(archive.infolist()) > most_members:
        raise Unreadable("resource_limit", f"包里有 {len(archive.infolist())} 个成员，超过 {most_members} 个的上限")
    return archive


def local(element: Element) -> str:
    """An element's name without its namespace: the strict and the transitional schema differ in nothing else."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along ``path``, one name a level."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == name), None)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The children of that name."""
    return (one for one in (() if element is None else element) if local(one) == name)


def is_on(element: Element | None) -> bool:
    """Whether a switch (``<w:vanish/>``, ``w:val="0"``) is there and on."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off", "none"}
