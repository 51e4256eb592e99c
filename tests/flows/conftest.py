"""One embedded Prefect server for all flow tests, and homes that they run in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.testing.utilities import prefect_test_harness

from flows.summary import Summary
from perfeval_core.site import Site, site
from tests.helpers.running import run
from tests.helpers.samples import SAMPLES


@pytest.fixture(scope="session", autouse=True)
def _prefect() -> Iterator[None]:
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture
def here(tmp_path: Path) -> Site:
    return site(tmp_path / "home")


@pytest.fixture(scope="session")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Summary]:
    """All samples, once, undisturbed; tests must not change it."""
    here = site(tmp_path_factory.mktemp("done") / "home")
    return here, run(here, *sorted(SAMPLES.glob("*.pdf")))
