"""What kind of file the bytes are, before any parser sees them."""

from perfeval_core.reading.pagedoc import Unreadable

MAX_BYTES = 200 * 1024 * 1024

_UNSUPPORTED = (
    (b"\xd0\xcf\x11\xe0", "旧版 Office 或 WPS 文件（.doc .xls .wps .et），请另存为 PDF 后提交"),
    (b"PK\x03\x04", "Word、Excel 或压缩包，请另存为 PDF 后提交"),
    (b"{\\rtf", "RTF 文件，请另存为 PDF 后提交"),
)


def sniff(data: bytes) -> str:
    """The media type of ``data``. Raises ``Unreadable``: empty, too_large, unsupported, not_a_document."""
    if not data.strip(b"\0\t\n\r "):
        raise Unreadable("empty", "文件是空的，请检查后重新提交")
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        raise Unreadable("too_large", f"文件有 {len(data) // 1024**2} MB，超过 {limit} MB 的上限，请拆分后提交")
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    for magic, detail in _UNSUPPORTED:
        if data.startswith(magic):
            raise Unreadable("unsupported", f"暂不能读取：{detail}")
    raise Unreadable("not_a_document", "不是 PDF 文件（只是扩展名像），请提交导出的 PDF")
