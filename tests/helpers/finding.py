"""A finding, for tests that need one and do not care which."""

from perfeval_core.domain.findings import Finding, Severity
from perfeval_core.domain.place import Location


def finding(kind: str = "score_arithmetic", severity: Severity = "high", name: str = "f1") -> Finding:
    return Finding(
        id=name,
        rule="SC201",
        kind=kind,
        severity=severity,
        certainty="certain",
        indicator="培训场次",
        field="points",
        stated="10",
        expected="5.00",
        message="得分应为 5.00",
        citation="财预〔2020〕10号",
        at=(Location(page=5, bbox=(0, 0, 10, 10)),),
    )
