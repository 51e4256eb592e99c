"""The warehouse (数据仓库): one DuckDB file, written by one process at a time in whole batches."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from perfeval_core.domain.dossier import PortfolioDossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.warehouse import definition
from perfeval_core.warehouse.batches import (
    batch_rows,
    file_portfolio_rows,
    portfolio_rows,
    reference_rows,
    report_tables,
    review_rows,
    submission_rows,
)
from perfeval_core.warehouse.errors import UnknownReportVersion, WarehouseUnwritable, WarehouseVersionMismatch
from perfeval_core.warehouse.frames import Row, arrow_table
from perfeval_core.warehouse.inputs import BatchRow, LoadCounts, LoadedReport, QueueState, ReportState, SubmissionRow
from perfeval_core.warehouse.opening import connect
from perfeval_core.warehouse.results import finding_row

Params = Sequence[object] | Mapping[str, object]

_PART = 100
"""Reports held in memory at once while a batch is loaded."""
_HASH_ROWS = 10_000
"""Rows held in memory at once while a table is hashed."""


class Warehouse:
    """An open warehouse; use ``with Warehouse.open(path) as warehouse``. Every write is one transaction."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens the file, and creates it with its schema where there is none.

        Raises:
            WarehouseLocked: another process has it open.
            WarehouseUnreadable: it cannot be opened, or is no DuckDB file.
            WarehouseVersionMismatch: it was made by another schema version.
        """
        warehouse = cls(connect(path))
        with ExitStack() as undo:
            undo.callback(warehouse.close)
            warehouse._prepare(str(path))
            undo.pop_all()
        return warehouse

    def _prepare(self, path: str) -> None:
        found = definition.recorded_version(self._connection)
        if found is None:
            with self._transaction():
                definition.create(self._connection)
        elif found != definition.SCHEMA_VERSION:
            raise WarehouseVersionMismatch(path, found, definition.SCHEMA_VERSION)

    def close(self) -> None:
        """Closes the file and lets other processes in."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def load(self, batch_id: str, submissions: Sequence[SubmissionRow], reports: Iterable[LoadedReport]) -> LoadCounts:
        """Loads a batch, all of it or nothing; ``reports`` are taken a hundred at a time.

        A report version that is there already is left as it is; a submission takes the state handed over last. A batch
        that is loaded again keeps the time of its first load.
        """
        rest, versions, known = iter(reports), set[str](), set[str]()
        with self._transaction():
            counts = Counter(self._fill_submissions(submissions))
            while part := list(islice(rest, _PART)):
                names = {loaded.dossier.report_version for loaded in part}
                there = self.loaded(names)
                known |= there - versions
                versions |= names
                counts.update(self._fill_reports(part, there))
            now = BatchRow(batch_id, datetime.now(UTC), len(submissions), len(versions))
            self._insert("batch", batch_rows([now]), "INSERT OR IGNORE")
            (batch,) = self.fetch("SELECT * FROM batch WHERE batch_id = ?", [batch_id])
        return LoadCounts(BatchRow(**batch), len(versions - known), len(known), dict(counts))

    def restore(self, submissions: Sequence[SubmissionRow], reports: Sequence[LoadedReport]) -> None:
        """Puts back what earlier batches loaded, in the order in which they did; see ``restore_batches``."""
        with self._transaction():
            self._fill_submissions(submissions)
            self._fill_reports(reports, self.loaded(loaded.dossier.report_version for loaded in reports))

    def restore_batches(self, batches: Sequence[BatchRow]) -> None:
        """Puts back when earlier batches were loaded."""
        with self._transaction():
            self._insert("batch", batch_rows(batches))

    def _fill_submissions(self, submissions: Sequence[SubmissionRow]) -> dict[str, int]:
        """Their rows; how many."""
        last = {(one.dossier.file_sha256, one.dossier.reader_version): one for one in submissions}
        self._insert("submission", submission_rows(list(last.values())), "INSERT OR REPLACE")
        self._insert("portfolio_finding", file_portfolio_rows(submissions), "INSERT OR IGNORE")
        return {"submission": len(submissions)}

    def _fill_reports(self, reports: Sequence[LoadedReport], known: Container[str]) -> dict[str, int]:
        """The rows of those ``reports`` that are not ``known``; how many, by table."""
        fresh = {one.dossier.report_version: one for one in reports if one.dossier.report_version not in known}
        tables = report_tables(list(fresh.values()))
        for table, rows in tables.items():
            self._insert(table, rows)
        return {table: len(rows) for table, rows in tables.items()}

    def add_findings(self, findings: Sequence[tuple[str, Finding]]) -> None:
        """Adds findings made after the load, each with its report version; one that is there already stays as it is.

        Raises:
            UnknownReportVersion: a report version is not loaded; then nothing is added.
        """
        versions = {version for version, _ in findings}
        bound = {
            row["report_version"]: row
            for row in self.fetch(
                "SELECT report_version, file_sha256, reader_version, engine_version, ruleset_hash FROM report "
                "WHERE report_version IN (SELECT unnest($versions))",
                {"versions": sorted(versions)},
            )
        }
        if missing := versions - set(bound):
            raise UnknownReportVersion(f"报告版本尚未入库:{'、'.join(sorted(missing))}(not loaded)")
        rows = [{**bound[version], **finding_row(finding)} for version, finding in findings]
        with self._transaction():
            self._insert("finding", rows, "INSERT OR IGNORE")

    def replace_portfolios(self, portfolios: Sequence[PortfolioDossier]) -> None:
        """Makes the table ``portfolio_finding`` hold exactly these findings about each of their subjects."""
        with self._transaction():
            subjects = {"subjects": [one.subject for one in portfolios]}
            self._connection.execute(
                "DELETE FROM portfolio_finding WHERE subject IN (SELECT unnest($subjects))", subjects
            )
            self._insert("portfolio_finding", portfolio_rows(portfolios))

    def replace_review_items(self, states: Sequence[QueueState]) -> None:
        """Makes the table ``review_item`` hold exactly ``states``: a copy of the queues as they stand."""
        with self._transaction():
            self._connection.execute("DELETE FROM review_item")
            self._insert("review_item", review_rows(states))

    def replace_report_states(self, states: Sequence[ReportState]) -> None:
        """Makes the table ``report_state`` hold exactly ``states``: a copy of what holds now."""
        with self._transaction():
            self._connection.execute("DELETE FROM report_state")
            self._insert("report_state", [asdict(one) for one in states])

    def replace_reference(self, rows: Sequence[OfficialFigures]) -> None:
        """Makes the table ``reference`` hold exactly ``rows``: a copy of the official figures that count."""
        with self._transaction():
            self._connection.execute("DELETE FROM reference")
            self._insert("reference", reference_rows(rows))

    def loaded(self, report_versions: Iterable[str]) -> frozenset[str]:
        """Those of ``report_versions`` that are loaded."""
        rows = self.fetch(
            "SELECT report_version FROM report WHERE report_version IN (SELECT unnest($versions))",
            {"versions": list(report_versions)},
        )
        return frozenset(row["report_version"] for row in rows)

    def fetch(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """The rows of a query, decimals exact."""
        result = self._connection.execute(sql, params)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def arrow(self, sql: str, params: Params = ()) -> pa.Table:
        """The rows of a query as an Arrow table, decimals as decimal128."""
        return self._connection.sql(sql, params=params).to_arrow_table()

    def checkpoint(self) -> None:
        """Writes everything into the one file, and gives unused space back."""
        self._connection.execute("CHECKPOINT")

    def counts(self) -> dict[str, int]:
        """The number of rows by table."""
        return {table: self._count(table) for table in definition.tables(self._connection)}

    def _count(self, table: str) -> int:
        return int(self.fetch(f"SELECT count(*) AS rows FROM {table}")[0]["rows"])

    def snapshot(self) -> dict[str, str]:
        """A hash of the content by table, whatever order it was loaded in; bookkeeping tables are left out."""
        compared = [name for name in definition.tables(self._connection) if name not in definition.BOOKKEEPING]
        return {table: self._hash(table) for table in compared}

    def _hash(self, table: str) -> str:
        digest = sha256()
        result = self._connection.execute(f"SELECT * FROM {table} ORDER BY ALL")
        while rows := result.fetchmany(_HASH_ROWS):
            for row in rows:
                digest.update(repr(row).encode())
        return digest.hexdigest()

    def _insert(self, table: str, rows: Sequence[Row], verb: str = "INSERT") -> None:
        if not rows:
            return
        schema = self.arrow(f"SELECT * FROM {table} LIMIT 0").schema
        self._connection.register("incoming", arrow_table(rows, schema))
        self._connection.execute(f"{verb} INTO {table} BY NAME SELECT * FROM incoming")
        self._connection.unregister("incoming")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Raises ``WarehouseUnwritable`` where there is no space; then nothing of it has happened."""
        try:
            with ExitStack() as undo:
                self._connection.begin()
                undo.callback(self._connection.rollback)
                yield
                undo.pop_all()  # a commit that fails has rolled back already
                self._connection.commit()
        except duckdb.OperationalError as error:
            raise WarehouseUnwritable(str(error)) from error
