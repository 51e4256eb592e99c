"""One Prefect server for all faults, files that are worked on, and what comes of them when nothing happens."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import get_current_settings
from prefect.testing.utilities import prefect_test_harness

from perfeval_core.site import Site, site
from tests.helpers.running import run
from tests.helpers.samples import sample
from tests.helpers.state import state

FILES = [sample(name) for name in ("禁毒", "饮水", "校舍", "公路")]
"""Three that are read and one that is not (encrypted)."""


@pytest.fixture(scope="session", autouse=True)
def server() -> Iterator[dict[str, str]]:
    """The environment of processes that use the same server as the tests."""
    with prefect_test_harness(server_startup_timeout=180):
        yield os.environ | {"PREFECT_API_URL": str(get_current_settings().api.url), "PREFECT_LOGGING_LEVEL": "CRITICAL"}


@pytest.fixture
def here(tmp_path: Path) -> Site:
    return site(tmp_path / "home")


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``FILES`` leave in a home."""
    quiet = site(tmp_path_factory.mktemp("undisturbed") / "home")
    run(quiet, *FILES)
    return state(quiet)
