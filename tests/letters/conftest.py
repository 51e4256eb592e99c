"""Homes that hold one report, as after a run, without a run."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.dossier import Dossier, report_id, report_version
from perfeval_core.ledger import FileVersion
from perfeval_core.pipeline import check_report
from perfeval_core.rules.examples import filing_of
from perfeval_core.site import Site, site
from tasks.score import version_of
from tests.console.conftest import perfeval  # noqa: F401 - a fixture that the tests here need as well

WRONG: dict[str, Any] = {
    "name": "维修工程(处)",
    "target": "≥40处",
    "actual": "24",
    "weight": "12",
    "points": "12",
    "reason": "",
}
"""A line with a wrong score, and with no reason for what was missed."""

Filed = Callable[..., tuple[Site, Dossier]]


@pytest.fixture
def filed(tmp_path: Path) -> Filed:
    """``filed(**cells)``: a home with that report on record, and its dossier."""

    def make(**cells: Any) -> tuple[Site, Dossier]:
        here = site(tmp_path / "home")
        return here, record(here, "ab" * 32, **cells)

    return make


def record(here: Site, sha: str, **cells: Any) -> Dossier:
    """A file with that report comes in, and is read and checked."""
    head = {"project_name": "农村饮水", "unit_name": "云岭市水务中心", "unit_code": "301001", "fiscal_year": 2024}
    filing = filing_of(head | cells)
    rules, name = here.rules(filing), report_id(sha, 1)
    checked, failures = check_report(filing, name, rules)
    assert failures == ()
    dossier = Dossier(
        report_id=name,
        report_version=report_version(sha, 1, "reader", "engine", rules.hash),
        file_sha256=sha,
        file_name="收件/报告.pdf",
        media_type="application/pdf",
        pages=8,
        reader_version="reader",
        engine_version="engine",
        ruleset_hash=rules.hash,
        report=checked,
    )
    here.ledger.submit(sha, "报告.pdf", 1, "application/pdf", "test", "test")
    (lease,) = here.ledger.claim("test", 1, timedelta(minutes=5), among=[sha])
    lease = here.ledger.advance(lease, "read")
    here.ledger.record_versions(lease, [version_of(here, dossier)], FileVersion("file", "0" * 64))
    return dossier
