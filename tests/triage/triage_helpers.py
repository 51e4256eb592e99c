"""What the triage tests make things with."""

from datetime import date
from pathlib import Path

from perfeval_core.domain.findings import CheckedFiling, Finding, Severity
from perfeval_core.domain.place import Location
from perfeval_core.domain.review import Queue, ReviewItem
from perfeval_core.triage import Context

TABLES = Path(__file__).parents[2] / "data" / "triage"

MONDAY = date(2026, 3, 2)

SHA = "ab" * 32


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


def context(**fields: object) -> Context:
    return Context(**{"subject": "version-1", "name": "信访维稳工作经费", "on": MONDAY, **fields})


def filing(**fields: object) -> CheckedFiling:
    plain = {
        "index": 1,
        "first_page": 1,
        "last_page": 8,
        "status": "extracted",
        "form": "analysis_report",
        "title": "自评分析报告",
        "scores": None,
        "findings": (),
    }
    return CheckedFiling.model_validate({**plain, **fields})


def by_queue(items: tuple[ReviewItem, ...]) -> dict[Queue, ReviewItem]:
    return {item.queue: item for item in items}
