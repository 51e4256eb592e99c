"""Where the project's data tables lie: rulebook, lexicon, triage."""

import os
from pathlib import Path


def data_dir() -> Path:
    """``PERFEVAL_DATA`` if it is set, else ``data/`` beside the packages of this checkout."""
    return Path(os.environ.get("PERFEVAL_DATA", Path(__file__).resolve().parent.parent / "data"))
