"""What a batch costs: ``python -m benchmarks.pipeline [--reports N] [--keep FOLDER]`` from the repository, on Linux.

Made-up reports (see ``benchmarks.filings``) go through the real flow with embedded Prefect. Printed are, for one run:

- CPU by step, child processes included: the reading is done in them, and Prefect's server is one;
- how all that is not reading compares with reading, with and without scoring and checking, of which
  ``benchmarks.findings`` tells more;
- peak memory of this process and of its children; with 10,000 reports at most 1.3 times that with 1,000;
- how much each store grew for each 1,000 reports, and how many task runs Prefect made: about 200 a batch at most.

Reading is what its child processes use and what handing their answers over costs; asking the ledger is not part of it.
What was measured stands in docs/operations.md (代价).
"""

import argparse
import os
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from console.embedded import prefect_ready

REPORTS = 1000
_MB = 1 << 20


@dataclass
class Spent:
    """CPU seconds in this process by step, those of them that went to the ledger, and how often each step ran."""

    steps: Counter[str] = field(default_factory=Counter)
    ledger: Counter[str] = field(default_factory=Counter)
    runs: Counter[str] = field(default_factory=Counter)
    at_start: float = 0.0


class Meter:
    """Puts a clock around each step and around the ledger's transactions."""

    def __init__(self) -> None:
        self.spent = Spent()
        self._lock = threading.Lock()
        self._here = threading.local()

    def timed(self, work: Callable[..., Any], name: str, clock: Callable[[], float]) -> Callable[..., Any]:
        """``work``, timed as the step called ``name``."""

        @wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._here.step, began = name, clock()
            try:
                return work(*args, **kwargs)
            finally:
                self._here.step = None
                with self._lock:
                    self.spent.steps[name] += clock() - began  # type: ignore[assignment]
                    self.spent.runs[name] += 1

        return timed

    def of_ledger(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """``work``, timed as the ledger's share of whichever step calls it."""

        @wraps(work)
        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.thread_time()
            try:
                return work(*args, **kwargs)
            finally:
                with self._lock:
                    step = getattr(self._here, "step", None) or "flow"
                    self.spent.ledger[step] += time.thread_time() - began  # type: ignore[assignment]

        return timed


def metered() -> Meter:
    """A meter around everything that the flow does."""
    import flows.batch
    import flows.ingest
    import tasks.read
    from perfeval_core.ledger.store import Store

    meter = Meter()
    for module, names in (
        (flows.ingest, ("receive", "acknowledge", "portfolio", "quality")),
        (flows.batch, ("load", "validate", "triage", "publish")),
    ):
        for name in names:
            task = getattr(module, name)
            task.fn = meter.timed(task.fn, name, time.process_time)
    # several of these run at the same time: only their own thread's time is theirs
    tasks.read.read_file = meter.timed(tasks.read.read_file, "read", time.thread_time)
    tasks.read.score = meter.timed(tasks.read.score, "score", time.thread_time)
    Store.read, Store.write = meter.of_ledger(Store.read), meter.of_ledger(Store.write)  # type: ignore[method-assign]
    return meter


def task_runs() -> int:
    """How many task runs Prefect knows of."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        pages = iter(lambda: len(client.read_task_runs(limit=200, offset=next(offsets))), 0)
        offsets = iter(range(0, sys.maxsize, 200))
        return sum(pages)


def sizes(home: Path, prefect: Path) -> dict[str, int]:
    """Bytes on disk by store."""
    stores = {
        "originals": [home / "archive" / "originals"],
        "dossiers": [home / "archive" / "dossiers"],
        "ledger": sorted(home.glob("ledger.sqlite*")),
        "warehouse": sorted(home.glob("warehouse.duckdb*")),
        "quality pages": [home / "quality"],
        "Prefect's database": sorted(prefect.glob("prefect.db*")),
    }
    return {name: sum(_bytes(path) for path in paths) for name, paths in stores.items()}


def _bytes(path: Path) -> int:
    return sum(one.stat().st_blocks * 512 for one in (path.rglob("*") if path.is_dir() else [path]) if one.is_file())


@contextmanager
def working_in(keep: Path | None) -> Iterator[Path]:
    """``keep``, or a folder that is thrown away."""
    if keep is None:
        with TemporaryDirectory(prefix="perfeval-benchmark-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep


def main(reports: int, keep: Path | None) -> None:
    """Makes the files in another process, takes them in, and prints what it cost."""
    with working_in(keep) as folder:
        files, home, prefect = folder / "files", folder / "home", folder / "prefect"
        if not files.exists():
            subprocess.run([sys.executable, "-m", "benchmarks.filings", str(files), str(reports)], check=True)
        os.environ["PREFECT_HOME"] = str(prefect)
        made = resource.getrusage(resource.RUSAGE_CHILDREN)
        with prefect_ready():
            meter = metered()
            meter.spent.at_start, began = time.process_time(), time.monotonic()
            from flows.ingest import ingest

            summary = ingest([str(files)], home=str(home))
            seconds, here = time.monotonic() - began, time.process_time()
            read = resource.getrusage(resource.RUSAGE_CHILDREN)
            servers = psutil.Process().children(recursive=True)
            print(f"{summary.reports} reports in {len(summary.files)} files, {sum(summary.findings.values())} findings,"
                  f" {summary.items_new} items, {len(summary.errors)} errors; {seconds:.0f} s")  # fmt: skip
            children = read.ru_utime + read.ru_stime - made.ru_utime - made.ru_stime
            server = sum(sum(one.cpu_times()[:2]) for one in servers)
            _print_cpu(meter.spent, summary.reports, here, children, server)
            _print_memory(read.ru_maxrss, servers)
            runs = task_runs()
            batches = meter.spent.runs["load"]
            print(f"Prefect made {runs} task runs for {batches} batches: {runs / batches:.0f} a batch")
            _print_growth(sizes(home, prefect), summary.reports)


def _print_cpu(spent: Spent, reports: int, here: float, children: float, server: float) -> None:
    """One line a step, in the order of what they cost; then the ratio."""
    within = sum(spent.steps.values())
    lines: dict[str, float] = {
        "start (imports)": spent.at_start,
        "read: child processes": children,
        **{f"{name}{': this process' if name == 'read' else ''}": value for name, value in spent.steps.items()},
        "flow and Prefect's client": here - spent.at_start - within,
        "Prefect's server": server,
    }
    total = sum(lines.values())
    print(f"{'CPU s':>8} {'ms/report':>9} {'share':>6}  step")
    for name, value in sorted(lines.items(), key=lambda line: -line[1]):
        print(f"{value:8.1f} {1000 * value / reports:9.2f} {value / total:6.1%}  {name}")
    ledger = sum(spent.ledger.values())
    print(f"{total:8.1f} {1000 * total / reports:9.2f} {'':6}  all; of this the ledger {ledger:.1f} s")
    reading = children + spent.steps["read"] - spent.ledger["read"]
    scoring = spent.steps["score"] - spent.ledger["score"]
    print(f"everything but reading / reading = {(total - reading) / reading:.2f};"
          f" without scoring and checking {(total - reading - scoring) / reading:.2f}")  # fmt: skip


def _print_memory(readers: int, servers: list[psutil.Process]) -> None:
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    server = max((_peak(one) for one in servers), default=0)
    print(
        f"peak memory: this process {own // 1024} MB, the largest reading process {readers // 1024} MB,"
        f" Prefect's server {server // 1024} MB"
    )


def _peak(process: psutil.Process) -> int:
    """The most memory in KB that a living process had."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def _print_growth(grown: dict[str, int], reports: int) -> None:
    print("on disk for each 1,000 reports:")
    for name, size in grown.items():
        print(f"{size / _MB * 1000 / reports:8.1f} MB  {name}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="What a batch costs.")
    options.add_argument("--reports", type=int, default=REPORTS)
    options.add_argument("--keep", type=Path, help="a folder that stays, with the files, the home and Prefect's")
    chosen = options.parse_args()
    main(chosen.reports, chosen.keep)
