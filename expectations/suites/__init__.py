"""All suites, one module a table."""

from expectations.suite import Suite
from expectations.suites import budget_line, finding, indicator, report, score, section, submission

SUITES: tuple[Suite, ...] = tuple(
    suite for module in (submission, report, budget_line, indicator, section, score, finding) for suite in module.SUITES
)
