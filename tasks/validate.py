"""Validate: the batch's tables against the Great Expectations suites."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
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
    moved = _kept(site, leases, found)
    errors = tuple(OurError(f"{one.suite}.{one.expectation}", one.error) for one in result.failures)
    return Validated(tuple(moved), tuple(one for _, one in findings), errors, result.checked, result.passed)


def _kept(site: Site, leases: Sequence[Lease], found: Found) -> list[Lease]:
    """The leases after their findings stand in the ledger; one that another worker took over is left to it."""
    standing = []
    for lease in leases:
        with suppress(LeaseLost):
            if lease.sha256 in found:
                site.ledger.record_validation(lease, found[lease.sha256])
            standing.append(lease)
    loaded = [lease for lease in standing if lease.state == "loaded"]
    validated = [lease for lease in standing if lease.state == "validated"]
    return [*site.ledger.advance_all(loaded, "validated"), *validated]
