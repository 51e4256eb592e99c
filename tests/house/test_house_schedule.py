"""A real Prefect server plans the runs of a cron deployment.

With a fastapi or sqlalchemy that Prefect does not work with, the server starts all the same: its own client is answered
422, or its scheduler fails in the log alone and no night run is ever planned. Nothing but this test would say so.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest

PROBE = Path(__file__).parent / "nightly_probe.py"
START_SECONDS = 120
PLAN_SECONDS = 90

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
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
        wait_until_healthy(running, f"http://127.0.0.1:{port}/api/health", log)
        yield environment
    finally:
        running.terminate()
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_until_healthy(running: subprocess.Popen[bytes], url: str, log: Path) -> None:
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


def test_a_cron_deployment_gets_its_runs(server: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, str(PROBE), str(PLAN_SECONDS)]
    done = subprocess.run(command, env=server, capture_output=True, text=True, timeout=PLAN_SECONDS + 60)
    log = (tmp_path / "server.log").read_text("utf-8", errors="replace")[-3000:]
    assert done.returncode == 0, f"{done.stderr}\n--- server:\n{log}"
    runs = json.loads(done.stdout.splitlines()[-1])
    assert runs, f"no run was planned within {PLAN_SECONDS} s\n--- server:\n{log}"
    assert {state for state, _ in runs} == {"SCHEDULED"}
    planned = sorted(datetime.fromisoformat(at).astimezone(ZoneInfo("Asia/Shanghai")) for _, at in runs)
    assert {at.strftime("%H:%M:%S") for at in planned} == {"01:00:00"}
    assert {later - earlier for earlier, later in pairwise(planned)} <= {timedelta(days=1)}
