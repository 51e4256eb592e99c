"""The door through which every PDF is opened."""

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.reading.pagedoc import Unreadable

_OPEN_ERRORS = {
    raw.FPDF_ERR_PASSWORD: ("encrypted", "文件设有打开密码，请取消密码后重新提交"),
    raw.FPDF_ERR_SECURITY: ("encrypted", "文件的加密方式不受支持，请另存为不加密的 PDF 后重新提交"),
}


def open_document(data: bytes) -> pdfium.PdfDocument:
    """The opened document; an empty password is tried. Raises ``Unreadable`` (encrypted, damaged).

    Its form fields (表单域) are known, so that those that say what they hold but not how it looks can be drawn.
    """
    try:
        document = pdfium.PdfDocument(data)
        document.init_forms()
        return document
    except pdfium.PdfiumError as error:
        damaged = ("damaged", "PDF 文件已损坏或不完整，无法打开，请重新导出后提交")
        reason, detail = _OPEN_ERRORS.get(getattr(error, "err_code", None), damaged)
        raise Unreadable(reason, detail) from error
