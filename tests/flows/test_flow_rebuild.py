"""The DuckDB file made again from archive and ledger: the same rows in every table, or the old file as it was."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.references import imported
from flows.rescore import rescore_all
from perfeval_core.archive import NotArchived
from perfeval_core.casework import waive
from perfeval_core.doctor import problems
from perfeval_core.rebuilding import StillWorking, rebuild
from perfeval_core.rules import registry
from perfeval_core.site import Site, site
from perfeval_core.warehouse import WarehouseVersionMismatch
from tests.helpers.running import run, run_until
from tests.helpers.samples import SAMPLES, sample
from tests.makers import compiled, make
from tests.makers.example import FORM
from tests.reference.lists import csv_list

TABLES = (
    *("batch", "budget_line", "finding", "goal", "indicator", "portfolio_finding", "reference"),
    *("report", "report_state", "review_item", "rule_failure", "score", "section", "submission", "warehouse_version"),
)


def rows(here: Site) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with here.warehouse() as warehouse:
        assert sorted(warehouse.counts()) == sorted(TABLES)
        return {table: warehouse.fetch(f"SELECT * FROM {table} ORDER BY ALL") for table in TABLES}


def form(**changed: Any) -> bytes:
    return make(FORM.model_copy(update=changed)).pdf


def with_points(points: str) -> bytes:
    """The example form with other points of its first indicator."""
    return form(indicators=(FORM.indicators[0].model_copy(update={"points": points}), *FORM.indicators[1:]))


def trimmed(name: str) -> bytes:
    """A form whose budget was cut to what was spent."""
    return form(
        project_name=name, budget=tuple(one.model_copy(update={"initial_compiled": "90"}) for one in FORM.budget)
    )


@pytest.fixture
def lived_in(here: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A home in which everything has happened: a row in every table, and versions that are no longer current."""

    def save(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    def broken(subject: object) -> None:
        raise ZeroDivisionError("our bug")

    with monkeypatch.context() as patch:
        patch.setitem(registry.CHECKS, "SC204", broken)
        run(here, save("绿地.pdf", with_points("9O")))
    two = compiled([make(FORM.model_copy(update={"project_name": name})) for name in ("甲", "乙")])
    run(here, SAMPLES, save("汇编.pdf", two.pdf), save("绿地（改）.pdf", with_points("18")))
    run(here, save("三.pdf", trimmed("三")), save("四.pdf", trimmed("四")))
    item = next(one.item for one in here.ledger.items("budget") if one.item.report_id)
    waive(here, item.report_id or "", "SC101", "平台印的是年初口径", "张三", None)
    official = ("2024", "304001", "云岭市公安局", "禁毒宣传", "900000", "900000", "885000")
    imported(here, "清单.csv", csv_list(official), None, False)
    rescore_all("platform", home=str(here.settings.home))
    rescore_all(home=str(here.settings.home))
    return here


def test_every_table_is_made_again_row_by_row(lived_in: Site) -> None:
    before = rows(lived_in)
    assert [table for table, found in before.items() if not found] == []
    assert {"quarantined", "extracted"} <= {one["status"] for one in before["submission"]}
    assert {"waived", "superseded", "open"} == {one["status"] for one in before["review_item"]}
    assert "data_quality" in {one["kind"] for one in before["finding"]}
    assert len({one["ruleset_hash"] for one in before["report"]}) == 2

    submissions = []
    counts = rebuild(lived_in, lambda: submissions.append(1))
    assert counts == {table: len(found) for table, found in before.items()}
    assert len(submissions) == len(lived_in.ledger.submissions())
    assert rows(lived_in) == before
    assert list(problems(lived_in)) == []


def deleted(warehouse: Path) -> None:
    warehouse.unlink()


def garbage(warehouse: Path) -> None:
    warehouse.write_bytes(b"not a database" * 1000)


def of_another_schema(warehouse: Path) -> None:
    change = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('UPDATE warehouse_version SET version = 0')"
    subprocess.run([sys.executable, "-c", change, str(warehouse)], check=True)
    with pytest.raises(WarehouseVersionMismatch, match="perfeval rebuild"), site(warehouse.parent).warehouse():
        pass


@pytest.mark.parametrize("harm", [deleted, garbage, of_another_schema])
def test_a_file_that_cannot_be_used_is_made_again(here: Site, harm: Callable[[Path], None]) -> None:
    run(here, sample("禁毒"), sample("公路"))
    before = rows(here)
    harm(here.settings.warehouse)
    rebuild(here, lambda: None)
    assert rows(here) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from perfeval_core.rebuilding import rebuild
from perfeval_core.site import site
def stop():
    print("half-way", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
rebuild(site(Path(sys.argv[1])), stop)
"""


def test_a_rebuild_that_is_killed_leaves_the_old_file_and_is_done_by_the_next(here: Site) -> None:
    run(here, sample("禁毒"), sample("公路"))
    before, file = rows(here), here.settings.warehouse.read_bytes()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(here.settings.home)], capture_output=True, text=True)
    assert (killed.returncode, killed.stdout) == (-9, "half-way\n"), killed.stderr
    assert here.settings.warehouse.read_bytes() == file
    rebuild(here, lambda: None)
    assert rows(here) == before
    assert sorted(path.name for path in here.settings.home.glob("warehouse*")) == ["warehouse.duckdb"]


def test_a_lost_dossier_stops_the_rebuild_and_leaves_the_old_file(here: Site) -> None:
    run(here, sample("禁毒"))
    before = rows(here)
    (version,) = here.ledger.versions()
    (dossier,) = (here.settings.home / "archive" / "dossiers").rglob(version.version.dossier_sha256)
    dossier.unlink()
    with pytest.raises(NotArchived):
        rebuild(here, lambda: None)
    assert rows(here) == before


@pytest.mark.parametrize("stage", ["复算核对", "入库", "校验", "分流", "入队"])
def test_a_run_that_broke_off_goes_on_with_the_new_file(here: Site, stage: str, done: tuple[Site, Any]) -> None:
    run_until(here, stage, SAMPLES)
    rebuild(here, lambda: None)
    run(here)
    with here.warehouse() as mine, done[0].warehouse() as undisturbed:
        wanted = undisturbed.snapshot()
        found = mine.snapshot()
    assert {name for name, value in found.items() if value != wanted[name]} <= {"submission", "review_item"}  # times
    assert list(problems(here)) == []


def test_a_run_at_work_is_waited_for(here: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    run(here, sample("禁毒"))
    here.ledger.claim("另一批次", 1, timedelta(seconds=1), states=("queued",))
    before = time.monotonic()
    rebuild(here, lambda: None)
    assert time.monotonic() - before > 0.5

    here.ledger.claim("另一批次", 1, timedelta(minutes=5), states=("queued",))
    hurried = Site(**{**here.__dict__, "settings": here.settings.model_copy(update={"patience_seconds": 1})})
    with pytest.raises(StillWorking, match="另一批次"):
        rebuild(hurried, lambda: None)
    assert rows(here)["report"]


HELD = """
import sys
from pathlib import Path
from perfeval_core.site import site
print("waiting", flush=True)
with site(Path(sys.argv[1])).warehouse() as warehouse:
    warehouse.replace_review_items([])
"""


def test_a_process_that_waits_for_the_file_writes_into_the_new_one(here: Site) -> None:
    run(here, sample("基层医疗"))
    assert rows(here)["review_item"]
    writers: list[subprocess.Popen[str]] = []

    def start() -> None:
        command = [sys.executable, "-c", HELD, str(here.settings.home)]
        writers.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert writers[0].stdout is not None
        writers[0].stdout.readline()
        time.sleep(1)

    rebuild(here, start)
    assert writers[0].wait(timeout=60) == 0
    assert rows(here)["review_item"] == []
