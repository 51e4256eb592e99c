"""A real Prefect server as a process of its own, with a password and an empty home."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

START_SECONDS = 120


@contextmanager
def prefect_server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment in which a client speaks to a server that nothing else uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")} | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_API_AUTH_STRING": "operator:only-for-this-test",
        "PREFECT_SERVER_API_AUTH_STRING": "operator:only-for-this-test",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1",
    }
    log = tmp_path / "server.log"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"]
    with log.open("wb") as sink:
        running = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=sink, stderr=subprocess.STDOUT)
    try:
        _wait_until_healthy(running, f"http://127.0.0.1:{port}/api/health", log)
        yield environment
    finally:
        running.terminate()
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait_until_healthy(running: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Returns when the server answers; fails with the end of its log if it ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while running.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"the Prefect server did not start:\n{log.read_text('utf-8', errors='replace')[-3000:]}")
