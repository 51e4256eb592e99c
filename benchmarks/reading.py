"""Times reading PDFs against its baselines in interleaved rounds of one run: ``python benchmarks/reading.py [FOLDER]``.

The columns are milliseconds of CPU a page, the best of the rounds for each variant; in a round each route reads all of
its files, as a night does:

    naive   pdfplumber, ``extract_tables`` on every page, as its manual shows it
    text    PDFium, the text of each page
    paths   PDFium, the text, the box of each character and the corners of each path: what a table finder needs to know
    ours    ``read_pdf``: lines and tables of cells, each with its place and confidence

With ``--peers`` also those of camelot, tabula, PyMuPDF, img2table and docling that are installed: tables by their
default settings. They are slow.

Read the figures as ratios; they depend on the machine. Decision 0004 in docs/decisions/ rests on them. A folder is one
variant; where a file has its truth beside it (FILE.json), its cells are counted: those of the budget and indicator
tables that equal the truth, and those that differ and are sure all the same.
"""

import ctypes
import gc
import io
import json
import logging
import resource
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pdfplumber
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extract import extract
from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf.read import read_pdf

SAMPLES = Path(__file__).resolve().parent.parent / "data" / "samples"
ROUNDS = 3


def naive(data: bytes) -> None:
    """pdfplumber alone."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


def text(data: bytes) -> None:
    """PDFium's text."""
    document = pdfium.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    document.close()


def paths(data: bytes) -> None:
    """PDFium's text, characters and paths, asked for one by one."""
    document = pdfium.PdfDocument(data)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_range()
        for index in range(text_page.count_chars()):
            text_page.get_charbox(index, loose=True)
        for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            _corners(item.raw)
    document.close()


def _corners(path: Any) -> None:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(path)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, index), x, y)


def camelot(data: bytes) -> None:
    """Camelot's ruled tables."""
    _on_disk(data, lambda path: import_module("camelot").read_pdf(path, pages="all"))


def tabula(data: bytes) -> None:
    """Tabula's tables; the CPU time of its Java process counts."""
    _on_disk(data, lambda path: import_module("tabula").read_pdf(path, pages="all", silent=True))


def pymupdf(data: bytes) -> None:
    """PyMuPDF's tables."""
    with import_module("pymupdf").open(stream=data, filetype="pdf") as document:
        for page in document:
            for table in page.find_tables().tables:
                table.extract()


def img2table(data: bytes) -> None:
    """img2table's tables, the text from the file."""
    import_module("img2table.document").PDF(io.BytesIO(data), pdf_text_extraction=True).extract_tables()


def docling(data: bytes) -> None:
    """Docling's tables."""
    convert = import_module("docling.document_converter").DocumentConverter().convert
    _on_disk(data, lambda path: convert(path).document.tables)


def _on_disk(data: bytes, read: Callable[[str], Any]) -> None:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        read(file.name)


ROUTES: dict[str, Callable[[bytes], Any]] = {"naive": naive, "text": text, "paths": paths, "ours": read_pdf}
PEERS = {one.__name__: one for one in (camelot, tabula, pymupdf, img2table, docling)}


def best_times(files: Sequence[bytes], routes: Mapping[str, Callable[[bytes], Any]]) -> dict[str, float]:
    """The least CPU time of each route in seconds for all of ``files``; they take turns, file after file each."""
    found = dict.fromkeys(routes, float("inf"))
    for _ in range(ROUNDS):
        for name, route in routes.items():
            gc.collect()  # none pays for what another left behind
            began = _spent()
            for data in files:
                route(data)
            found[name] = min(found[name], _spent() - began)
    return found


def _spent() -> float:
    """The CPU seconds of this process and of the children that ended."""
    own, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + children.ru_utime + children.ru_stime


def counted(path: Path) -> tuple[int, int, int]:
    """How many cells the truth beside ``path`` has, how many were read so, and how many differ and are sure."""
    beside = path.with_suffix(".json")
    if not beside.exists():
        return 0, 0, 0
    cells, equal, silent = 0, 0, 0
    reports = extract(path.read_bytes(), lambda seconds: None).reports
    for truth, report in zip(json.loads(beside.read_text(encoding="utf-8"))["reports"], reports, strict=False):
        for value, read, sure in _cells(truth, report):
            cells, equal, silent = cells + 1, equal + (value == read), silent + (value != read and sure)
    return cells, equal, silent


def _cells(truth: dict[str, Any], report: Filing) -> Iterator[tuple[str, str | None, bool]]:
    for kind in ("budget", "indicators"):
        for number, row in enumerate(truth[kind]):
            own = getattr(report, kind)[number] if number < len(getattr(report, kind)) else None
            for field, value in row.items():
                if value is not None:
                    sure = own is not None and all(place.confidence >= CERTAIN for place in places(own.at.get(field)))
                    yield value, getattr(own, field, None), sure


def main(folder: Path, *, peers: bool) -> None:
    """One line a variant, and the sum."""
    installed = {name: peer for name, peer in PEERS.items() if peers and find_spec(name)}
    routes = ROUTES | installed
    pages: dict[str, int] = {}
    times: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    cells: dict[str, list[int]] = {}
    print(
        f"{'variant':<16} {'pages':>5} {'naive':>7} {'text':>6} {'paths':>6} {'ours':>6} {'naive/ours':>10}"
        f" {'ours/paths':>10} {'cells':>6} {'equal':>6} {'silent':>6}",
        *(f"{name:>9}" for name in installed),
    )
    for variant, files in _variants(folder).items():
        pages[variant] = sum(files.values())
        for route, seconds in best_times([path.read_bytes() for path in files], routes).items():
            times[variant][route] = seconds
            times["all"][route] += seconds
        counts = [counted(path) for path in files]
        cells[variant] = [sum(column) for column in zip(*counts, strict=True)]
        _print(variant, pages[variant], times[variant], cells[variant])
    total = [sum(column) for column in zip(*cells.values(), strict=True)]
    _print("all", sum(pages.values()), times["all"], total)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, all routes in one process")


def _variants(folder: Path) -> dict[str, dict[Path, int]]:
    """The files of each variant with the number of their pages that have text; no baseline reads a scan."""
    found: dict[str, dict[Path, int]] = defaultdict(dict)
    for path in sorted(folder.rglob("*.pdf")):
        try:
            count = sum(page.route in ("text", "fallback") for page in read_pdf(path.read_bytes()).pages)
        except Unreadable:
            continue
        if count:
            found[path.parent.name][path] = count
    return found


def _print(name: str, pages: int, seconds: dict[str, float], cells: list[int]) -> None:
    per_page = {route: 1000 * spent / pages for route, spent in seconds.items()}
    print(
        f"{name:<16} {pages:>5} {per_page['naive']:>7.1f} {per_page['text']:>6.2f} {per_page['paths']:>6.2f}"
        f" {per_page['ours']:>6.2f} {per_page['naive'] / per_page['ours']:>9.1f}×"
        f" {per_page['ours'] / per_page['paths']:>9.1f}× {cells[0]:>6} {cells[1]:>6} {cells[2]:>6}",
        *(f"{spent:>9.1f}" for route, spent in per_page.items() if route in PEERS),
    )


if __name__ == "__main__":
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it says the same about one font thousands of times
    words = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    words.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    words.add_argument("--peers", action="store_true")
    main(**vars(words.parse_args()))
