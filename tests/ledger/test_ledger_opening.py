"""The schema: from nothing, by many at once, and the same as the code believes."""

from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from ledger_helpers import submit
from sqlalchemy import create_engine, text

from perfeval_core.ledger import ForeignSchema, Ledger
from perfeval_core.ledger.schema import metadata


def open_and_submit(url: str, name: str) -> None:
    with Ledger.open(url) as ledger:
        submit(ledger, name)


@pytest.mark.parametrize("_round", range(3))
def test_many_processes_may_open_a_ledger_that_does_not_exist(url: str, _round: int) -> None:
    spawn = get_context("spawn")
    workers = [spawn.Process(target=open_and_submit, args=(url, f"file {n}")) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    with Ledger.open(url) as ledger:
        assert ledger.counts().submissions == {"received": 4}
        assert ledger.problems() == []


def test_the_migrations_make_the_tables_that_the_code_knows(url: str) -> None:
    Ledger.open(url).close()
    with create_engine(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_sqlite_is_opened_for_many_writers(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there" / "yet" / "ledger.db"
    with Ledger.open(f"sqlite:///{path}") as ledger:
        for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000)):
            query = text(f"PRAGMA {pragma}")
            assert ledger._store.read(lambda connection, query=query: connection.execute(query).scalar_one()) == value


def test_a_ledger_from_a_newer_program_is_refused(url: str) -> None:
    Ledger.open(url).close()
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ForeignSchema, match="9999"):
        Ledger.open(url)
