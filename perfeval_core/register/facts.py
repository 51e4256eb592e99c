"""What the summary for the leader shows, counted while the register's lines go by. Amounts in yuan, exact."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from perfeval_core.domain.findings import Severity
from perfeval_core.domain.review import FINDING_OUTCOMES
from perfeval_core.ledger import ItemStatus
from perfeval_core.register.correspondence import correspondence
from perfeval_core.register.lines import OPEN, Case, Line, Standing, lines
from perfeval_core.site import Site
from perfeval_core.triage import money_at_stake

STANDS = (OPEN, FINDING_OUTCOMES["confirmed"])
"""A finding that is to be decided, or was confirmed: the money of its report is concerned (涉及金额)."""

LETTERS = ("待发出", "待反馈（未到期）", "待反馈（逾期）", "已反馈", "已关闭", "已再次发出")


@dataclass
class UnitFacts:
    """One unit: its reports by where they stand, its findings by severity, and the money concerned.

    ``concerned`` sums the largest budget figure of each report with a finding that stands; ``unknown`` counts those of
    them that show none.
    """

    reports: Counter[Standing] = field(default_factory=Counter)
    findings: Counter[Severity] = field(default_factory=Counter)
    standing: int = 0
    concerned: Decimal = Decimal(0)
    unknown: int = 0

    def add(self, line: Line) -> None:
        """One more report."""
        self.reports[line.case.standing] += 1
        self.findings.update(one.finding.severity for one in line.findings)
        stands = sum(one.state in STANDS for one in line.findings)
        self.standing += stands
        if stands:
            money = money_at_stake(line.dossier.report)
            self.concerned += money or Decimal(0)
            self.unknown += money is None


@dataclass
class SummaryFacts:
    """Everything the page counts; kinds and queues by their Chinese names.

    ``kinds`` are findings by severity, ``kind_reports`` reports that have one of the kind, ``queues`` findings by what
    became of them, ``items`` review items (复核任务: one report in one queue) by status. ``reports`` are rows with
    scores, as the quality page has them; ``unread`` counts files.
    """

    units: dict[str, UnitFacts] = field(default_factory=dict)
    kinds: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    kind_reports: Counter[str] = field(default_factory=Counter)
    queues: Counter[tuple[str, str]] = field(default_factory=Counter)
    certain: int = 0
    reports: list[dict[str, Any]] = field(default_factory=list)
    items: Counter[tuple[str, ItemStatus]] = field(default_factory=Counter)
    overdue: int = 0
    letters: Counter[str] = field(default_factory=Counter)
    unread: int = 0

    @property
    def whole(self) -> UnitFacts:
        """All units together."""
        every = self.units.values()
        return UnitFacts(
            reports=sum((one.reports for one in every), Counter()),
            findings=sum((one.findings for one in every), Counter()),
            standing=sum(one.standing for one in every),
            concerned=sum((one.concerned for one in every), Decimal(0)),
            unknown=sum(one.unknown for one in every),
        )


def gather(site: Site, chosen: Sequence[Case], step: Callable[[int, int], None]) -> SummaryFacts:
    """The facts about the chosen reports; ``step`` is told how many of how many are done.

    Raises ``NotArchived`` or ``ArchiveDamaged``.
    """
    facts = SummaryFacts(unread=site.ledger.counts().submissions.get("quarantined", 0))
    for number, line in enumerate(lines(site, chosen), start=1):
        _add(site, facts, line)
        step(number, len(chosen))
    for one in correspondence(site, chosen):
        facts.letters[_state(one.letter.state, one.letter.overdue) if one.letter else LETTERS[0]] += 1
    return facts


def _add(site: Site, facts: SummaryFacts, line: Line) -> None:
    report = line.dossier.report
    unit = report.unit_name or report.unit_code or "单位未读到"
    facts.units.setdefault(unit, UnitFacts()).add(line)
    for one in line.findings:
        facts.kinds[site.table.kind_name(one.finding.kind), one.finding.severity] += 1
        facts.queues[site.table.queues[one.queue] if one.queue else "只留档", one.state] += 1
        facts.certain += one.finding.certainty == "certain"
    facts.kind_reports.update({site.table.kind_name(one.finding.kind) for one in line.findings})
    facts.items.update((site.table.queues[one.item.queue], one.status) for one in line.case.items)
    facts.overdue += sum(one.overdue for one in line.case.open)
    sheet = report.scores
    total = sheet.total if sheet else None
    facts.reports.append(
        {
            "project": report.project_name or report.title,
            "unit": unit,
            "stated_total": line.figures.stated.total,
            "total_low": total.low if total else None,
            "total_high": total.high if total else None,
            "stated_grade": report.stated.grade,
            "recomputed_grades": "/".join(sheet.grade) if sheet else "",
        }
    )


def _state(state: str, overdue: bool) -> str:
    names = {"issued": LETTERS[2] if overdue else LETTERS[1], "answered": "已反馈", "closed": "已关闭"}
    return names.get(state, "已再次发出")
