"""Reference data (财政口径数据): the bureau's project lists as they were imported; nothing of it is ever changed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.reference import OfficialFigures, OfficialRow
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import KeyedRow, ReferenceFile, ReferenceImport
from perfeval_core.ledger.schema import chain_head, reference_import, reference_row


def record(
    connection: Connection, now: datetime, file: ReferenceFile, rows: Sequence[KeyedRow], skipped: int
) -> tuple[ReferenceImport, bool]:
    """Keeps the rows of a list; see ``Ledger.import_reference``."""
    # one after the other, or else two imports would take the same number
    connection.execute(select(chain_head.c.seq).with_for_update())
    content = derived_id(file.sha256, *(row.model_dump_json() for _, row in rows))
    last = next(reversed(imports(connection)), None)
    if last is not None and last.content == content:
        return last, False
    made = ReferenceImport(
        import_id=last.import_id + 1 if last else 1,
        file_name=file.name,
        file_sha256=file.sha256,
        content=content,
        rows=len(rows),
        skipped=skipped,
        imported_at=now,
    )
    connection.execute(insert(reference_import).values(made.__dict__))
    if rows:
        own = {"import_id": made.import_id}
        connection.execute(
            insert(reference_row), [{**own, "project_key": key, **row.model_dump()} for key, row in rows]
        )
    payload = {"file": file.name, "sha256": file.sha256, "rows": len(rows), "skipped": skipped, "content": content}
    append(connection, now, "perfeval", [Entry("reference.imported", f"reference-{made.import_id}", payload)])
    return made, True


def imports(connection: Connection) -> list[ReferenceImport]:
    """All imports, oldest first."""
    query = select(reference_import).order_by(reference_import.c.import_id)
    return [ReferenceImport(**row._mapping) for row in connection.execute(query)]


def rows(connection: Connection, fiscal_year: int | None, project_key: str | None) -> list[OfficialFigures]:
    """Rows of all imports, oldest import first, of one year and one project, or of all."""
    columns = [reference_row.c[name] for name in OfficialRow.model_fields]
    source = (reference_import.c.import_id, reference_import.c.file_name, reference_import.c.file_sha256)
    query = (
        select(*columns, *source)
        .join(reference_import, reference_import.c.import_id == reference_row.c.import_id)
        .order_by(reference_row.c.import_id, reference_row.c.sheet, reference_row.c.row)
    )
    if fiscal_year is not None:
        query = query.where(reference_row.c.fiscal_year == fiscal_year)
    if project_key is not None:
        query = query.where(reference_row.c.project_key == project_key)
    return [OfficialFigures.model_validate(dict(row._mapping)) for row in connection.execute(query)]
