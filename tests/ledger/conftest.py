"""A ledger on a real database: SQLite always, PostgreSQL too where ``PERFEVAL_TEST_POSTGRES`` names a server.

The variable holds the URL of a database on which other databases may be made: ``postgresql+psycopg://…/postgres``.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from ledger_helpers import Clock
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from perfeval_core.ledger import Ledger

SERVER = os.environ.get("PERFEVAL_TEST_POSTGRES")


@pytest.fixture(params=["sqlite", "postgresql"] if SERVER else ["sqlite"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database in which nothing is yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.db'}"
        return
    name = f"perfeval_{uuid4().hex}"
    server = create_engine(SERVER or "", isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(SERVER or "").set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(url: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger.open(url, clock) as opened:
        yield opened
