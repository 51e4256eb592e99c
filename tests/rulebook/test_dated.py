"""Every number of the rulebook has a day from which it holds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.numbers import dec
from perfeval_core.rulebook.location import rulebook_dir
from perfeval_core.rulebook.source import read_yaml

PACKS = sorted((rulebook_dir() / "packs").glob("*.yaml"))
CARDS = sorted((rulebook_dir() / "cards").glob("*.yaml"))


def undated(tree: Any, path: str) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if not isinstance(key, date):
                yield from undated(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for item in tree:
            yield from undated(item, path)
    elif isinstance(tree, str) and dec(tree) is not None:
        yield path


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack(path: Path) -> None:
    tree = {key: value for key, value in read_yaml(path).items() if key != "jurisdictions"}
    assert list(undated(tree, "")) == []


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_the_parameters_of_a_card(path: Path) -> None:
    assert list(undated(read_yaml(path).get("params", {}), "")) == []
