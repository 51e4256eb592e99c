"""Runs the main job in this process, whole or broken off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.ingest import ingest
from flows.summary import Summary
from perfeval_core.site import Site
from tasks.step import Watcher


def run(here: Site, *paths: Path) -> Summary:
    """Takes ``paths`` into the home of ``here``."""
    return ingest([str(path) for path in paths], home=str(here.settings.home))


class BrokenOff(Exception):
    """What a run is stopped with."""


def run_until(here: Site, stage: str, *paths: Path) -> None:
    """Takes ``paths`` in by a run that breaks off where ``stage`` begins."""
    broken_off(stage, lambda: run(here, *paths))


def broken_off(stage: str, work: Callable[[], object]) -> None:
    """Does ``work``, which breaks off where ``stage`` begins."""

    def stop_at(name: str) -> None:
        if name.startswith(stage):
            raise BrokenOff

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Watcher, "stage", staticmethod(stop_at))
        with pytest.raises(BrokenOff):
            work()
