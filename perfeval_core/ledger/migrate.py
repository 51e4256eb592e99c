"""Brings the ledger's database to the newest schema, however many processes start at once."""

from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from perfeval_core.ledger.records import ForeignSchema
from perfeval_core.ledger.store import Store

_POSTGRES_LOCK = 7_306_115_208  # any number, as long as it is always the same one
_ALEMBIC = Lock()  # its context is one per process


def migrate(store: Store) -> None:
    """Runs what migrations are missing, in one transaction; raises ``ForeignSchema`` if the database is ahead of us."""
    config = Config()
    config.set_main_option("script_location", "perfeval_core.ledger:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    if store.read(_revision) != newest:
        with _ALEMBIC:
            store.write(lambda connection: _upgrade(connection, config))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, config: Config) -> None:
    if connection.dialect.name == "postgresql":  # on SQLite the write lock is already ours
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
    found = _revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise ForeignSchema(f"the ledger has schema {found!r}, which this version of the program does not know")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
