"""How a suite is written down: a query that gives a frame, and what is expected of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OF_BATCH = "report_version IN (SELECT unnest($versions))"
"""Every suite's query sees the batch alone."""

NO_VALUE = "[-—–―/\\\\]*|无|不适用|N/A|n/a"
"""What a form prints where there is nothing to print."""


@dataclass(frozen=True)
class Expectation:
    """One expectation (数据质量期望).

    ``type`` is the class in ``great_expectations.expectations``, ``arguments`` are its own. ``about`` says whose fault
    it is when rows break it: the report's (a finding for a person) or this program's (an error of ours).
    ``message`` may hold ``{name}`` (indicator, source of funds or section), ``{label}`` (the field) and ``{value}``.
    ``field`` is the dossier's name of the field, by default the column's.
    """

    id: str
    type: str
    arguments: Mapping[str, object]
    message: str
    severity: Literal["critical", "warning", "info"] = "warning"
    about: Literal["report", "program"] = "report"
    field: str | None = None
    expected: str | None = None


@dataclass(frozen=True)
class Suite:
    """Expectations about one frame. ``query`` gives ``report_version``, ``row`` (in ``table``) and the columns."""

    name: str
    table: str
    query: str
    expectations: tuple[Expectation, ...]
    index: tuple[str, ...] = ("report_version", "row")


def no_rows(name: str, table: str, query: str, expectation: Expectation) -> Suite:
    """A suite whose query gives the rows that must not be: ``report_version``, ``row``, ``field``, ``value`` (text)."""
    return Suite(name, table, query, (expectation,), index=("report_version", "row", "field"))


NONE_OF_THEM = ("ExpectColumnValuesToBeNull", {"column": "value"})
"""Type and arguments of the one expectation in ``no_rows``."""


def between(column: str, low: int, high: int | None = None) -> tuple[str, dict[str, object]]:
    """Type and arguments: the numbers of ``column`` lie between two ends, both included; NULL is left out."""
    return "ExpectColumnValuesToBeBetween", {"column": column, "min_value": low, "max_value": high}


def matching(column: str, regex: str) -> tuple[str, dict[str, object]]:
    """Type and arguments: ``regex`` is found in each text of ``column``; NULL is left out."""
    return "ExpectColumnValuesToMatchRegex", {"column": column, "regex": regex}


def one_of(column: str, *words: str) -> tuple[str, dict[str, object]]:
    """Type and arguments: ``column`` holds one of ``words``; NULL is left out."""
    return "ExpectColumnValuesToBeInSet", {"column": column, "value_set": list(words)}


def not_above(low: str, high: str) -> tuple[str, dict[str, object]]:
    """Type and arguments: column ``low`` is at most column ``high``; rows where either is NULL are left out."""
    pair = {"column_A": high, "column_B": low, "or_equal": True, "ignore_row_if": "either_value_is_missing"}
    return "ExpectColumnPairValuesAToBeGreaterThanB", pair


def unreadable(table: str, columns: Mapping[str, str]) -> str:
    """The query for cells that show something, but no number that the table can hold; ``columns`` by field."""
    cells = " UNION ALL ".join(
        f"SELECT report_version, row, '{field}' AS field, {column}_text AS value, {column} AS number FROM {table}"
        for field, column in columns.items()
    )
    return (
        f"SELECT report_version, row, field, value FROM ({cells}) "
        f"WHERE {OF_BATCH} AND number IS NULL AND value <> '' AND NOT regexp_full_match(value, '{NO_VALUE}')"
    )
