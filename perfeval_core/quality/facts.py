"""What the quality page shows, from the warehouse: rows of plain values, counted there and not here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perfeval_core.warehouse import Warehouse

Rows = list[dict[str, Any]]

_FILES = """
    SELECT file_name, status, reason, pages, table_text_reached, table_text_unclaimed
    FROM submission
    WHERE file_sha256 IN (SELECT unnest($files))
    QUALIFY row_number() OVER (PARTITION BY file_sha256 ORDER BY received_at DESC, reader_version) = 1
    ORDER BY file_name
"""
_VERSIONS = """
    SELECT report_version
    FROM v_ledger
    WHERE file_sha256 IN (SELECT unnest($files)) AND is_current
"""
_ROUTES = """
    SELECT route, confidence >= 0.9 AS sure, count(*) AS rows
    FROM (
        SELECT report_version, route, confidence FROM indicator
        UNION ALL
        SELECT report_version, route, confidence FROM budget_line
    )
    WHERE report_version IN (SELECT unnest($versions)) AND route IS NOT NULL
    GROUP BY ALL ORDER BY ALL
"""
_KINDS = """
    SELECT kind, severity, count(*) AS findings
    FROM finding
    WHERE report_version IN (SELECT unnest($versions)) AND kind <> 'data_quality'
    GROUP BY ALL ORDER BY ALL
"""
_UNITS = """
    SELECT coalesce(r.unit_name, r.unit_code) AS unit, f.severity, count(*) AS findings
    FROM finding AS f INNER JOIN report AS r USING (report_version)
    WHERE report_version IN (SELECT unnest($versions)) AND coalesce(r.unit_name, r.unit_code) IS NOT NULL
    GROUP BY ALL ORDER BY ALL
"""
_EXPECTATIONS = """
    SELECT f.rule, f.severity, count(*) AS rows, count(DISTINCT f.report_version) AS reports,
        list({project: coalesce(r.project_name, r.title), message: f.message} ORDER BY f.report_version)[:5] AS examples
    FROM finding AS f INNER JOIN report AS r USING (report_version)
    WHERE report_version IN (SELECT unnest($versions)) AND f.kind = 'data_quality'
    GROUP BY ALL ORDER BY ALL
"""
_REPORTS = """
    SELECT report_id, coalesce(project_name, '') AS project, coalesce(unit_name, unit_code, '') AS unit, status,
        stated_total, total_low, total_high, stated_grade, recomputed_grades, initial_compiled, full_year, executed
    FROM v_ledger
    WHERE report_version IN (SELECT unnest($versions))
    ORDER BY report_version
"""
_FILED = """
    SELECT fiscal_year, count(*) AS due, count(*) FILTER (reports = 0) AS missing
    FROM v_reference
    GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True)
class Facts:
    """Rows for each part of the page: files; rows of tables by route and sureness; findings by kind and by unit, both
    with severity; expectations that did not hold, with some of the rows; reports with scores and budgets (yuan); and,
    beyond the batch, how many projects are due a year and how many of them nobody has reported on (应报未报)."""

    files: Rows
    routes: Rows
    kinds: Rows
    units: Rows
    expectations: Rows
    reports: Rows
    filed: Rows


def gather(warehouse: Warehouse, files: Sequence[str]) -> Facts:
    """The facts about ``files`` (sha256) and the current versions of the reports in them."""
    of_files = {"files": list(files)}
    of_versions = {"versions": [row["report_version"] for row in warehouse.fetch(_VERSIONS, of_files)]}
    return Facts(
        files=warehouse.fetch(_FILES, of_files),
        routes=warehouse.fetch(_ROUTES, of_versions),
        kinds=warehouse.fetch(_KINDS, of_versions),
        units=warehouse.fetch(_UNITS, of_versions),
        expectations=warehouse.fetch(_EXPECTATIONS, of_versions),
        reports=warehouse.fetch(_REPORTS, of_versions),
        filed=warehouse.fetch(_FILED),
    )
