"""What the triage tests make things with."""

from datetime import date
from pathlib import Path

from perfeval_core.domain.findings import CheckedFiling
from perfeval_core.domain.review import Queue, ReviewItem
from perfeval_core.triage import Context

TABLES = Path(__file__).parents[2] / "data" / "triage"

MONDAY = date(2026, 3, 2)

SHA = "ab" * 32


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
