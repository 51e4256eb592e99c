"""The truth beside each file of the corpus, as filings. It holds no places, so every cell gets a made-up one."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.rules.examples import filing_of

CORPUS = os.environ.get("PERFEVAL_CORPUS")

needs_corpus = pytest.mark.skipif(CORPUS is None, reason="PERFEVAL_CORPUS is not set")

_PLACE = {"page": 1, "bbox": (0, 0, 1, 1)}


def truth(folder: str, name: str) -> Filing:
    """The first report of ``<corpus>/<folder>/<name>.json``; call it only in tests marked ``needs_corpus``."""
    assert CORPUS is not None
    content = json.loads((Path(CORPUS) / folder / f"{name}.json").read_text(encoding="utf-8"))
    return with_places(content["reports"][0])


def with_places(report: dict[str, Any]) -> Filing:
    """A report in the published shape without ``at``, as a filing."""
    sections = [{"page": 1} | section | {"at": {"heading": _PLACE}} for section in report.get("sections", [])]
    return filing_of(report | {"sections": sections})
