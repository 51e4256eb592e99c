"""Shape and plausibility of what was loaded: the only importer of Great Expectations, which it imports late."""

from expectations.mapping import to_findings
from expectations.runner import ExpectationFailure, ExpectationFinding, SuiteCount, ValidationResult, validate

__all__ = [
    "ExpectationFailure",
    "ExpectationFinding",
    "SuiteCount",
    "ValidationResult",
    "to_findings",
    "validate",
]
