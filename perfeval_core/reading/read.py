"""One file to pages, whatever its kind."""

from collections.abc import Callable

from perfeval_core.reading.pagedoc import PageDoc
from perfeval_core.reading.pdf.read import read_pdf
from perfeval_core.reading.sniff import sniff


def read(data: bytes, more_time: Callable[[float], None]) -> PageDoc:
    """The pages of a document. ``more_time`` is asked for seconds as its size becomes known.

    Raises ``Unreadable`` with the contract's reason.
    """
    sniff(data)
    return read_pdf(data, more_time)
