"""The sample filings: each YAML file here describes one file of ``data/samples`` and what is wrong with it.

``python -m tests.makers.samples`` makes the files again, with ``expected.json`` and the folder's README.
"""

from pathlib import Path
from typing import Any, Literal

import yaml

from tests.makers.description import ReportText, Text
from tests.makers.document import Look

HERE = Path(__file__).parent
SAMPLES = HERE.parents[2] / "data" / "samples"
PACK = "mof-2020-10"


class ExpectedFinding(Text):
    """A certain finding that a checker must report, as reasoned by hand."""

    kind: str
    indicator: str | None
    stated: str | None
    expected: str | None


class Part(Text):
    """One report of a sample file."""

    producer: Literal["reportlab", "chromium", "libreoffice"]
    look: Look = Look()
    report: ReportText
    findings: tuple[ExpectedFinding, ...] = ()


class Sample(Text):
    """One sample file; with a ``password`` it cannot be read."""

    file: str
    zh: str
    en: str
    password: str | None = None
    parts: tuple[Part, ...]


class _AllStrings(yaml.SafeLoader):
    """A cell is what it shows, so ``9.50`` stays a string: only ``null`` and lists and mappings mean anything else."""


_AllStrings.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def samples() -> list[Sample]:
    """All descriptions, by the name of their file."""
    found = [Sample.model_validate(_load(path)) for path in HERE.glob("*.yaml")]
    return sorted(found, key=lambda sample: sample.file)


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_AllStrings)
