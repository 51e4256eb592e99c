"""The checks: ``check(report, sheet, ruleset, report_id)`` gives findings, and the rules that did not finish."""

from perfeval_core.rules.engine import check
from perfeval_core.rules.examples import ExampleResult, run_examples

__all__ = ["ExampleResult", "check", "run_examples"]
