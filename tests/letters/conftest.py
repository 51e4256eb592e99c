"""Homes that hold one report, as after a run, without a run."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.dossier import Dossier
from perfeval_core.site import Site, site
from tests.console.conftest import perfeval  # noqa: F401 - a fixture that the tests here need as well
from tests.helpers.filed import recorded

Filed = Callable[..., tuple[Site, Dossier]]


@pytest.fixture
def filed(tmp_path: Path) -> Filed:
    """``filed(**cells)``: a home with that report on record, and its dossier."""

    def make(**cells: Any) -> tuple[Site, Dossier]:
        here = site(tmp_path / "home")
        return here, recorded(here, "ab" * 32, **cells)[0]

    return make
