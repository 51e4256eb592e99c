"""The data dictionary (数据字典): docs/warehouse.md, written from the comments of the live schema."""

import duckdb

from perfeval_core.warehouse import definition

_HEAD = """\
# The warehouse: data dictionary (数据字典)

Written by `python -m perfeval_core.published` from the comments in `perfeval_core/warehouse/schema/` and
`views/`; do not edit. Money is in yuan (元), whatever unit the report was printed in. What is missing is NULL, never
zero. A number that its column cannot hold exactly is NULL too; the text as printed stands beside it. One report may
have several versions (other reader, program or rules): filter by `ruleset_hash` or `report_version` before you count.
"""

_RELATIONS = """
SELECT table_name AS name, comment, false AS is_view FROM duckdb_tables()
UNION ALL
SELECT view_name, comment, true FROM duckdb_views() WHERE NOT internal
ORDER BY is_view, name
"""

_COLUMNS = """
SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index
"""


def dictionary() -> str:
    """The whole document."""
    with definition.connect(":memory:") as connection:
        definition.create(connection)
        relations = connection.execute(_RELATIONS).fetchall()
        return _HEAD + "".join(_relation(connection, *relation) for relation in relations)


def _relation(connection: duckdb.DuckDBPyConnection, name: str, comment: str, is_view: bool) -> str:
    title = f"\n## `{name}` {'(view)' if is_view else ''}".rstrip()
    lines = [title, "", f"{comment}.", "", "| column | type | null | meaning |", "|---|---|---|---|"]
    for column, kind, nullable, meaning in connection.execute(_COLUMNS, [name]).fetchall():
        may_be_null = "yes" if nullable and not is_view else ("" if is_view else "no")
        lines.append(f"| `{column}` | {kind} | {may_be_null} | {meaning} |")
    return "\n".join(lines) + "\n"
