"""The warehouse (数据仓库): DuckDB tables for analysts, expectations and exports. The only importer of duckdb."""

from perfeval_core.warehouse.errors import (
    UnknownReportVersion,
    WarehouseError,
    WarehouseLocked,
    WarehouseUnreadable,
    WarehouseUnwritable,
    WarehouseVersionMismatch,
)
from perfeval_core.warehouse.inputs import BatchRow, LoadCounts, LoadedReport, QueueState, ReportState, SubmissionRow
from perfeval_core.warehouse.opening import replacing
from perfeval_core.warehouse.store import Warehouse

__all__ = [
    "BatchRow",
    "LoadCounts",
    "LoadedReport",
    "QueueState",
    "ReportState",
    "SubmissionRow",
    "UnknownReportVersion",
    "Warehouse",
    "WarehouseError",
    "WarehouseLocked",
    "WarehouseUnreadable",
    "WarehouseUnwritable",
    "WarehouseVersionMismatch",
    "replacing",
]
