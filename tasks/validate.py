"""Validate: the batch's tables against the Great Expectations suites."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from expectations.mapping import to_findings
from expectations.runner import validate as run_suites
from perfeval_core.domain.findings import Finding
from perfeval_core.ledger import Lease, LeaseLost
from perfeval_core.site import Site
from tasks.step import OurError, step

Found = dict[str, list[tuple[str, Finding]]]
"""By submission: findings, each with its report version."""


@dataclass(frozen=True)
class Validated:
    """What validation gave: the submissions that moved on, findings, errors of ours, how many expectations held."""

    leases: tuple[Lease, ...] = ()
    findings: tuple[Finding, ...] = ()
    errors: tuple[OurError, ...] = ()
    checked: int = 0
    passed: int = 0


@step("校验 validate")
def validate(site: Site, leases: Sequence[Lease]) -> Validated:
    """The loaded reports of ``leases`` held against all suites, once; what is found is kept in ledger and warehouse.

    Submissions that were validated before a run died come again: validating twice gives the same.
    """
    versions = {one.version.report_version: one for lease in leases for one in site.ledger.versions(lease.sha256)}
    with site.warehouse() as warehouse:
        result = run_suites(warehouse, list(versions))
        broken = {one.report_version for one in result.findings}
        dossiers = {name: site.archive.get_dossier(versions[name].version.dossier_sha256) for name in broken}
        findings = to_findings(result.findings, dossiers)
        warehouse.add_findings(findings)
    found: Found = defaultdict(list)
    for version, finding in findings:
        found[versions[version].submission].append((version, finding))
    moved = [lease for lease in (_keep(site, lease, found) for lease in leases) if lease is not None]
    errors = tuple(OurError(f"{one.suite}.{one.expectation}", one.error) for one in result.failures)
    return Validated(tuple(moved), tuple(one for _, one in findings), errors, result.checked, result.passed)


def _keep(site: Site, lease: Lease, found: Found) -> Lease | None:
    """The lease after its findings stand in the ledger; ``None`` if another worker has the submission by now."""
    try:
        site.ledger.record_validation(lease, found.get(lease.sha256, []))
        return site.ledger.advance(lease, "validated") if lease.state == "loaded" else lease
    except LeaseLost:
        return None
