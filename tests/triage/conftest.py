import pytest
from triage_helpers import TABLES

from perfeval_core.triage import TriageTable, load_table


@pytest.fixture(scope="session")
def table() -> TriageTable:
    """The committed table."""
    return load_table(TABLES, kinds=())
