"""``ingest``, ``queue``, ``rules``, ``doctor`` and ``demo`` on a home folder of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.site import site
from tests.helpers.samples import EXPECTED, SAMPLES

Document = Callable[..., tuple[int, Any]]
Run = Callable[..., tuple[int, str]]

PERFEVAL = (sys.executable, "-m", "console.cli")


def start(*words: str) -> subprocess.Popen[bytes]:
    """``perfeval`` as a process of its own, without anything of the tests' Prefect around it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    return subprocess.Popen(
        [*PERFEVAL, *words],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )


def finished(running: subprocess.Popen[bytes]) -> tuple[int, str]:
    shown, notes = running.communicate(timeout=180)
    assert running.returncode in (0, 1), notes.decode()
    return running.returncode, shown.decode()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which two processes took the samples at once."""
    home = tmp_path_factory.mktemp("two") / "home"
    both = [start("ingest", str(SAMPLES), "--home", str(home), "--json") for _ in range(2)]
    answers = [finished(one) for one in both]
    assert sum(json.loads(shown)["reports"] for _, shown in answers) == 11
    return home


def test_two_processes_at_once_make_nothing_twice(home: Path, document: Document) -> None:
    code, diagnosis = document("doctor", "--home", home)
    assert (code, diagnosis) == (0, {"version": 1, "submissions": 11, "reports": 11, "problems": []})
    with site(home).warehouse() as warehouse:
        counts = warehouse.counts()
    assert (counts["report"], counts["submission"]) == (11, 11)
    assert counts["finding"] == sum(len(one["findings"]) for one in EXPECTED.values())


def test_the_queue_lists_the_most_urgent_first(home: Path, document: Document, perfeval: Run) -> None:
    code, listed = document("queue", "list", "--home", home)
    items = [one["item"] for one in listed["items"]]
    priorities = [float(item["priority"]["value"]) for item in items]
    assert (code, len(items)) == (0, 11)
    assert priorities == sorted(priorities, reverse=True)
    _, scores = document("queue", "list", "--queue", "score", "--home", home)
    assert {one["item"]["queue"] for one in scores["items"]} == {"score"}
    assert perfeval("queue", "list", "--queue", "nowhere", "--home", home)[0] == 2
    assert "农村饮水安全维修养护" in perfeval("queue", "list", "--home", home)[1]


def test_an_item_shows_its_findings_with_places(home: Path, document: Document, perfeval: Run) -> None:
    _, listed = document("queue", "list", "--home", home)
    first = listed["items"][0]["item"]
    code, shown = document("queue", "show", first["item_id"][:6], "--home", home)
    assert code == 0
    assert [finding["id"] for finding in shown["findings"]] == first["findings"]
    assert all(finding["at"][0]["page"] for finding in shown["findings"])
    assert shown["correction"]["changes"][0]["corrected"] == "7.20"
    told = perfeval("queue", "show", first["item_id"], "--home", home)[1]
    for words in ("应为 7.20", "最小更正", "12 → 7.20", "改后总分"):
        assert words in told
    assert perfeval("queue", "show", "zzzz", "--home", home)[0] == 2


def test_the_doctor_names_what_is_broken(home: Path, document: Document, tmp_path: Path) -> None:
    subprocess.run(["cp", "-r", home, tmp_path / "home"], check=True)
    here = site(tmp_path / "home")
    sha256 = next(iter(EXPECTED.values()))["sha256"]
    (original,) = (tmp_path / "home" / "archive" / "originals").rglob(sha256)
    original.write_bytes(b"changed")
    with here.warehouse() as warehouse:
        warehouse.replace_review_items([])
        version = here.ledger.versions()[0].version.report_version
        warehouse._connection.execute("DELETE FROM indicator WHERE report_version = ?", [version])
    code, diagnosis = document("doctor", "--home", tmp_path / "home")
    assert code == 1
    found = {(one["code"], one["subject"]) for one in diagnosis["problems"]}
    assert {("original_lost", sha256), ("rows_differ", version)} <= found
    # Of two runs at once one may have compared a unit before all of its reports were there: that item is withdrawn.
    queued = {one.item.item_id for one in here.ledger.items(status=None)}
    assert {subject for code, subject in found if code == "queue_copy_differs"} == queued


def test_rules_are_listed_shown_and_tested(document: Document, perfeval: Run) -> None:
    _, listed = document("rules", "list")
    assert {"SC101", "SC201", "SC306"} <= {card["id"] for card in listed["rules"]}
    assert document("rules", "show", "sc201")[1]["kind"] == "score_arithmetic"
    assert "完成指标值的" in perfeval("rules", "show", "SC201")[1]
    assert "把握" not in perfeval("rules", "show", "SC201")[1]
    assert "把握：较低。据实评出来的总分" in perfeval("rules", "show", "JD109")[1]
    assert perfeval("rules", "show", "XX999")[0] == 2
    code, tested = document("rules", "test")
    assert code == 0
    assert {one["pack"] for one in tested["examples"]} >= {"mof-2020-10", "platform"}
    assert all(one["passed"] for one in tested["examples"])


def test_the_demo_says_what_was_found_and_where_to_look_next(tmp_path: Path) -> None:
    code, shown = finished(start("demo", "--home", str(tmp_path / "home")))
    assert code == 0
    for words in ("本次读出 11 份报告", "疑点 17 条", "应为 7.20", "queue show", "doctor --home"):
        assert words in shown


@pytest.mark.parametrize(
    "words",
    [(), ("ingest",), ("queue",), ("queue", "list"), ("rules",), ("demo",), ("doctor",), ("reference",), ("letter",)],
)
def test_help_teaches_in_chinese(perfeval: Run, words: tuple[str, ...]) -> None:
    code, shown = perfeval(*words, "--help")
    assert code == 0
    assert any("一" <= character <= "鿿" for character in shown)


def test_a_waiver_takes_a_rule_out_of_the_queues_of_one_report(home: Path, perfeval: Run, tmp_path: Path) -> None:
    copy = tmp_path / "home"
    subprocess.run(["cp", "-r", home, copy], check=True)
    here = site(copy)
    item = next(one.item for one in here.ledger.items("budget") if "基层医疗" in one.item.title)
    waive = (
        "rules",
        "waive",
        item.report_id,
        "SC101",
        "--home",
        copy,
        "--reason",
        "平台印的是年初口径",
        "--by",
        "张三",
    )
    assert perfeval(*waive, "--until", "2099-12-31")[0] == 0
    assert item.item_id not in {one.item.item_id for one in here.ledger.items()}
    found = here.ledger.item(item.item_id)
    assert found is not None
    assert found.status == "waived"
    (waiver,) = here.ledger.waivers(item.report_id)
    assert (waiver.rule, waiver.approver, waiver.reason) == ("SC101", "张三", "平台印的是年初口径")
    assert perfeval("doctor", "--home", copy)[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("没有的报告", "SC101", "--reason", "理由"),
        ("x-1", "XX999", "--reason", "理由"),
        ("x-1", "SC101", "--reason", " "),
    ],
)
def test_a_waiver_without_report_rule_or_reason_is_refused(home: Path, perfeval: Run, words: tuple[str, ...]) -> None:
    assert perfeval("rules", "waive", *words, "--by", "张三", "--home", home)[0] == 2


def test_a_dry_run_of_other_rules_changes_nothing(home: Path, document: Document) -> None:
    before = site(home).ledger.events(limit=10_000)
    code, summary = document("rescore", "--pack", "platform", "--dry-run", "--home", home)
    assert (code, summary["reports"], summary["run"]) == (0, 11, None)
    assert summary["changes"]
    assert site(home).ledger.events(limit=10_000) == before
