"""The nightly maintenance: backups that can be restored, leftovers that go, waivers that end, trouble that is said."""

import hashlib
import json
import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.maintain import maintain
from flows.rescore import rescore_all
from flows.summary import Maintained, Summary
from perfeval_core import backup, retention
from perfeval_core.casework import end_waivers, waive
from perfeval_core.doctor import problems
from perfeval_core.ledger import Ledger
from perfeval_core.rebuilding import rebuild
from perfeval_core.site import Site, site
from perfeval_core.warehouse import Warehouse
from tests.helpers.running import run
from tests.helpers.samples import sample

LONG_AGO = time.time() - timedelta(days=400).total_seconds()


@pytest.fixture
def home(done: tuple[Site, Summary], tmp_path: Path) -> Site:
    """A copy of a home in which all samples are."""
    shutil.copytree(done[0].settings.home, tmp_path / "home")
    return site(tmp_path / "home")


def kept(here: Site) -> Maintained:
    return maintain(str(here.settings.home))


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_backup_holds_everything_and_the_home_stays_as_it_was(home: Site) -> None:
    before = files(home.settings.home / "archive")
    summary = kept(home)
    assert (summary.errors, summary.problems, summary.items_new) == ((), (), 0)
    assert summary.backup is not None
    assert files(home.settings.backups / "archive") == before == files(home.settings.home / "archive")
    assert files(summary.backup.folder) == {"ledger.sqlite", "warehouse.duckdb", "archive.txt", "manifest.json"}
    for line in (summary.backup.folder / "archive.txt").read_text("utf-8").splitlines():
        sha256, name = line.split("  ")  # as sha256sum -c reads it
        assert hashlib.sha256((home.settings.backups / "archive" / name).read_bytes()).hexdigest() == sha256


def test_a_home_can_be_restored_from_the_backup_alone(home: Site, tmp_path: Path) -> None:
    made = kept(home).backup
    assert made is not None
    backups, new = tmp_path / "elsewhere", tmp_path / "restored"
    shutil.copytree(home.settings.backups, backups)
    shutil.rmtree(home.settings.home)

    new.mkdir()
    shutil.copy(backups / made.folder.name / "ledger.sqlite", new)
    shutil.copytree(backups / "archive", new / "archive")
    restored = site(new)
    rebuild(restored, lambda: None)
    assert list(problems(restored)) == []
    manifest = json.loads((backups / made.folder.name / "manifest.json").read_text("utf-8"))
    with restored.warehouse() as warehouse, Warehouse.open(backups / made.folder.name / "warehouse.duckdb") as copy:
        assert warehouse.snapshot() == copy.snapshot() == manifest["tables"]
    assert run(restored, sample("禁毒")).known == 1


def test_the_next_backup_copies_only_what_is_new_and_old_ones_go(home: Site) -> None:
    few = Site(**{**home.__dict__, "settings": home.settings.model_copy(update={"backups_kept": 2})})
    names = iter(f"2026010{day}T000000Z" for day in range(1, 5))
    made = []
    for _ in range(4):
        one = backup.back_up(few)
        made.append(one.folder.rename(one.folder.with_name(next(names))))
    assert one.archived_new == 0
    (few.settings.backups / "20260101T000000Z的说明").mkdir()
    assert backup.prune(few) == made[:2]
    assert sorted(path.name for path in few.settings.backups.iterdir()) == [
        "20260101T000000Z的说明",
        *(path.name for path in made[2:]),
        "archive",
    ]


def test_a_backup_that_breaks_off_is_none_and_the_next_one_is(home: Site) -> None:
    unfinished = home.settings.backups / ".unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "ledger.sqlite").write_bytes(b"half")
    assert kept(home).errors == ()
    assert not unfinished.exists()
    assert len([path for path in home.settings.backups.iterdir() if path.name != "archive"]) == 1


def test_the_ledger_is_copied_while_others_write(home: Site, tmp_path: Path) -> None:
    url = f"sqlite:///{home.settings.home / 'ledger.sqlite'}"
    with Ledger.open(url) as writer, writer._store._writing.begin() as held:
        held.exec_driver_sql("UPDATE submission SET name = 'x'")
        assert home.ledger.copy_to(tmp_path / "copy.sqlite")
        held.rollback()
    with Ledger.open(f"sqlite:///{tmp_path / 'copy.sqlite'}") as copy:
        assert copy.submissions() == home.ledger.submissions()
        assert copy.problems() == []


def full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_step_that_fails_is_queued_once_and_keeps_no_other_from_being_done(
    home: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfeval_core.backup._write_manifest", full_disk)
    summary = kept(home)
    assert summary.backup is None
    assert summary.discarded is not None
    assert "No space left" in summary.errors[0]
    assert (summary.items_new, kept(home).items_new) == (1, 0)
    (item,) = home.ledger.items("operations")
    assert "备份" in item.item.reasons[0]


def test_what_the_doctor_finds_is_queued_once(home: Site) -> None:
    lost = home.ledger.submissions()[0].sha256
    (original,) = (home.settings.home / "archive" / "originals").rglob(lost)
    original.unlink()
    summary = kept(home)
    assert {(one.code, one.subject) for one in summary.problems} == {("original_lost", lost)}
    assert (summary.items_new, kept(home).items_new) == (1, 0)
    (item,) = home.ledger.items("operations")
    assert lost in item.item.reasons[0]
    with home.warehouse() as warehouse:
        assert item.item.item_id in {one["item_id"] for one in warehouse.fetch("SELECT item_id FROM review_item")}


def test_only_what_nothing_refers_to_goes(home: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = home.settings.home / "archive"
    version = home.ledger.versions()[0].version
    dossier = home.archive.get_dossier(version.dossier_sha256)
    older = home.archive.put_dossier(dossier.model_copy(update={"engine_version": "older", "file_name": "x"}))
    young = home.archive.put_dossier(dossier.model_copy(update={"engine_version": "older", "file_name": "y"}))
    mine = home.archive.put_dossier(dossier.model_copy(update={"file_name": "z"}))
    unregistered = home.archive.put(b"archived, and then the power went")
    before = files(archive)
    (archive / "incoming").mkdir(exist_ok=True)
    for name in ("dead", "alive"):
        (archive / "incoming" / name).write_bytes(b"half")
    for path in archive.rglob("*"):
        if path.is_file() and path.name not in (young, "alive"):
            os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.setattr(retention, "engine_version", lambda: dossier.engine_version)

    assert retention.discard(home) == retention.Discarded(incoming=1, dossiers=1, backups=0, handed_in=0)
    gone = {name for name in before if name.endswith(older)}
    assert files(archive) == (before - gone) | {"incoming/alive"}
    assert home.archive.has_dossier(young)
    assert home.archive.has_dossier(mine)
    assert home.archive.has(unregistered)


def test_dossiers_of_former_versions_are_kept_for_the_rebuild(home: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rescore_all("platform", home=str(home.settings.home))
    for path in (home.settings.home / "archive" / "dossiers").rglob("*"):
        if path.is_file():
            os.utime(path, (LONG_AGO, LONG_AGO))
    monkeypatch.setattr(retention, "engine_version", lambda: "a newer program")
    assert retention.discard(home).dossiers == 0
    with home.warehouse() as warehouse:
        before = warehouse.snapshot()
    rebuild(home, lambda: None)
    with home.warehouse() as warehouse:
        assert warehouse.snapshot() == before


def test_a_waiver_that_is_over_brings_its_items_back(home: Site) -> None:
    item = next(one.item for one in home.ledger.items("budget") if "基层医疗" in one.item.title)
    waive(home, item.report_id or "", "SC101", "等平台修正", "张三", home.ledger.today())
    assert item.item_id not in {one.item.item_id for one in home.ledger.items()}
    assert list(problems(home)) == []

    tomorrow = Ledger.open(home.settings.ledger, clock=lambda: datetime.now(UTC) + timedelta(days=1))
    later = Site(**{**home.__dict__, "ledger": tomorrow})
    assert [one.code for one in problems(later)] == ["waiver_over"]
    assert (end_waivers(later, "maintenance"), end_waivers(later, "maintenance")) == (1, 0)
    assert item.item_id in {one.item.item_id for one in home.ledger.items()}
    assert list(problems(later)) == []
    tomorrow.close()


def test_an_operator_is_told_what_was_done(home: Site) -> None:
    summary = kept(home)
    assert any(str(home.settings.backups) in line for line in summary.lines)
    assert summary.lines[-1] == "核对：全部无误"
