"""A store that is full, locked or away: the run says so or waits, and the next one makes good what is missing."""

import errno
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest
from sqlalchemy import event

from perfeval_core.archive import ArchiveUnwritable
from perfeval_core.doctor import problems
from perfeval_core.ledger import Ledger, LedgerUnavailable, store
from perfeval_core.site import Site, site
from perfeval_core.warehouse import Warehouse, WarehouseError, WarehouseUnwritable
from tests.faults.aftermath import later, whole
from tests.faults.conftest import FILES
from tests.helpers.running import run
from tests.helpers.samples import sample

ROOT = Path(__file__).parents[2]
FULL = "磁盘空间"
DISKS = range(300, 2400, 100) if os.environ.get("PERFEVAL_FAULTS") else (600, 1000)
"""Kilobytes."""
Patch = pytest.MonkeyPatch


def no_space_for_the(number: int) -> Callable[[int], None]:
    """In place of ``os.fsync``: the disk is full from this call on."""
    numbers = count(1)

    def fsync(descriptor: int) -> None:
        if next(numbers) >= number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return fsync


@pytest.mark.parametrize("number", [2, 6])  # originals; dossiers of files and of reports
def test_a_full_disk_under_the_archive(
    here: Site, monkeypatch: Patch, undisturbed: dict[str, Any], number: int
) -> None:
    with monkeypatch.context() as patch, pytest.raises(ArchiveUnwritable, match=FULL):
        patch.setattr("perfeval_core.archive.os.fsync", no_space_for_the(number))
        run(here, *FILES)
    run(here, *FILES)
    whole(here, undisturbed)


def test_a_full_disk_under_the_ledger(here: Site, undisturbed: dict[str, Any]) -> None:
    engine = here.ledger._store._engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    engine.dispose()

    def little(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")

    event.listen(engine, "connect", little)
    with pytest.raises(LedgerUnavailable, match=FULL):
        run(here, *FILES)
    event.remove(engine, "connect", little)
    engine.dispose()
    run(here, *FILES)
    whole(here, undisturbed)


def test_a_full_disk_under_the_warehouse(here: Site, monkeypatch: Patch, undisturbed: dict[str, Any]) -> None:
    insert = Warehouse._insert

    def full(self: Warehouse, table: str, *rest: Any) -> None:
        if table == "score":
            raise duckdb.IOException("Could not write file: No space left on device")
        insert(self, table, *rest)

    with monkeypatch.context() as patch, pytest.raises(WarehouseUnwritable, match=FULL):
        patch.setattr(Warehouse, "_insert", full)
        run(here, *FILES)
    run(here)
    whole(here, undisturbed)


@contextmanager
def disk(folder: Path, kilobytes: int) -> Iterator[Callable[[int], int]]:
    """A disk of its own at ``folder``, and what makes it larger; a test that may not mount one is skipped."""
    folder.mkdir()
    options = ("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs")
    if subprocess.run(["mount", *options, str(folder)], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield lambda size: subprocess.check_call(["mount", "-o", f"remount,size={size}k", str(folder)])
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small disk")
@pytest.mark.parametrize("kilobytes", DISKS)
def test_a_disk_that_is_really_full(
    tmp_path: Path, monkeypatch: Patch, undisturbed: dict[str, Any], kilobytes: int
) -> None:
    with disk(tmp_path / "disk", kilobytes) as grow:
        here = site(tmp_path / "disk" / "home")
        with pytest.raises((ArchiveUnwritable, LedgerUnavailable, WarehouseError), match=FULL):
            run(here, *FILES)
        grow(100_000)
        then = later(here)  # the ledger lay on that disk too, so the leases could not be given back
        monkeypatch.setattr("flows.ingest.site", lambda home: then)
        run(then, *FILES)
        whole(then, undisturbed)
        then.ledger.close()
        here.ledger.close()


HOLDER = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@contextmanager
def held(warehouse: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process has the DuckDB file open for as long as its input is."""
    command = [sys.executable, "-c", HOLDER, str(warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.communicate()


def test_a_locked_warehouse_is_waited_for(here: Site, undisturbed: dict[str, Any]) -> None:
    with held(here.settings.warehouse) as holder:
        Thread(target=lambda: (time.sleep(4), holder.communicate())).start()
        run(here, *FILES)
        assert holder.poll() is not None
    whole(here, undisturbed)


def test_a_warehouse_that_stays_locked_is_named_and_nothing_is_lost(
    server: dict[str, str], here: Site, undisturbed: dict[str, Any]
) -> None:
    command = [sys.executable, "-m", "console.cli", "ingest", *map(str, FILES), "--home", str(here.settings.home)]
    with held(here.settings.warehouse):
        done = subprocess.run(
            command, env=server | {"PERFEVAL_PATIENCE_SECONDS": "1"}, cwd=ROOT, capture_output=True, text=True
        )
    said = "".join(done.stderr.splitlines())
    assert (done.returncode, "正被其他进程占用" in said, "都没有丢失" in said) == (1, True, True), said
    assert "Traceback" not in said.rpartition("没有做完")[2]
    run(here)
    whole(here, undisturbed)


@contextmanager
def ledger_held(path: str) -> Iterator[None]:
    """Somebody else writes to the ledger and does not stop."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()


@pytest.fixture
def impatient(here: Site, monkeypatch: Patch) -> Site:
    """The home with a ledger that waits for a twentieth of the time."""
    monkeypatch.setattr(store, "BUSY_MILLISECONDS", store.BUSY_MILLISECONDS // 20)
    quick = Site(**{**here.__dict__, "ledger": Ledger.open(here.settings.ledger)})
    monkeypatch.setattr("flows.ingest.site", lambda home: quick)
    return quick


def test_a_ledger_that_is_away_for_a_minute_delays_the_run(impatient: Site, undisturbed: dict[str, Any]) -> None:
    path = impatient.settings.ledger.removeprefix("sqlite:///")

    def away() -> None:
        with ledger_held(path):
            time.sleep(60 / 20)

    thread = Thread(target=away)
    thread.start()
    time.sleep(0.3)
    run(impatient, *FILES)
    thread.join()
    whole(impatient, undisturbed)


def test_a_ledger_that_stays_away_is_named_and_nothing_is_lost(
    impatient: Site, monkeypatch: Patch, undisturbed: dict[str, Any]
) -> None:
    monkeypatch.setattr(store, "TRIES", 2)
    path = impatient.settings.ledger.removeprefix("sqlite:///")
    with ledger_held(path), pytest.raises(LedgerUnavailable, match="台账暂时不能读写"):
        run(impatient, *FILES)
    run(impatient, *FILES)
    whole(impatient, undisturbed)


class SetBack:
    """A clock that somebody sets back."""

    def __init__(self) -> None:
        self.by = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) - self.by


def test_a_clock_that_is_set_back_changes_no_order(tmp_path: Path, monkeypatch: Patch) -> None:
    clock = SetBack()
    here = site(tmp_path / "home")
    here = Site(**{**here.__dict__, "ledger": Ledger.open(here.settings.ledger, clock)})
    monkeypatch.setattr("flows.ingest.site", lambda home: here)
    run(here, sample("禁毒"))
    clock.by = timedelta(hours=1)
    run(here, sample("饮水"))
    clock.by = timedelta(days=1)
    run(here, sample("校舍"))
    order = [Path(one.name).name for one in here.ledger.submissions()]
    assert order == [sample(name).name for name in ("禁毒", "饮水", "校舍")]
    assert here.ledger.counts().submissions == {"queued": 3}
    assert list(problems(here)) == []
