"""Times the fast route against plain pdfplumber on the same PDFs: ``python benchmarks/reading.py [FOLDER]``.

Read the figures as a ratio; they depend on the machine. Decision 0004 in docs/decisions/ rests on this ratio.
"""

import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf.read import read_pdf

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
ROUNDS = 3


def fast(data: bytes) -> int:
    """Our own route; how many table cells it finds."""
    return sum(len(grid.cells) for page in read_pdf(data).pages for grid in page.grids)


def plain(data: bytes) -> int:
    """pdfplumber alone, doing the same work: the tables with their texts, and the words of each page."""
    cells = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.find_tables():
                table.extract()
                cells += len(table.cells)
            page.extract_words()
            page.close()
    return cells


def best(route: Callable[[bytes], int], data: bytes) -> tuple[float, int]:
    """The shortest of a few runs in milliseconds, and the cells found."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        cells = route(data)
        times.append((time.perf_counter() - began) * 1000)
    return min(times), cells


def main(folder: Path) -> None:
    """One line a file, and the sum."""
    pages, quick, slow = 0, 0.0, 0.0
    print(f"{'pages':>5} {'fast ms/page':>12} {'plain ms/page':>13} {'cells':>11}  file")
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        try:
            count = len(read_pdf(data).pages)
        except Unreadable as error:
            print(f"{'':>5} {'':>12} {'':>13} {error.reason:>11}  {path.name}")
            continue
        (ours, found), (theirs, known) = best(fast, data), best(plain, data)
        pages, quick, slow = pages + count, quick + ours, slow + theirs
        print(f"{count:>5} {ours / count:>12.1f} {theirs / count:>13.1f} {found:>5}/{known:<5}  {path.name}")
    if pages:
        print(f"{pages:>5} {quick / pages:>12.1f} {slow / pages:>13.1f} {slow / quick:>10.1f}×  all")


if __name__ == "__main__":
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it says the same about one font thousands of times
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
