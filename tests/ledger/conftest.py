"""A ledger on a real database: SQLite, and PostgreSQL started for these tests, where it is installed."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from ledger_helpers import Clock
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from perfeval_core.ledger import Ledger
from tests.helpers.postgres import missing, postgres


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a database server of our own."""
    why = missing()
    if why is not None:
        pytest.skip(why)
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database in which nothing is yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.db'}"
        return
    name, at = f"perfeval_{uuid4().hex}", request.getfixturevalue("server")
    server = create_engine(at, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(at).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(url: str, clock: Clock) -> Iterator[Ledger]:
    with Ledger.open(url, clock) as opened:
        yield opened
