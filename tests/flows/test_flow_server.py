"""The same flow against a Prefect server of one's own: run and looked at, deployed and planned for the night."""

import json
import os
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.helpers.prefect_server import prefect_server
from tests.helpers.samples import SAMPLES
from tests.makers import make
from tests.makers.example import FORM

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with prefect_server(tmp_path_factory.mktemp("server")) as environment:
        yield environment


def command(server: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], env=server, cwd=ROOT, capture_output=True, text=True, timeout=180
    )
    assert done.returncode in (0, 1), done.stderr + done.stdout
    return done.stdout


def asked(server: dict[str, str], path: str) -> list[dict[str, Any]]:
    """What the server's API answers, as the UI asks it."""
    password = b64encode(server["PREFECT_API_AUTH_STRING"].encode()).decode()
    headers = {
        "Authorization": f"Basic {password}",
        "Content-Type": "application/json",
    }
    with urlopen(Request(f"{server['PREFECT_API_URL']}{path}", b"{}", headers), timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def test_a_run_is_seen_on_the_server(server: dict[str, str], tmp_path: Path) -> None:
    shown = command(server, "console.cli", "ingest", str(SAMPLES), "--home", str(tmp_path / "home"), "--json")
    run = json.loads(shown)["run"]
    (flow_run,) = asked(server, "/flow_runs/filter")
    assert flow_run["state_type"] == "COMPLETED"
    artifacts = {one["key"]: one["data"] for one in asked(server, "/artifacts/latest/filter")}
    assert f"批次 {run}" in artifacts["ingest-overview"]
    assert set(artifacts) == {"ingest-overview", "ingest-files", "ingest-findings", "ingest-queues", "ingest-quality"}
    assert len(asked(server, "/task_runs/filter")) < 200


def test_the_deployment_is_planned_for_every_night(server: dict[str, str]) -> None:
    command(server, "console.services.register", str(ROOT))
    command(server, "prefect", "--no-prompt", "deploy", "--all")
    deployments = {one["name"]: one for one in asked(server, "/deployments/filter")}
    assert {"nightly", "upload", "apply_review", "rescore", "maintenance"} <= set(deployments)
    for one in deployments.values():
        assert one["global_concurrency_limit"]["limit"] == 1
        assert one["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    for name, cron in (("nightly", "0 1 * * *"), ("apply_review", "0 * * * *"), ("maintenance", "0 4 * * *")):
        (schedule,) = deployments[name]["schedules"]
        assert schedule["schedule"] | {"cron": cron, "timezone": "Asia/Shanghai"} == schedule["schedule"]
    deployment = deployments["nightly"]
    assert os.path.samefile(
        ROOT, deployment["pull_steps"][0]["prefect.deployments.steps.set_working_directory"]["directory"]
    )


def test_what_is_registered_twice_is_there_once(server: dict[str, str]) -> None:
    for _ in range(2):
        command(server, "console.services.register", str(ROOT))
        automations = [one for one in asked(server, "/automations/filter") if one["name"] == "perfeval-dead-runs"]
        found = [(one["id"], one["trigger"]["posture"], one["actions"][0]["state"]) for one in automations]
        assert len(found) == 1
        assert found[0][1:] == ("Proactive", "CRASHED")
    assert [one["name"] for one in asked(server, "/work_pools/filter")] == ["perfeval"]


def test_a_decision_with_corrections_wakes_its_run(server: dict[str, str], tmp_path: Path) -> None:
    command(server, "console.services.register", str(ROOT))
    command(server, "prefect", "--no-prompt", "deploy", "--all")
    home, (first, *rest) = ("--home", str(tmp_path / "home")), FORM.indicators
    drawn = (first.model_copy(update={"points": "20"}), *rest)
    made = make(FORM.model_copy(update={"indicators": drawn})).save(tmp_path / "一.pdf")
    command(server, "console.cli", "ingest", str(made), *home)
    listed = command(server, "console.cli", "queue", "list", "--queue", "score", "--json", *home)
    (item,) = (one["item"] for one in json.loads(listed)["items"])
    mend = ("--field", "indicators.1.points", "--value", "18", "--reason", "原件是18")
    command(server, "console.cli", "queue", "correct", item["item_id"], "--by", "张三", *mend, *home)
    said = [word for name in item["findings"] for word in ("--finding", f"{name}=corrected")]
    for by in ("张三", "李四"):
        decide = ("queue", "decide", item["item_id"], "--by", by, *said, "--report", "passed", "--json", *home)
        if json.loads(command(server, "console.cli", *decide))["decision"]["final"]:
            break
    (deployment,) = (one["id"] for one in asked(server, "/deployments/filter") if one["name"] == "apply_review")
    deadline, woken = time.monotonic() + 60, list[dict[str, Any]]()
    while not woken and time.monotonic() < deadline:
        time.sleep(0.5)
        runs = [one for one in asked(server, "/flow_runs/filter") if one["deployment_id"] == deployment]
        woken = [one for one in runs if (one["created_by"] or {}).get("type") == "AUTOMATION"]
    assert len(woken) == 1
