"""Runs all suites on what a batch loaded, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from expectations.engine import Engine, Outcome, Row
from expectations.suite import Expectation, Suite
from expectations.suites import SUITES
from perfeval_core.warehouse import Warehouse

_ROWS_NAMED = 5
"""How many broken rows an error of ours names."""


@dataclass(frozen=True)
class ExpectationFinding:
    """A row that breaks an expectation. ``row`` counts in ``table`` from 0; ``value`` is the cell as text."""

    suite: str
    table: str
    expectation: Expectation
    report_version: str
    row: int
    field: str
    value: str | None


@dataclass(frozen=True)
class ExpectationFailure:
    """An error of ours, never a finding: an expectation that could not run, or rows of ours that break one."""

    suite: str
    expectation: str
    error: str


@dataclass(frozen=True)
class SuiteCount:
    """How many expectations of a suite were checked, and how many of them passed."""

    checked: int
    passed: int


@dataclass(frozen=True)
class ValidationResult:
    """What validation gave. ``checked`` counts all expectations, those that could not run among them."""

    findings: tuple[ExpectationFinding, ...] = ()
    failures: tuple[ExpectationFailure, ...] = ()
    by_suite: dict[str, SuiteCount] = field(default_factory=dict)

    @property
    def checked(self) -> int:
        """Expectations that were checked."""
        return sum(count.checked for count in self.by_suite.values())

    @property
    def passed(self) -> int:
        """Expectations that held for every row."""
        return sum(count.passed for count in self.by_suite.values())


def validate(
    warehouse: Warehouse, report_versions: Sequence[str], suites: Sequence[Suite] = SUITES
) -> ValidationResult:
    """Holds the rows of ``report_versions`` against ``suites``."""
    if not report_versions:
        return ValidationResult()
    engine = Engine()
    findings: list[ExpectationFinding] = []
    failures: list[ExpectationFailure] = []
    by_suite = {}
    for suite in suites:
        columns = warehouse.arrow(suite.query, {"versions": list(report_versions)}).to_pydict()
        outcomes = list(engine.run(suite, columns))
        for outcome in outcomes:
            findings.extend(_findings(suite, outcome))
            failures.extend(_failures(suite, outcome))
        passed = sum(outcome.error is None and not outcome.rows for outcome in outcomes)
        by_suite[suite.name] = SuiteCount(len(outcomes), passed)
    return ValidationResult(tuple(findings), tuple(failures), by_suite)


def _findings(suite: Suite, outcome: Outcome) -> list[ExpectationFinding]:
    if outcome.expectation.about != "report":
        return []
    return [_finding(suite, outcome.expectation, row) for row in outcome.rows]


def _finding(suite: Suite, expectation: Expectation, row: Row) -> ExpectationFinding:
    column = str(expectation.arguments["column"])
    named = expectation.field or row.get("field") or column
    value = row[column]
    shown = None if value is None else str(value)
    return ExpectationFinding(
        suite.name, suite.table, expectation, row["report_version"], int(row["row"]), named, shown
    )


def _failures(suite: Suite, outcome: Outcome) -> list[ExpectationFailure]:
    expectation = outcome.expectation
    if outcome.error is not None:
        return [ExpectationFailure(suite.name, expectation.id, f"无法执行: {outcome.error}")]
    if expectation.about != "program" or not outcome.rows:
        return []
    named = "; ".join(", ".join(f"{name}={value}" for name, value in row.items()) for row in outcome.rows[:_ROWS_NAMED])
    error = f"{expectation.message}: {len(outcome.rows)} 行不符合, {named}"
    return [ExpectationFailure(suite.name, expectation.id, error)]
