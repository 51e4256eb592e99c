"""Triage (分流): from findings to what a person is asked to do. Total: whatever comes in has a disposition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.findings import Finding, Severity
from perfeval_core.domain.numbers import round_half_up
from perfeval_core.domain.review import QUEUES, Disposition, DueDate, Factor, Priority, Queue, ReviewItem
from perfeval_core.triage.context import Context, Distance
from perfeval_core.triage.table import SEVERITIES, TriageTable, band_of

PLACES = 4
"""Decimals of a priority."""


@dataclass(frozen=True)
class _Matter:
    """One line of an item. An item is made where at least one of its matters stands ``alone``."""

    queue: Queue
    severity: Severity
    reason: str
    finding: str | None = None
    alone: bool = True


def triage(findings: Sequence[Finding], context: Context, table: TriageTable) -> Disposition:
    """What becomes of one subject: at most one item a queue, none if it is clean.

    Same subject, same queue, same item id, so that publishing again adds nothing.
    """
    matters = [*_about_reading(context, table), *_about_us(context, table), *_about_findings(findings, table)]
    matters.sort(key=lambda matter: SEVERITIES.index(matter.severity))
    items = []
    for queue in QUEUES:
        here = [matter for matter in matters if matter.queue == queue]
        if any(matter.alone for matter in here):
            items.append(_item(queue, here, context, table))
    asked = {name for item in items for name in item.findings}
    return Disposition(items=tuple(items), noted=tuple(one.id for one in findings if one.id not in asked))


def spot_check(name: str, context: Context, table: TriageTable) -> ReviewItem:
    """The item called ``name`` about a report in which nothing was found and that was drawn all the same (抽查)."""
    words = "抽查：程序没有发现疑点。请通读报告，看有没有漏报"
    item = _item("quality", [_Matter("quality", "low", words)], context, table)
    return item.model_copy(update={"item_id": name, "title": f"{context.name}：抽查"})


def priority(severity: Severity, money: Decimal | None, distance: Distance, table: TriageTable) -> Priority:
    """Severity × money at stake × distance, each with its reason."""
    level = table.severities[severity]
    graveness = Factor(name="severity", reason=f"严重程度：{level.name}", weight=level.weight)
    factors = (graveness, _money_factor(money, table), _distance_factor(distance, table))
    product = factors[0].weight * factors[1].weight * factors[2].weight
    return Priority(value=round_half_up(product, PLACES), factors=factors)


def _about_reading(context: Context, table: TriageTable) -> Iterator[_Matter]:
    if context.status == "extracted":
        return
    reason = context.reason or "原因未记录"
    if context.status == "partial":
        route, words = table.partial, f"部分内容须人工识别：{reason}"
    else:
        route, words = table.quarantined, f"无法读取，已隔离：{table.reason_name(reason)}"
    yield _Matter(route.queue, route.severity, words)


def _about_us(context: Context, table: TriageTable) -> Iterator[_Matter]:
    for failure in context.failures:
        yield _Matter(table.failure.queue, table.failure.severity, failure)


def _about_findings(findings: Sequence[Finding], table: TriageTable) -> Iterator[_Matter]:
    for finding in findings:
        route = table.route(finding.kind)
        if route is None:
            # Loading the table rules this out for the rules in force; what comes all the same must not get lost.
            words = f"分流表没有这一类疑点（{finding.kind}）：{finding.message}"
            yield _Matter(table.failure.queue, table.failure.severity, words, finding.id)
        elif route.queue != "none":
            words = f"{route.name}（{table.severities[finding.severity].name}）：{finding.message}"
            alone = table.makes_item(route, finding.severity)
            yield _Matter(route.queue, finding.severity, words, finding.id, alone)


def _item(queue: Queue, matters: Sequence[_Matter], context: Context, table: TriageTable) -> ReviewItem:
    gravest = matters[0].severity
    weight = priority(gravest, context.money, context.distance, table)
    return ReviewItem(
        item_id=derived_id(context.subject, queue),
        subject=context.subject,
        queue=queue,
        report_id=context.report_id,
        report_version=context.report_version,
        submission=context.submission,
        title=f"{context.name}：{table.queues[queue]}（{len(matters)}项）",
        severity=gravest,
        priority=weight,
        due=_due(gravest, weight, context, table),
        reasons=tuple(matter.reason for matter in matters),
        findings=tuple(matter.finding for matter in matters if matter.finding is not None),
    )


def _due(severity: Severity, weight: Priority, context: Context, table: TriageTable) -> DueDate:
    days = [table.severities[severity].days, *(hurry.days for hurry in table.hurry if hurry.at_least <= weight.value)]
    return table.calendar.due(context.on, min(days))


def _money_factor(money: Decimal | None, table: TriageTable) -> Factor:
    if money is None:
        return Factor(name="money", reason="预算金额未知", weight=table.money.unknown)
    band = band_of(table.money.yuan, money)
    return Factor(name="money", reason=f"预算 {money:f} 元，达到 {band.at_least:f} 元一档", weight=band.weight)


def _distance_factor(distance: Distance, table: TriageTable) -> Factor:
    """The heavier of two views of one fact: points apart and grades apart are not multiplied with each other."""
    factors = []
    if distance.points is not None:
        band = band_of(table.distance.points, distance.points)
        words = f"自评总分与复算相差 {distance.points:f} 分，达到 {band.at_least:f} 分一档"
        factors.append(Factor(name="distance", reason=words, weight=band.weight))
    if distance.grades is not None:
        band = band_of(table.distance.grades, Decimal(distance.grades))
        words = f"自评等级与复算相差 {distance.grades} 级"
        factors.append(Factor(name="distance", reason=words, weight=band.weight))
    unknown = Factor(name="distance", reason="自评得分与复算得分无法比较", weight=table.distance.unknown)
    return max(factors, key=lambda factor: factor.weight, default=unknown)
