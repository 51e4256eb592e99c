"""The register line by line, from ledger and archive alone: nobody waits for the warehouse, nothing is a night old.

Choosing asks the ledger only; a report's dossier is read when its line is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Literal

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.report import Report
from perfeval_core.domain.review import FINDING_OUTCOMES, REPORT_OUTCOMES, FindingVerdict, Queue
from perfeval_core.extraction.parsing import parse
from perfeval_core.ledger import Answer, QueuedItem, RecordedVersion, Waiver
from perfeval_core.site import Site

Standing = Literal["open", "passed", "returned", "handed_over", "clean"]
"""Where a report stands (办理状态): something is open, else its gravest decision; ``clean``: nobody had to look."""

STANDINGS: dict[Standing, str] = {
    "open": "待办",
    "passed": REPORT_OUTCOMES["passed"],
    "returned": REPORT_OUTCOMES["returned"],
    "handed_over": REPORT_OUTCOMES["handed_over"],
    "clean": "无须复核",
}

_GRAVEST: tuple[Standing, ...] = ("returned", "handed_over", "passed")

WAIVED, ON_RECORD, OPEN = "已豁免", "留档", STANDINGS["open"]
FINDING_STATES = (OPEN, *FINDING_OUTCOMES.values(), WAIVED, ON_RECORD)
"""What became of a finding (疑点处理)."""


class Choice(Frozen):
    """Which reports in force are wanted; ``None`` is any.

    ``queue``: those that have something in it, and of them its findings, and where they stand in it. ``unit``: a unit's
    code, or part of its name.
    """

    queue: Queue | None = None
    unit: str | None = None
    year: int | None = None
    standing: Standing | None = None

    def of(self, version: RecordedVersion) -> bool:
        """Whether unit and year are the wanted ones."""
        said = version.version
        unit = self.unit in (None, said.unit_code) or (self.unit or "") in (said.unit_name or "")
        return unit and self.year in (None, said.fiscal_year)


@dataclass(frozen=True)
class Case:
    """One report in force, as the ledger has it: its items that were not overtaken, and how they were decided."""

    recorded: RecordedVersion
    items: tuple[QueuedItem, ...]
    outcomes: tuple[str, ...]

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.open:
            return "open"
        return next((one for one in _GRAVEST if one in self.outcomes), "clean")

    @property
    def open(self) -> tuple[QueuedItem, ...]:
        """What is still to be decided."""
        return tuple(one for one in self.items if one.status == "open")


@dataclass(frozen=True)
class Judged:
    """One finding, in which queue (``None``: on record only), what became of it, and who decided so."""

    finding: Finding
    queue: Queue | None
    state: str
    answer: Answer | None


@dataclass(frozen=True)
class Line:
    """One report with all that the register says of it."""

    case: Case
    dossier: Dossier
    received_at: datetime
    findings: tuple[Judged, ...]

    @cached_property
    def figures(self) -> Report:
        """The report's figures, amounts in yuan."""
        return parse(self.dossier.report)

    def amount(self, field: str) -> Decimal | None:
        """What the total line of the budget table says, in yuan; ``None`` if it does not say it."""
        line = self.figures.total_line
        found: Decimal | None = None if line is None else getattr(line, field)
        return found


def cases(site: Site, choice: Choice) -> list[Case]:
    """The chosen reports in force, by year, unit and project."""
    ledger, items = site.ledger, dict[str, list[QueuedItem]]()
    for one in ledger.items(choice.queue, status=None):
        if one.item.report_id is not None and one.status in ("open", "decided"):
            items.setdefault(one.item.report_id, []).append(one)
    outcomes = ledger.reviews.outcomes()
    found = [_case(one, items, outcomes) for one in ledger.versions() if one.in_force and choice.of(one)]
    wanted = (one for one in found if one.items or choice.queue is None)
    return sorted((one for one in wanted if choice.standing in (None, one.standing)), key=_order)


def lines(site: Site, chosen: Sequence[Case], queue: Queue | None = None) -> Iterator[Line]:
    """A line for each case, in their order, with the findings of ``queue`` or all.

    Raises ``NotArchived`` or ``ArchiveDamaged``.
    """
    received = {one.sha256: one.received_at for one in site.ledger.submissions()}
    waivers = {name: list(some) for name, some in groupby(_by_report(site), key=lambda one: one.report_id)}
    added = dict[str, list[Finding]]()
    for name, finding in site.ledger.validation():
        added.setdefault(name, []).append(finding)
    for case in chosen:
        version = case.recorded.version
        dossier = site.archive.get_dossier(version.dossier_sha256)
        found = (*dossier.report.findings, *added.get(version.report_version, ()))
        judged = _judged(site, case, found, waivers.get(version.report_id, ()))
        wanted = tuple(one for one in judged if queue in (None, one.queue))
        yield Line(case, dossier, received[case.recorded.submission], wanted)


def _case(one: RecordedVersion, items: Mapping[str, list[QueuedItem]], outcomes: Mapping[str, str]) -> Case:
    mine = items.get(one.version.report_id, [])
    decided = (outcomes[own.item.item_id] for own in mine if own.item.item_id in outcomes)
    return Case(one, tuple(mine), tuple(decided))


def _order(one: Case) -> tuple[int, str, str, str]:
    said = one.recorded.version
    return -(said.fiscal_year or 0), said.unit_code or said.unit_name or "", said.project_name or "", said.report_id


def _by_report(site: Site) -> list[Waiver]:
    return sorted(site.ledger.waivers(), key=lambda one: one.report_id)


def _judged(site: Site, case: Case, found: Sequence[Finding], waivers: Sequence[Waiver]) -> Iterator[Judged]:
    today = site.ledger.today()
    waived = {one.rule for one in waivers if one.holds(today)}
    answers = {_said(one.verdict): one for one in site.ledger.reviews.answers(case.recorded.version.report_id)}
    asked = {name for one in case.open for name in one.item.findings}
    for one in found:
        answer = answers.get((one.id, one.stated, one.expected))
        route = site.table.route(one.kind)
        queue = None if route is None or route.queue == "none" else route.queue
        yield Judged(one, queue, _state(one, answer, waived, asked), answer)


def _said(verdict: FindingVerdict) -> tuple[str, str | None, str | None]:
    return verdict.finding_id, verdict.stated, verdict.expected


def _state(finding: Finding, answer: Answer | None, waived: set[str], asked: set[str]) -> str:
    if answer is not None:
        return FINDING_OUTCOMES[answer.verdict.outcome]
    if finding.rule in waived:
        return WAIVED
    return OPEN if finding.id in asked else ON_RECORD
