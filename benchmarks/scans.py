"""Reads made reports from scans of them: ``python benchmarks/scans.py [COUNT]``; COUNT reports, 12 by default.

For each: how many cells are exact, how many of them the reader is sure of, how many wrong strings it is sure of (there
may be none), CPU seconds a page. The reports, their looks and the scanners are drawn by lot, so a seed is a file.
"""

import resource
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.place import CERTAIN
from perfeval_core.extraction.extract import extract
from tests.extraction.comparing import ROWS, sure_errors
from tests.extraction.descriptions import look, report
from tests.makers import PRODUCERS, Made, make, missing
from tests.makers.scanned import Scan, any_scan, scan

FIRST_SEED = 300


def made(seed: int) -> tuple[Made, Scan, str]:
    """A report drawn by lot, as a scanner saw it, and who printed it."""
    random = Random(seed)
    producer = random.choice([name for name in PRODUCERS if missing(name) is None])
    how = any_scan(random, worst=seed % 2 == 1)
    return scan(make(report(random), producer, look(random)), how), how, producer


def cells(truth: dict[str, list[dict[str, str]]], read: Filing) -> tuple[int, int, int]:
    """How many cells with text there are, how many were read exactly, and how many of these surely."""
    known = exact = sure = 0
    for kind in ROWS:
        rows = list(getattr(read, kind))
        for index, row in enumerate(truth[kind]):
            found = rows[index] if index < len(rows) else None
            for field, value in row.items():
                if isinstance(value, str) and value:
                    known += 1
                    right = found is not None and getattr(found, field) == value
                    exact += right
                    sure += right and all(place.confidence >= CERTAIN for place in found.where(field))
    return known, exact, sure


def main(count: int) -> None:
    """One line a report, and the sum."""
    print(f"{'cells':>6} {'exact':>6} {'sure':>6} {'silent':>6} {'s/page':>6}  scan")
    whole, silent_in_all, seconds, pages = [0, 0, 0], 0, 0.0, 0
    for seed in range(FIRST_SEED, FIRST_SEED + count):
        document, how, producer = made(seed)
        began = time.process_time()
        file = extract(document.pdf, lambda seconds: None)
        took = time.process_time() - began
        seconds, pages = seconds + took, pages + document.pages
        if not file.reports:
            print(f"{'':>27} {took / document.pages:>6.1f}  seed {seed}: {file.reason} {how}")
            continue
        found = cells(document.truth[0], file.reports[0])
        wrong = sure_errors(document.truth[0], file.reports[0])
        whole, silent_in_all = [a + b for a, b in zip(whole, found, strict=True)], silent_in_all + len(wrong)
        line = " ".join(f"{number:>6}" for number in (*found, len(wrong)))
        print(f"{line} {took / document.pages:>6.1f}  seed {seed}: {producer} {how}")
        for error in wrong:
            print(f"       {error}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = " ".join(f"{number:>6}" for number in (*whole, silent_in_all))
    print(f"{line} {seconds / pages:>6.1f}  all; {pages} pages, at most {memory:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12)
