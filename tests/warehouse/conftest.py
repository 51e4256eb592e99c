"""An empty warehouse in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from perfeval_core.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(tmp_path / "warehouse.duckdb") as opened:
        yield opened
