"""Triage (分流): findings become a disposition, queues, priorities and due dates, as a table says."""

from perfeval_core.triage.calendar import Calendar, YearArrangement
from perfeval_core.triage.context import (
    Context,
    Distance,
    file_context,
    money_at_stake,
    portfolio_context,
    report_context,
    run_context,
)
from perfeval_core.triage.decide import spot_check, triage
from perfeval_core.triage.table import TriageTable, TriageTableError, load_table

__all__ = [
    "Calendar",
    "Context",
    "Distance",
    "TriageTable",
    "TriageTableError",
    "YearArrangement",
    "file_context",
    "load_table",
    "money_at_stake",
    "portfolio_context",
    "report_context",
    "run_context",
    "spot_check",
    "triage",
]
