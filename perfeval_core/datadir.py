"""Where the project's data tables lie (rulebook, lexicon, triage), and how their YAML is read."""

import os
from pathlib import Path
from typing import Any

import yaml

try:  # the parser in C, where PyYAML was built with it; every thread that begins at once loads the tables
    from yaml import CSafeLoader as _Loader
except ImportError:
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

YamlLoader = _Loader
"""Reads plain values only."""


_BESIDE = Path(__file__).resolve().parent.parent / "data"


def data_dir() -> Path:
    """``PERFEVAL_DATA`` if it is set, else ``data/`` beside the packages of this checkout."""
    return Path(os.environ.get("PERFEVAL_DATA", _BESIDE))


def lexicon(name: str) -> Any:
    """The content of ``lexicon/<name>.yaml``."""
    return yaml.load((data_dir() / "lexicon" / f"{name}.yaml").read_text(encoding="utf-8"), Loader=YamlLoader)
