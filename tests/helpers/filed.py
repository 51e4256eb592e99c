"""Reports on record, and in their queues, as after a run, without a run."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from perfeval_core.casework import report_items
from perfeval_core.domain.dossier import Dossier, report_id, report_version
from perfeval_core.ledger import FileVersion, Lease
from perfeval_core.pipeline import check_report
from perfeval_core.rules.examples import filing_of
from perfeval_core.site import Site, site
from tasks.score import version_of

WRONG: dict[str, Any] = {
    "name": "维修工程(处)",
    "target": "≥40处",
    "actual": "24",
    "weight": "12",
    "points": "12",
    "reason": "",
}
"""A line with a wrong score, and with no reason for what was missed."""


def recorded(here: Site, sha: str, name: str = "报告.pdf", **cells: Any) -> tuple[Dossier, Lease]:
    """A file with one report comes in, is read and checked: its dossier, and the lease for what is left to do."""
    head = {"project_name": "农村饮水", "unit_name": "云岭市水务中心", "unit_code": "301001", "fiscal_year": 2024}
    filing = filing_of(head | cells)
    rules, identity = here.rules(filing), report_id(sha, 1)
    checked, failures = check_report(filing, identity, rules)
    assert failures == ()
    dossier = Dossier(
        report_id=identity,
        report_version=report_version(sha, 1, "reader", "engine", rules.hash),
        file_sha256=sha,
        file_name=f"收件/{name}",
        media_type="application/pdf",
        pages=8,
        reader_version="reader",
        engine_version="engine",
        ruleset_hash=rules.hash,
        report=checked,
    )
    here.ledger.submit(sha, name, 1, "application/pdf", "test", "test")
    (lease,) = here.ledger.claim("test", 1, timedelta(minutes=5), among=[sha])
    lease = here.ledger.advance(lease, "read")
    here.ledger.record_versions(lease, [version_of(here, dossier)], FileVersion(f"file {sha[:2]}", "0" * 64))
    return dossier, lease


def filed(home: Path, number: int = 1, **cells: Any) -> tuple[Site, Dossier]:
    """A home with one report more, the ``number``-th, on record and in its queues; and its dossier."""
    here, named = site(home), {"project_name": f"农村饮水{number}"}
    dossier, lease = recorded(here, f"{number:02x}" * 32, f"报告{number}.pdf", **(named | cells))
    assert here.archive.put_dossier(dossier) == version_of(here, dossier).dossier_sha256
    for state in ("scored", "loaded", "validated"):
        lease = here.ledger.advance(lease, state)
    here.ledger.publish_items(report_items(here, dossier, ()))
    here.ledger.advance(lease, "queued")
    return here, dossier
