"""``perfeval up`` as a person uses it: one process that starts everything, works, and leaves nothing behind."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import httpx
import psutil
import pytest

from console.services.environment import MARK, environment
from console.services.lock import AlreadyRunning, Running, only_one
from console.services.processes import end_all, marked
from console.services.supervisor import Ports, Supervisor
from perfeval_core.dropfolder import DropReceipt, Outbox
from perfeval_core.settings import Settings
from perfeval_core.site import site
from tests.helpers.free_port import free_port
from tests.helpers.samples import sample

ROOT = Path(__file__).parents[2]
PERFEVAL = (sys.executable, "-m", "console.cli")
Run = Callable[..., tuple[int, str]]


class Up:
    """A running ``perfeval up``."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.desk = home, free_port(), free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
        self.said = home.with_suffix(".out")
        with self.said.open("wb") as sink:
            self.process = subprocess.Popen(
                [*PERFEVAL, "up", "--home", str(home), "--port", str(self.port)],
                env=environment | {"PYTHONUNBUFFERED": "1", "COLUMNS": "500", "PERFEVAL_DESK_PORT": str(self.desk)},
                cwd=ROOT,
                stdout=sink,
                stderr=subprocess.STDOUT,
            )

    def wait(self, what: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not what():
            assert self.process.poll() is None, self.told()
            assert time.monotonic() < deadline, self.told()
            time.sleep(0.2)

    def told(self) -> str:
        logs = [f"--- {log.name}\n{log.read_text('utf-8')[-2000:]}" for log in sorted(self.home.glob("logs/*.log"))]
        return "\n".join([self.said.read_text("utf-8"), *logs])

    def drop(self, name: str, content: bytes) -> None:
        path = self.home / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def receipt(self, name: str) -> DropReceipt | None:
        return Outbox(self.home / "outbox").read(name)

    def done(self, name: str) -> bool:
        found = self.receipt(name)
        return found is not None and not found.open

    def asks(self, path: str, password: str, headers: dict[str, str] | None = None) -> Any:
        """What the server answers to a question by POST."""
        words = {"Authorization": f"Basic {b64encode(password.encode()).decode()}", "Content-Type": "application/json"}
        request = Request(f"http://127.0.0.1:{self.port}/api{path}", b"{}", words | (headers or {}))
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def knows(self, path: str) -> Any:
        """What the server answers to the one who has the password and asks as its client does."""
        password = (self.home / "prefect-password").read_text("utf-8").strip()
        return self.asks(path, password, {"Prefect-Csrf-Token": self.token(password), "Prefect-Csrf-Client": "test"})

    def token(self, password: str) -> str:
        """What a question by POST must carry."""
        words = {"Authorization": f"Basic {b64encode(password.encode()).decode()}"}
        url = f"http://127.0.0.1:{self.port}/api/csrf-token?client=test"
        with urlopen(Request(url, headers=words), timeout=30) as answer:
            return str(json.load(answer)["token"])


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    home = tmp_path_factory.mktemp("up") / "home"
    running = Up(home)
    try:
        running.wait(lambda: "已全部启动" in running.said.read_text("utf-8"), seconds=120)
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        end_all(home.resolve(), seconds=10)


@pytest.mark.slow
def test_a_dropped_file_ends_as_a_queue_item_and_a_receipt(up: Up) -> None:
    up.drop("platform/102001/维修养护.pdf", sample("饮水").read_bytes())
    up.drop("platform/102002/副本.pdf", sample("饮水").read_bytes())
    for number in range(200):
        up.drop(f"burst/{number % 7}/{number}.pdf", b"no document, number %d" % number)
    up.wait(lambda: up.done("platform/102001/维修养护.pdf") and up.done("burst/3/199.pdf"), seconds=90)
    up.wait(lambda: all(up.done(f"burst/{number % 7}/{number}.pdf") for number in range(200)), seconds=60)
    first, second = up.receipt("platform/102001/维修养护.pdf"), up.receipt("platform/102002/副本.pdf")
    assert first is not None
    assert second is not None
    assert (first.status, second.status, first.sha256) == ("done", "done", second.sha256)
    assert {first.repeated, second.repeated} == {False, True}
    here = site(up.home)
    assert [one.item.queue for one in here.ledger.items() if one.item.submission == first.sha256] == ["score"]
    assert here.ledger.counts().submissions == {"queued": 1, "quarantined": 200}
    begun = [one for one in up.knows("/flow_runs/filter") if one["start_time"]]
    assert 1 <= len(begun) <= 3


@pytest.mark.slow
def test_the_first_start_tells_the_administrators_password(up: Up) -> None:
    told = re.search(r"管理员账号 admin，一次性口令 ([\w-]{19})", up.said.read_text("utf-8"))
    assert told
    answer = httpx.post(
        f"http://127.0.0.1:{up.desk}/login", data={"name": "admin", "password": told[1]}, trust_env=False
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/password")


@pytest.mark.slow
def test_an_upload_to_the_desk_ends_as_a_queue_item(up: Up) -> None:
    secret, _ = site(up.home).ledger.tokens.create("平台", "upload", "102001")
    answer = httpx.post(
        f"http://127.0.0.1:{up.desk}/api/submissions",
        files={"file": ("报送.pdf", sample("禁毒").read_bytes())},
        headers={"Authorization": f"Bearer {secret}"},
        trust_env=False,
    )
    assert answer.status_code == 202
    assert "几秒内" in answer.json()["message"]
    name = answer.json()["receipt"].removesuffix(".receipt.json")
    up.wait(lambda: up.done(name), seconds=90)
    found = up.receipt(name)
    assert found is not None
    assert (found.status, found.unit, found.sha256) == ("done", "102001", answer.json()["sha256"])
    assert any(one.item.submission == found.sha256 for one in site(up.home).ledger.items())
    with socket.socket() as outside, pytest.raises(ConnectionRefusedError):
        outside.connect(("127.0.0.2", up.desk))


@pytest.mark.slow
def test_what_must_run_is_registered(up: Up) -> None:
    deployments = {one["name"]: one for one in up.knows("/deployments/filter")}
    assert {"nightly", "upload", "rescore"} <= set(deployments)
    assert deployments["nightly"]["parameters"]["inbox"] is True
    assert all(one["global_concurrency_limit"]["limit"] == 1 for one in deployments.values())


@pytest.mark.slow
def test_only_this_machine_and_only_who_has_the_password_gets_in(up: Up) -> None:
    path = up.home / "prefect-password"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(path) in up.said.read_text("utf-8")
    password = path.read_text("utf-8").strip()
    assert password not in up.told()
    with pytest.raises(HTTPError, match="401"):
        up.token("perfeval:guess")
    with pytest.raises(HTTPError, match="403"):  # the right one, but asked as another site's page would ask
        up.asks("/deployments/filter", password)
    with socket.socket() as outside, pytest.raises(ConnectionRefusedError):
        outside.connect(("127.0.0.2", up.port))


@pytest.mark.slow
def test_a_second_one_says_that_one_runs_already(up: Up) -> None:
    command = [*PERFEVAL, "up", "--home", str(up.home), "--port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "已有一个perfevalup在运行" in "".join(done.stderr.split())  # a narrow screen wraps it
    assert str(up.process.pid) in done.stderr


@pytest.mark.slow
def test_a_service_that_dies_is_started_again_and_finds_what_it_missed(up: Up) -> None:
    (watcher,) = (one for one in marked(up.home.resolve()) if "watch" in one.cmdline())
    watcher.kill()
    up.wait(lambda: "收件箱看守意外退出" in up.said.read_text("utf-8"), seconds=10)
    up.drop("platform/102003/迟到.pdf", b"no document")
    up.wait(lambda: up.receipt("platform/102003/迟到.pdf") is not None, seconds=60)


@pytest.mark.slow
def test_it_ends_whole(up: Up) -> None:
    """The last test of this file: it stops what the others use."""
    home = up.home.resolve()
    assert len(marked(home)) >= 3
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(timeout=60) == 0
    assert marked(home) == []
    assert "已全部停止" in up.said.read_text("utf-8")
    assert not (home / "up.json").exists()


def test_services_get_the_settings_and_nothing_that_leads_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "of another server")
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "postgresql+asyncpg://x")
    given = environment(Settings(home=tmp_path, region="14", settle_seconds=7), 4201)
    assert "PREFECT_API_KEY" not in given
    assert given["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == "postgresql+asyncpg://x"
    assert (given["PERFEVAL_REGION"], given["PERFEVAL_SETTLE_SECONDS"]) == ("14", "7")
    assert "PERFEVAL_LEDGER_URL" not in given
    again = environment(Settings(home=tmp_path), 4201)
    assert again["PREFECT_API_AUTH_STRING"] == given["PREFECT_SERVER_API_AUTH_STRING"]
    assert len(given["PREFECT_API_AUTH_STRING"]) > 40


def test_only_the_desk_is_ever_opened_to_others(tmp_path: Path) -> None:
    ports = Ports(server=4201, desk=8621, host="192.0.2.7")
    services = Supervisor(tmp_path, ports, {}, print, Event())
    words = {one.name: " ".join(one.words) for one in services.services}
    assert {name for name, said in words.items() if "192.0.2.7" in said} == {"desk"}
    assert "--host 127.0.0.1 --port 4201" in words["server"]
    assert words["desk"].endswith("--host 192.0.2.7 --port 8621")


def test_a_port_in_use_is_said(tmp_path: Path, perfeval: Run, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert perfeval("up", "--home", tmp_path / "home", "--port", port)[0] == 2
    assert not (tmp_path / "home" / "logs").exists()


def test_a_lock_is_free_again_however_its_holder_ended(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from console.services.lock import Running, only_one\n"
        "with only_one(Path(sys.argv[1]), Running(pid=7, url='http://x')): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning) as refused, only_one(tmp_path, Running(pid=1, url="")):
            pass
        assert refused.value.who == Running(pid=7, url="http://x")
        holder.kill()
    with only_one(tmp_path, Running(pid=2, url="")):
        pass


def test_what_a_killed_one_left_behind_is_ended_and_nothing_else(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"
    homes = (tmp_path, tmp_path, tmp_path / "another")
    left = [
        subprocess.Popen([sys.executable, "-c", deaf], env=os.environ | {MARK: str(home)}, stdout=subprocess.PIPE)
        for home in homes
    ]
    try:
        for one in left:
            assert one.stdout is not None
            assert one.stdout.readline() == b"on\n"
        assert end_all(tmp_path, seconds=0.5) == 2
        assert [psutil.pid_exists(one.pid) for one in left] == [False, False, True]
    finally:
        for one in left:
            one.kill()
            one.communicate()
