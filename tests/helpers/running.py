"""Runs the main job in this process."""

from pathlib import Path

from flows.ingest import ingest
from flows.summary import Summary
from perfeval_core.site import Site


def run(here: Site, *paths: Path) -> Summary:
    """Takes ``paths`` into the home of ``here``."""
    return ingest([str(path) for path in paths], home=str(here.settings.home))
