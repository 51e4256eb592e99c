"""The desk under load: 50 people leaf, open and search in a ledger of 100,000 items, over loopback, with real think
time. Prints for each kind of page the median and the 95th percentile in ms, and the ratio of its median to that of the
baseline, ``/healthz``, which is measured under the same load in the same run.

    python benchmarks/desk.py
    python benchmarks/desk.py --items 10000 --users 10 --seconds 20
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import quantiles

import httpx
from sqlalchemy import Connection, insert

from perfeval_core.domain.review import QUEUES
from perfeval_core.ledger.schema import report_version, review_item, submission
from perfeval_core.ledger.store import Store
from perfeval_core.site import Site, site

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
PASSWORD = "benchmark only 2718"
BASELINE = "healthz"
CHUNK = 5_000
UNITS = 900


def fill(here: Site, count: int) -> None:
    """Adds so many reports of as many units as a city has, each with an open item, straight to the tables."""
    store, chance, now = Store(here.settings.ledger), random.Random(1), datetime.now(UTC)

    def rows(start: int) -> Iterator[tuple[dict[str, object], dict[str, object], dict[str, object]]]:
        for number in range(start, min(start + CHUNK, count)):
            sha, unit = f"{number:064x}", number % UNITS
            names = {"unit_code": f"{100_000 + unit}", "unit_name": f"第{unit}单位", "project_name": f"项目{number}"}
            version = {"report_version": f"{number:016x}", "report_id": f"{number:012x}-1", "submission": sha}
            made = {"reader_version": "1", "engine_version": "1", "ruleset_hash": "1", "dossier_sha256": sha}
            file = {"sha256": sha, "name": f"{number}.pdf", "size": 1, "state": "queued", "fencing": 1, "attempts": 1}
            item = {
                "item_id": f"{chance.getrandbits(64):016x}",
                "subject": version["report_version"],
                "queue": chance.choice(QUEUES),
                "status": "open",
                "title": f"第{unit}单位 项目{number}：得分复核（3项）",
                "severity": "high",
                "priority": Decimal(chance.randrange(1, 900_000)).scaleb(-4),
                "priority_factors": [{"name": "severity", "reason": "严重程度：高", "weight": "8"}],
                "due_on": date.today() + timedelta(days=chance.randrange(-5, 40)),
                "reasons": ["得分应为 5.00"] * 3,
                "findings": [f"{one:016x}" for one in range(3)],
                "published_at": now,
            }
            received = {"received_at": now, "updated_at": now}
            extra = {"report_index": 1, "fiscal_year": 2024, "is_current": True, "recorded_at": now}
            yield file | received, version | made | names | extra, item | version

    def put(connection: Connection, start: int) -> None:
        files, versions, items = zip(*rows(start), strict=True)
        connection.execute(insert(submission), list(files))
        connection.execute(insert(report_version), list(versions))
        connection.execute(insert(review_item), list(items))

    for start in range(0, count, CHUNK):
        store.write(lambda connection, start=start: put(connection, start))
    store.close()


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """A desk as a process of its own; its address."""
    command = [sys.executable, "-m", "console.cli", "desk", "--port", "8699", "--home", str(home)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = "http://127.0.0.1:8699"
    try:
        for _ in range(600):
            try:
                httpx.get(f"{address}/healthz", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait(30)


def person(address: str, name: str, pages: dict[str, list[str]], until: float, took: dict[str, list[float]]) -> None:
    """One person's work: a page, one to three seconds of thought, the next page."""
    chance = random.Random(name)
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        client.post("/login", data={"name": name, "password": PASSWORD})
        while time.monotonic() < until:
            kind = chance.choice(list(pages))
            began = time.perf_counter()
            answer = client.get(chance.choice(pages[kind]))
            assert answer.status_code == 200, (kind, answer.status_code)
            took[kind].append(time.perf_counter() - began)
            time.sleep(chance.uniform(1, 3))


def pages_of(here: Site) -> dict[str, list[str]]:
    """What is asked for, by kind."""
    real = [one for one in here.ledger.items(limit=None) if one.item.report_id and one.item.title.find("第") != 0]
    pictures = [f"/pictures/{one.item.submission}/1.png" for one in real]
    return {
        BASELINE: ["/healthz"],
        "home": ["/"],
        "queue": [f"/queue?queue={queue}&page={page}" for queue in QUEUES for page in (1, 2, 40)],
        "search": [f"/queue?q=项目{number}" for number in (7, 77, 777, 7777)],
        "reports": ["/reports", "/reports?q=第77单位", "/reports?page=300"],
        "item": [f"/items/{one.item.item_id}" for one in real],
        "report": [f"/reports/{one.item.report_id}" for one in real],
        "picture": pictures,
    }


def main() -> None:
    """Builds the home, runs the load, prints the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--items", type=int, default=100_000)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    said = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="perfeval-desk-"))
    home = folder / "home"
    samples = [str(path) for path in sorted(SAMPLES.glob("*.pdf"))]
    subprocess.run(
        [sys.executable, "-m", "console.cli", "ingest", *samples, "--home", str(home)], check=False
    )  # one sample is unreadable
    here = site(home)
    pages = pages_of(here)
    fill(here, said.items)
    names = [f"复核员{number}" for number in range(said.users)]
    for name in names:
        first = here.ledger.people.create(name, "reviewer", None, "benchmark")
        here.ledger.people.set_password(name, str(first), PASSWORD)
    took: dict[str, list[float]] = defaultdict(list)
    with serving(home) as address:
        until = time.monotonic() + said.seconds
        work = [threading.Thread(target=person, args=(address, name, pages, until, took)) for name in names]
        for one in work:
            one.start()
        for one in work:
            one.join()
    shutil.rmtree(folder)
    base = quantiles(took[BASELINE], n=20)[9]
    print(f"{said.users} people, {said.items} items; baseline {BASELINE}: p50 {1000 * base:.1f} ms")
    for kind in pages:
        cuts = quantiles(took[kind], n=20)
        shown = f"p50 {1000 * cuts[9]:7.1f} ms   p95 {1000 * cuts[18]:7.1f} ms   {cuts[9] / base:6.1f} × baseline"
        print(f"{kind:>10}   {len(took[kind]):5} asked   {shown}")


if __name__ == "__main__":
    main()
