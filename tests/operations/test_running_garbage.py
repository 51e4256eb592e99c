"""A run seeks garbage rarely, and leaves the process as it was."""

import gc
from pathlib import Path

import pytest

from perfeval_core.running import running
from perfeval_core.site import site


def test_garbage_is_sought_rarely_while_a_run_goes_on_however_it_ends(tmp_path: Path) -> None:
    usual = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), running(site(tmp_path / "home"), "ingest"):
        assert gc.get_threshold()[0] >= 10 * usual[0]
        assert gc.get_freeze_count() > 0
        raise ZeroDivisionError
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, 0)
