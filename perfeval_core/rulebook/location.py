"""Where the rulebook lies."""

from pathlib import Path

from perfeval_core.datadir import data_dir


def rulebook_dir() -> Path:
    """``rulebook/`` in the data folder: ``packs/*.yaml`` and ``cards/*.yaml``."""
    return data_dir() / "rulebook"
