"""The file: its lock, its version, what it refuses to touch, its views and its dictionary."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from perfeval_core.domain.findings import RuleFailure
from perfeval_core.warehouse import (
    Warehouse,
    WarehouseLocked,
    WarehouseUnreadable,
    WarehouseVersionMismatch,
    definition,
)
from perfeval_core.warehouse.frames import arrow_table
from tests.warehouse.dossiers import FINDING, SCORES, loaded

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


def test_a_file_held_by_another_process_says_so(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(WarehouseLocked, match="正被其他进程占用") as caught:
            Warehouse.open(path)
        assert str(path) in str(caught.value)
        holder.communicate()
    with Warehouse.open(path) as warehouse:
        assert warehouse.counts()["report"] == 0


def test_a_file_that_is_no_warehouse_is_not_called_locked(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseUnreadable, match="perfeval rebuild"):
        Warehouse.open(path)


@pytest.mark.parametrize(("version", "advice"), [(99, "请升级程序"), (0, "perfeval rebuild")])
def test_another_schema_version_is_refused_and_the_file_let_go(tmp_path: Path, version: int, advice: str) -> None:
    path = tmp_path / "warehouse.duckdb"
    Warehouse.open(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE warehouse_version SET version = ?", [version])
    with pytest.raises(WarehouseVersionMismatch, match=advice):
        Warehouse.open(path)
    duckdb.connect(str(path)).close()


def test_what_was_loaded_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with Warehouse.open(path) as warehouse:
        warehouse.load("b1", [], [loaded()])
        before = warehouse.snapshot()
    with Warehouse.open(path) as warehouse:
        assert warehouse.arrow("SELECT report_version FROM report").num_rows == 1
        assert warehouse.snapshot() == before


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY report TO 'report.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_sql_reaches_no_file_and_no_setting(warehouse: Warehouse, sql: str) -> None:
    with pytest.raises((duckdb.PermissionException, duckdb.InvalidInputException)):
        warehouse.fetch(sql)


def test_python_variables_are_no_tables(warehouse: Warehouse) -> None:
    secret = warehouse.arrow("SELECT 1 AS one")
    assert secret.num_rows == 1
    with pytest.raises(duckdb.CatalogException):
        warehouse.fetch("SELECT * FROM secret")


def test_parameters_are_never_sql(warehouse: Warehouse) -> None:
    text = "'); DROP TABLE report; --"
    assert warehouse.fetch("SELECT ? AS text", [text]) == [{"text": text}]
    assert warehouse.arrow("SELECT $text AS text", {"text": text}).to_pylist() == [{"text": text}]


def test_arrow_keeps_decimals(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded()])
    table = warehouse.arrow("SELECT full_year FROM budget_line WHERE is_total")
    assert str(table.schema.field("full_year").type) == "decimal128(20, 4)"
    assert table.to_pylist() == [{"full_year": Decimal("249798700.0000")}]


def test_the_ledger_has_both_rates_and_the_findings_by_severity(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded()])
    (line,) = warehouse.fetch("SELECT * FROM v_ledger")
    assert (line["unit_name"], line["project_name"]) == ("晋城市大数据应用局", "大数据中心运维项目")
    assert (line["rate_percent_full_year"], line["rate_percent_initial"]) == (Decimal(100), Decimal("83.2662"))
    assert (line["stated_total"], line["recomputed_total"], line["total_agrees"]) == (
        Decimal(88),
        "[84.00,90.00]",
        True,
    )
    assert (line["stated_grade"], line["recomputed_grades"]) == (None, "优/良")
    assert (line["findings"], line["findings_high"], line["findings_critical"]) == (1, 1, 0)


def test_a_judgement_keeps_how_sure_it_is(warehouse: Warehouse) -> None:
    judged = FINDING.model_copy(update={"id": "f2", "certainty": "judgement", "sureness": "low"})
    warehouse.load("b1", [], [loaded(findings=(FINDING, judged))])
    rows = warehouse.fetch("SELECT certainty, sureness FROM finding ORDER BY finding_id")
    assert rows == [{"certainty": "certain", "sureness": None}, {"certainty": "judgement", "sureness": "low"}]


def test_a_unit_sums_what_could_be_read_and_counts_what_changed(warehouse: Warehouse) -> None:
    flips = {"stated": {"total": "91", "grade": "优"}, "scores": SCORES.model_copy(update={"grade": ("良",)})}
    warehouse.load("b1", [], [loaded("甲"), loaded("乙", **flips), loaded("丙", status="partial", scores=None)])
    (unit,) = warehouse.fetch("SELECT * FROM v_unit")
    assert (unit["reports"], unit["reports_unread"], unit["full_year"]) == (3, 1, Decimal("749396100.0000"))
    assert (unit["stated_excellent"], unit["grades_changed"], unit["totals_changed"]) == (1, 1, 1)


def test_a_rule_that_only_failed_has_its_line(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded(failures=(RuleFailure(rule="TX1", report_index=1, error="boom"),))])
    rows = warehouse.fetch("SELECT rule, kind, findings, failures FROM v_rule ORDER BY rule")
    assert [tuple(row.values()) for row in rows] == [("BU101", "execution_rate_arithmetic", 1, 0), ("TX1", None, 0, 1)]


def test_rows_that_do_not_match_their_table_are_refused(warehouse: Warehouse) -> None:
    schema = warehouse.arrow("SELECT * FROM batch LIMIT 0").schema
    with pytest.raises(KeyError, match="loaded_at"):
        arrow_table([{"batch_id": "b1", "submissions": 1, "reports": 1}], schema)


def test_every_column_has_its_meaning_in_both_languages() -> None:
    with definition.connect(":memory:") as connection:
        definition.create(connection)
        query = "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal"
        columns = connection.execute(query).fetchall()
    for table, column, comment in columns:
        bilingual = comment and any("一" <= sign <= "鿿" for sign in comment) and any(map(str.isascii, comment))
        assert bilingual, f"{table}.{column}"
