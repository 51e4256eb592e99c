"""The child process and its limits: real processes that hang, die and eat memory."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.sandbox import Limits, Sandbox, SandboxError

WORKER = "tests.reading.workers:work"


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A sandbox with two seconds a file and half a gigabyte."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    box = Sandbox(WORKER, Limits(memory=500_000_000, seconds=2.0, most_seconds=4.0))
    assert box.run(b"echo ready") == b"ready"
    yield box
    box.close()


def test_one_child_serves_one_payload_after_the_other(sandbox: Sandbox) -> None:
    assert sandbox.run(b"echo one") == b"one"
    assert sandbox.run(b"pid") == sandbox.run(b"pid")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"sleep 30", "timeout"),
        (b"eat 2000", "resource_limit"),
        (b"signal SIGABRT", "resource_limit"),
        (b"signal SIGKILL", "resource_limit"),
        (b"signal SIGSEGV", "damaged"),
    ],
)
def test_a_child_that_breaks_costs_one_file(sandbox: Sandbox, payload: bytes, reason: str) -> None:
    before, began = sandbox.run(b"pid"), time.monotonic()
    with pytest.raises(Unreadable) as broken:
        sandbox.run(payload)
    assert broken.value.reason == reason
    assert str(broken.value)
    assert time.monotonic() - began < 5
    after = sandbox.run(b"pid")
    assert after != before
    assert sandbox.run(b"echo next") == b"next"


def test_an_error_of_ours_is_told_with_its_traceback_and_the_child_lives(sandbox: Sandbox) -> None:
    before = sandbox.run(b"pid")
    with pytest.raises(SandboxError, match=r"(?s)workers\.py.*ValueError: what went wrong"):
        sandbox.run(b"raise")
    assert sandbox.run(b"pid") == before


@pytest.mark.parametrize("code", [0, 1, 3])
def test_a_child_that_ends_by_itself_is_an_error_of_ours(sandbox: Sandbox, code: int) -> None:
    with pytest.raises(SandboxError, match=f"exit code {code}"):
        sandbox.run(b"exit %d" % code)
    assert sandbox.run(b"echo next") == b"next"


def test_an_entry_that_does_not_exist_is_an_error_of_ours() -> None:
    with pytest.raises(SandboxError, match="exit code 1"):
        Sandbox("perfeval_core.reading:nothing").run(b"")


def test_a_large_file_may_ask_for_more_time_but_not_for_any_amount(sandbox: Sandbox) -> None:
    assert sandbox.run(b"ask 1.5 1.5")
    began = time.monotonic()
    with pytest.raises(Unreadable) as broken:
        sandbox.run(b"ask 1000 30")
    assert broken.value.reason == "timeout"
    assert 2.5 < time.monotonic() - began < 6


def test_what_a_library_prints_does_not_reach_the_answer(sandbox: Sandbox) -> None:
    assert sandbox.run(b"print noise").isdigit()
    assert sandbox.run(b"echo clean") == b"clean"


def test_the_child_cannot_write_files(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "written"
    with pytest.raises((SandboxError, Unreadable)):
        sandbox.run(b"write " + bytes(path))
    assert not path.exists() or path.stat().st_size == 0


def test_a_child_that_was_killed_between_two_files_costs_no_third(sandbox: Sandbox) -> None:
    os.kill(int(sandbox.run(b"pid")), signal.SIGKILL)
    with pytest.raises(Unreadable):
        sandbox.run(b"echo lost")
    assert sandbox.run(b"echo next") == b"next"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_child_is_deaf_to_what_ends_its_parent(sandbox: Sandbox, name: str) -> None:
    child = sandbox.run(b"pid")
    os.kill(int(child), signal.Signals[name])
    assert sandbox.run(b"pid") == child
