"""Numbers for leads (办理情况): what waits, who does how much, how two people agree, what holds, what is misread."""

from decimal import Decimal

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.proportion import share
from perfeval_core.ledger import Agreement, DayOfWork, Misread, QueueLoad, RuleOutcomes
from perfeval_core.site import Site


class Agreed(Frozen):
    """How often first and second reviewers said the same; shares to 4 decimals, ``None`` where nothing was compared."""

    counts: Agreement
    reports: Decimal | None
    findings: Decimal | None


class FieldPrecision(Frozen):
    """How a rule does in the field (实际准确率): the share of its decided findings that were confirmed."""

    counts: RuleOutcomes
    decided: int
    confirmed: Decimal | None


class Numbers(Frozen):
    """All of them; ``days`` covers the last ``span`` days."""

    version: int = 1
    queues: tuple[QueueLoad, ...]
    span: int
    days: tuple[DayOfWork, ...]
    agreement: tuple[Agreed, ...]
    rules: tuple[FieldPrecision, ...]
    misread: tuple[Misread, ...]


def numbers(site: Site, span: int = 30) -> Numbers:
    """The numbers as of now, with the work of the last ``span`` days."""
    workload = site.ledger.workload
    return Numbers(
        queues=tuple(workload.queues()),
        span=span,
        days=tuple(workload.days(span)),
        agreement=tuple(map(_agreed, workload.agreement())),
        rules=tuple(map(_precision, workload.rules())),
        misread=tuple(workload.misread()),
    )


def precision(site: Site, rule: str) -> FieldPrecision | None:
    """How one rule does in the field; ``None`` as long as none of its findings is decided."""
    return next(map(_precision, site.ledger.workload.rules(rule)), None)


def _agreed(counts: Agreement) -> Agreed:
    return Agreed(
        counts=counts,
        reports=share(counts.same_reports, counts.reports),
        findings=share(counts.same_findings, counts.findings),
    )


def _precision(counts: RuleOutcomes) -> FieldPrecision:
    decided = counts.confirmed + counts.rejected + counts.explained + counts.corrected
    return FieldPrecision(
        counts=counts,
        decided=decided,
        confirmed=share(counts.confirmed, decided),
    )
