"""What kind of file the bytes are, before any parser sees them. Extensions are never believed."""

import re

from perfeval_core.reading.office import excel, word
from perfeval_core.reading.office.legacy import OLE, legacy_kind
from perfeval_core.reading.office.package import open_zip
from perfeval_core.reading.pagedoc import Unreadable

MAX_BYTES = 200 * 1024 * 1024
PDF, ZIP = "application/pdf", "application/zip"
ZIP_MAGIC = b"PK\x03\x04"
_MOST_NAMES = 100_000

_UNSUPPORTED = (
    (b"{\\rtf", "RTF 文件（.rtf），请用 Word 打开后另存为 .docx 或 PDF"),
    (b"Rar!", "RAR 压缩包（.rar），请解开后提交，或改用 .zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包（.7z），请解开后提交，或改用 .zip"),
    (b"\x1f\x8b", "gzip 压缩包（.gz），请解开后提交，或改用 .zip"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")
_INSIDE_ZIP = (
    ("ofd.xml", "版式文件（.ofd），请用阅读器打印或导出为 PDF"),
    ("xl/workbook.bin", "二进制 Excel 工作簿（.xlsb），请另存为 .xlsx 或 PDF"),
    ("ppt/presentation.xml", "演示文稿（.pptx），请提交报告本身"),
    ("mimetype", "OpenDocument 文件（.odt .ods），请另存为 .docx、.xlsx 或 PDF"),
)
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|meta|table|script|style)\b", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """The media type of ``data``. Raises ``Unreadable``: empty, too_large, unsupported, encrypted, not_a_document."""
    if not data.strip(b"\0\t\n\r "):
        raise Unreadable("empty", "文件是空的，请检查后重新提交")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        raise Unreadable("too_large", f"文件有 {len(data) // 1024**2} MB，超过 {limit} MB 的上限，请拆分后提交")
    if data.startswith(ZIP_MAGIC):
        return _inside_zip(data)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(OLE):
        raise _legacy(data)
    for magic, detail in _UNSUPPORTED:
        if data.startswith(magic):
            raise Unreadable("unsupported", f"暂不能读取：{detail}")
    if data.startswith(_PICTURES):
        raise Unreadable("not_a_document", "是图片，不是报告文件；请把各页放进一个 PDF 后提交")
    if _MARKUP.search(data[:2048]) or b"urn:schemas-microsoft-com:office" in data[:2048]:
        raise Unreadable("unsupported", "暂不能读取：网页或 XML 格式的表格，请用 Excel 打开后另存为 .xlsx")
    raise Unreadable("not_a_document", "不是报告文件（只是扩展名像），请提交导出的 PDF、.docx 或 .xlsx")


def _inside_zip(data: bytes) -> str:
    names = {name.lower().lstrip("/") for name in open_zip(data, _MOST_NAMES).namelist()}
    for name, detail in _INSIDE_ZIP:
        if name in names:
            raise Unreadable("unsupported", f"暂不能读取：{detail}")
    if "[content_types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return word.MEDIA_TYPE
        if any(name.startswith("xl/") for name in names):
            return excel.MEDIA_TYPE
    return ZIP


def _legacy(data: bytes) -> Unreadable:
    """Why a file in the old container of Word, Excel and WPS is not read as it is."""
    kind = legacy_kind(data)
    if kind == "encrypted":
        return Unreadable("encrypted", "文件设有密码，请去掉密码后重新提交")
    name, to = {
        "doc": ("旧版 Word 文件（.doc，或 WPS 文字 .wps）", ".docx 或 PDF"),
        "xls": ("旧版 Excel 工作簿（.xls，或 WPS 表格 .et）", ".xlsx 或 PDF"),
    }.get(kind or "", ("旧版 Office 或 WPS 文件（.doc .xls .wps .et）", ".docx、.xlsx 或 PDF"))
    return Unreadable(
        "unsupported", f"暂不能读取：{name}，请另存为 {to} 后提交；装有 LibreOffice 的机器能直接读 .doc 和 .xls"
    )
