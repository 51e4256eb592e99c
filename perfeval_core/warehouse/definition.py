"""The schema: one SQL file a table and a view, and the settings that every connection runs under."""

from importlib.resources import files

import duckdb

SCHEMA_VERSION = 3

BOOKKEEPING = frozenset({"batch", "warehouse_version"})
"""Tables that say when and how, not what: left out where two warehouses are compared."""

# Text out of submitted files reaches this database: it may touch no file but its own and load no code.
SETTINGS: dict[str, str | bool] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}


def connect(path: str) -> duckdb.DuckDBPyConnection:
    """A connection under ``SETTINGS``; ``:memory:`` gives a warehouse that is never written."""
    return duckdb.connect(path, config=SETTINGS)


def statements() -> list[str]:
    """The SQL of all tables, then of all views (a view may stand on one that sorts before it)."""
    home = files(__package__)
    return [
        file.read_text("utf-8")
        for folder in ("schema", "views")
        for file in sorted(home.joinpath(folder).iterdir(), key=lambda file: file.name)
        if file.name.endswith(".sql")
    ]


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates all tables and views and records the schema's version; the caller holds the transaction."""
    for sql in statements():
        connection.execute(sql)
    connection.execute("INSERT INTO warehouse_version VALUES (?)", [SCHEMA_VERSION])


def recorded_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The schema version of an existing warehouse, ``None`` for a new file."""
    if "warehouse_version" not in tables(connection):
        return None
    # all rows: a result that is not read to its end keeps the connection from running a relation
    found = connection.execute("SELECT version FROM warehouse_version").fetchall()
    return int(found[0][0]) if found else None


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of all tables, sorted."""
    return [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
