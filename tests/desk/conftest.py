"""A desk on a real port, in this process, and clients that speak to it over the network."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from prefect.testing.utilities import prefect_test_harness

from console.desk.serve import server
from perfeval_core.site import Site, site
from tests.helpers.desk import hostile_report
from tests.helpers.free_port import free_port
from tests.helpers.passwords import cheap_passwords
from tests.helpers.running import run
from tests.helpers.samples import sample


@pytest.fixture
def here(tmp_path: Path) -> Site:
    return site(tmp_path / "home")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which three samples and a hostile report were taken once, to be copied."""
    folder = tmp_path_factory.mktemp("filled")
    home, hostile = folder / "home", hostile_report().save(folder / "<b>报告<b>.pdf")
    with prefect_test_harness(server_startup_timeout=180):
        run(site(home), sample("农村饮水"), sample("档案馆"), sample("卫健委"), sample("图书馆"), hostile)
    return home


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_passwords(monkeypatch)


@pytest.fixture
def address(here: Site) -> Iterator[tuple[str, int]]:
    """Where the desk of ``here`` listens."""
    running = server(here, "127.0.0.1", free_port())
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started:
        assert thread.is_alive()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield "127.0.0.1", running.config.port
    running.should_exit = True
    thread.join(timeout=20)


@pytest.fixture
def client(address: tuple[str, int]) -> Iterator[httpx.Client]:
    """A program without a token; redirects are seen, not followed."""
    with httpx.Client(base_url=f"http://{address[0]}:{address[1]}", trust_env=False, timeout=60) as made:
        yield made


@pytest.fixture
def bearer(here: Site) -> Callable[..., dict[str, str]]:
    """``bearer(scope)``: the header of a new token."""

    def make(scope: str, unit: str | None = None) -> dict[str, str]:
        secret, _ = here.ledger.tokens.create(f"测试 {scope} {unit}", scope, unit)  # type: ignore[arg-type]
        return {"Authorization": f"Bearer {secret}"}

    return make
