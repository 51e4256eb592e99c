"""One file to pages, whatever its kind."""

from collections.abc import Callable

from perfeval_core.reading.office.read import read_office
from perfeval_core.reading.pagedoc import PageDoc, Unreadable
from perfeval_core.reading.pdf.read import read_pdf
from perfeval_core.reading.sniff import PDF, ZIP, sniff


def read(data: bytes, more_time: Callable[[float], None]) -> PageDoc:
    """The pages of a document. ``more_time`` is asked for seconds as its size becomes known.

    Raises ``Unreadable`` with the contract's reason.
    """
    kind = sniff(data)
    if kind == PDF:
        return read_pdf(data, more_time)
    if kind == ZIP:
        raise Unreadable("unsupported", "是压缩包（.zip），请解开后提交")
    return read_office(data)
