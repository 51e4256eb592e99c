"""``perfeval desk`` and ``perfeval token`` as a person uses them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.helpers.free_port import free_port

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a desk that runs by itself."""
    port = free_port()
    words = [sys.executable, "-m", "console.cli", "desk", "--home", str(tmp_path / "home"), "--port", str(port)]
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            httpx.get(f"{address}/healthz", trust_env=False)
            break
        except httpx.TransportError:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
    yield address
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) in (0, -signal.SIGTERM)


def test_an_upload_with_a_token_that_was_made_on_the_command_line(
    served: str, tmp_path: Path, perfeval: Run, document: Callable[..., tuple[int, Any]]
) -> None:
    home = ("--home", tmp_path / "home")
    code, shown = perfeval("token", "create", "--name", "平台", *home)
    secret = shown.strip()
    assert (code, secret.count("\n")) == (0, 0)
    with httpx.Client(base_url=served, trust_env=False) as client:
        file = {"file": ("a.pdf", b"no document")}
        assert client.get("/healthz").status_code == 200
        assert client.get("/anything").headers["Location"] == "/login"
        assert client.post("/api/submissions", files=file).status_code == 401
        answer = client.post("/api/submissions", files=file, headers={"Authorization": f"Bearer {secret}"})
        assert (answer.status_code, len(answer.json()["sha256"])) == (202, 64)
        _, listed = document("token", "list", *home)
        assert [(one["name"], one["scope"], bool(one["last_used_at"])) for one in listed["tokens"]] == [
            ("平台", "upload", True)
        ]
        assert secret not in str(listed)
        assert perfeval("token", "revoke", "平台", *home)[0] == 0
        again = client.post("/api/submissions", files=file, headers={"Authorization": f"Bearer {secret}"})
        assert again.status_code == 401


def test_only_this_machine_gets_in(served: str) -> None:
    with socket.socket() as outside, pytest.raises(ConnectionRefusedError):
        outside.connect(("127.0.0.2", int(served.rpartition(":")[2])))


@pytest.mark.parametrize(
    "words",
    [
        ("create", "--name", "a", "--scope", "admin"),
        ("create", "--name", " "),
        ("create", "--name", "a", "--scope", "metrics", "--unit", "1"),
        ("revoke", "nobody"),
    ],
)
def test_wrong_usage_ends_with_2(perfeval: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert perfeval("token", *words, "--home", tmp_path / "home")[0] == 2


def test_a_name_twice_ends_with_2(perfeval: Run, tmp_path: Path) -> None:
    words = ("token", "create", "--name", "a", "--home", tmp_path / "home")
    assert [perfeval(*words)[0], perfeval(*words)[0]] == [0, 2]
    assert "有效" in perfeval("token", "list", "--home", tmp_path / "home")[1]


def test_a_port_in_use_is_said(perfeval: Run, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert perfeval("desk", "--home", tmp_path / "home", "--port", other.getsockname()[1])[0] == 2
