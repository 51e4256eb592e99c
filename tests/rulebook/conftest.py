"""A rulebook of its own for tests that change it."""

from pathlib import Path
from shutil import copytree

import pytest

from perfeval_core.rulebook.location import rulebook_dir


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copytree(rulebook_dir(), tmp_path / "rulebook")
    monkeypatch.setenv("PERFEVAL_DATA", str(tmp_path))
    return tmp_path / "rulebook"
