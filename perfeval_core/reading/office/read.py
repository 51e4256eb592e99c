"""Word and Excel files to a ``PageDoc``."""

from perfeval_core.reading.office.excel import read_excel
from perfeval_core.reading.office.package import Package, local
from perfeval_core.reading.office.word import read_word
from perfeval_core.reading.pagedoc import PageDoc, Unreadable

_NONSENSE = (ValueError, IndexError, OverflowError, ArithmeticError, RecursionError)
"""What a number that is none, a reference to nothing, or endless nesting in the parts of a file comes to."""


def read_office(data: bytes) -> PageDoc:
    """The document or workbook in ``data``. Raises ``Unreadable`` (damaged, resource_limit)."""
    package = Package(data)
    main = package.main_part()
    try:
        root = package.xml(main)
        return read_word(package, main, root) if local(root) == "document" else read_excel(package, main, root)
    except _NONSENSE as error:
        raise Unreadable("damaged", "文件内部结构有误，请用 Word 或 Excel 打开后另存，再提交") from error
