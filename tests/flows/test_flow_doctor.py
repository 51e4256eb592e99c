"""The doctor names each thing that is wrong with a home."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.summary import Summary
from perfeval_core.doctor import problems
from perfeval_core.site import Site, site
from perfeval_core.warehouse import Warehouse

Done = tuple[Site, Summary]


@pytest.fixture
def copy(done: Done, tmp_path: Path) -> Path:
    """A copy of a home in which all samples are, to be damaged; nothing has opened it yet."""
    here, _ = done
    shutil.copytree(here.settings.home, tmp_path / "home")
    return tmp_path / "home"


def ledger(home: Path, *statements: str) -> None:
    """As somebody would who has the file and a tool."""
    connection = sqlite3.connect(home / "ledger.sqlite")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def warehouse(home: Path, statement: str) -> None:
    with Warehouse.open(home / "warehouse.duckdb") as opened:
        opened._connection.execute(statement)


def event_changed(home: Path) -> None:
    ledger(home, "DROP TRIGGER event_keeps_update", "UPDATE event SET actor = '李四' WHERE seq = 7")


def event_removed(home: Path) -> None:
    ledger(home, "DROP TRIGGER event_keeps_delete", "DELETE FROM event WHERE seq = 7")


def last_event_removed(home: Path) -> None:
    last = "(SELECT max(seq) FROM event)"
    ledger(home, "DROP TRIGGER event_keeps_delete", f"DELETE FROM event WHERE seq = {last}")


def state_set_back(home: Path) -> None:
    ledger(home, "UPDATE submission SET state = 'read' WHERE sha256 = (SELECT min(submission) FROM report_version)")


def version_dropped(home: Path) -> None:
    ledger(home, "UPDATE report_version SET is_current = 0 WHERE report_version = 'x' OR rowid = 1")


def item_dropped(home: Path) -> None:
    ledger(home, "DELETE FROM review_item WHERE rowid = 1")


def score_dropped(home: Path) -> None:
    warehouse(
        home, "DELETE FROM score WHERE line = 'total' AND report_version = (SELECT min(report_version) FROM score)"
    )


def report_dropped(home: Path) -> None:
    warehouse(home, "DELETE FROM report WHERE report_version = (SELECT min(report_version) FROM report)")


def report_foreign(home: Path) -> None:
    warehouse(
        home, "UPDATE report SET report_version = 'f' WHERE report_version = (SELECT min(report_version) FROM report)"
    )


def state_dropped(home: Path) -> None:
    warehouse(home, "DELETE FROM report_state WHERE report_version = (SELECT min(report_version) FROM report_state)")


def file_dropped(home: Path) -> None:
    warehouse(home, "DELETE FROM submission WHERE status = 'quarantined'")


def warehouse_garbage(home: Path) -> None:
    (home / "warehouse.duckdb").write_bytes(b"not a database" * 1000)


def dossier_swapped(home: Path) -> None:
    """A version that points at another version's dossier."""
    other = "(SELECT max(dossier_sha256) FROM report_version)"
    least = "(SELECT min(dossier_sha256) FROM report_version)"
    ledger(home, f"UPDATE report_version SET dossier_sha256 = {other} WHERE dossier_sha256 = {least}")


@pytest.mark.parametrize(
    ("harm", "codes"),
    [
        (event_changed, {"event_chain_broken"}),
        (event_removed, {"event_chain_broken"}),
        (last_event_removed, {"event_chain_broken"}),
        (state_set_back, {"log_tells_otherwise"}),
        (version_dropped, {"log_tells_otherwise", "queued_without_version"}),
        (item_dropped, {"item_missing", "queue_copy_differs"}),
        (score_dropped, {"rows_differ"}),
        (report_dropped, {"report_not_loaded"}),
        (report_foreign, {"report_unknown", "report_not_loaded"}),
        (state_dropped, {"state_copy_differs"}),
        (file_dropped, {"file_not_loaded"}),
        (warehouse_garbage, {"warehouse_unusable"}),
        (dossier_swapped, {"dossier_mixed_up"}),
    ],
)
def test_each_harm_is_named(copy: Path, harm: Callable[[Path], None], codes: set[str]) -> None:
    harm(copy)
    found = list(problems(site(copy)))
    assert {one.code for one in found} >= codes
    assert all(any("一" <= letter <= "鿿" for letter in one.message_zh) for one in found)


def test_an_unharmed_copy_is_whole(copy: Path) -> None:
    assert list(problems(site(copy))) == []
