"""A real Prefect server plans the runs of a cron deployment.

With a fastapi or sqlalchemy that Prefect does not work with, the server starts all the same: its own client is answered
422, or its scheduler fails in the log alone and no night run is ever planned. Nothing but this test would say so.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.helpers.prefect_server import prefect_server

PROBE = Path(__file__).parent / "nightly_probe.py"
PLAN_SECONDS = 90

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    with prefect_server(tmp_path) as environment:
        yield environment


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
