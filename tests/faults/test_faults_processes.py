"""A run that is killed, paused or not alone: the next one ends it, and nothing is lost or there twice.

The short form takes part in every test run. ``PERFEVAL_FAULTS=200`` kills at 200 moments drawn by lot, and
pauses at each step.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from perfeval_core.doctor import problems
from perfeval_core.site import Site, site
from tests.faults.aftermath import later, settled, whole
from tests.faults.conftest import FILES
from tests.helpers.running import run
from tests.helpers.state import state

ROOT = Path(__file__).parents[2]
MOST_WRITES = 60
LONG = int(os.environ.get("PERFEVAL_FAULTS", "0"))
STAGES = ["复算核对", "入库", "校验", "分流", "入队"] if LONG else ["复算核对", "入队"]
MOMENTS = [random.Random(seed).randint(1, MOST_WRITES) for seed in range(LONG)] or [9, 40]


def victim(server: dict[str, str], what: str, home: Path, files: Sequence[Path] = FILES) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.victim", what, str(home), *map(str, files)]
    return subprocess.Popen(command, env=server, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> int:
    _, said = process.communicate(timeout=180)
    assert process.returncode in (0, -signal.SIGKILL), said
    return process.returncode


@pytest.fixture
def then(here: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The same home when all leases have run out; the next run is then."""
    then = later(here)
    monkeypatch.setattr("flows.ingest.site", lambda home: then)
    return then


@pytest.mark.parametrize("what", [f"killed:{moment}" for moment in MOMENTS] + ["killed-loading:5"])
def test_a_run_that_is_killed_anywhere_is_finished_by_the_next(
    server: dict[str, str], here: Site, then: Site, undisturbed: dict[str, Any], what: str
) -> None:
    code = ended(victim(server, what, here.settings.home))
    assert LONG or code == -signal.SIGKILL
    run(then, *FILES)  # those that it had not received yet are handed in again
    whole(then, undisturbed)


@pytest.mark.parametrize("stage", STAGES)
def test_a_run_that_was_paused_past_its_lease_changes_nothing_any_more(
    server: dict[str, str], here: Site, then: Site, undisturbed: dict[str, Any], stage: str
) -> None:
    slow = victim(server, f"paused:{stage}", here.settings.home)
    try:
        deadline = time.monotonic() + 120
        while psutil.Process(slow.pid).status() != psutil.STATUS_STOPPED:
            assert slow.poll() is None, slow.communicate()[1]
            assert time.monotonic() < deadline
            time.sleep(0.1)
        run(then, *FILES)
        whole(then, undisturbed)
        slow.send_signal(signal.SIGCONT)
        assert ended(slow) == 0
    finally:
        slow.kill()
    whole(then, undisturbed)
    assert "lease.taken_over" in {event.type for event in here.ledger.events(limit=10_000)}


def test_two_nightly_runs_at_once_share_the_work(
    server: dict[str, str], here: Site, undisturbed: dict[str, Any]
) -> None:
    inbox = here.settings.drop_folder / "platform" / "102001"
    inbox.mkdir(parents=True)
    for file in FILES:
        shutil.copy(file, inbox)
    both = [victim(server, "nothing", here.settings.home, ()) for _ in range(2)]
    assert [ended(one) for one in both] == [0, 0]
    run(here)  # what one of them was given while the other had it in hand
    # the names under which the files came are others, and so are the rows that tell them
    assert {**settled(state(here)), "files": None} == {**settled(undisturbed), "files": None}
    assert list(problems(here)) == []


def test_prefects_database_may_be_deleted_between_two_runs(
    server: dict[str, str], here: Site, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    own = {name: value for name, value in server.items() if name != "PREFECT_API_URL"}
    own |= {"PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180"}
    assert ended(victim(own, "nothing", here.settings.home, FILES[:2])) == 0
    shutil.rmtree(tmp_path / "prefect")
    assert ended(victim(own, "nothing", here.settings.home)) == 0
    whole(site(here.settings.home), undisturbed)
