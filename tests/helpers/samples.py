"""The committed samples and what is expected of them."""

import json
from pathlib import Path
from typing import Any

from perfeval_core.domain.findings import Finding

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
EXPECTED: dict[str, dict[str, Any]] = {
    one["path"]: one for one in json.loads((SAMPLES / "expected.json").read_text("utf-8"))["files"]
}


def sample(part_of_name: str) -> Path:
    """The one sample whose file name holds ``part_of_name``."""
    (found,) = SAMPLES.glob(f"*{part_of_name}*.pdf")
    return found


def said(finding: Finding, report: int) -> dict[str, Any]:
    """``finding`` in the words of ``expected.json``."""
    fields = {name: getattr(finding, name) for name in ("kind", "indicator", "stated", "expected")}
    return {"report": report, **fields}
