"""What a portfolio rule looks at, and what it yields."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from perfeval_core.domain.findings import Severity
from perfeval_core.domain.numbers import dec
from perfeval_core.domain.place import Location
from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.model import Pack, RuleSet
from perfeval_core.rules.subject import Subject


class Member(NamedTuple):
    """One report of a portfolio, with its recomputed scores."""

    report_id: str
    report: Report
    sheet: ScoreSheet

    @property
    def name(self) -> str:
        """What a reader knows the report by."""
        return self.report.filing.project_name or self.report.filing.title


class Spot(NamedTuple):
    """A place in one of the reports."""

    report_id: str
    location: Location


@dataclass(frozen=True)
class PortfolioEvidence:
    """What a portfolio rule yields; ``key`` tells several findings of one rule apart, whatever their order."""

    indicator: str | None
    field: str
    stated: str | None
    at: tuple[Spot, ...]
    key: str = ""
    severity: Severity | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Portfolio:
    """The reports of a file, a unit or a year, the rules in force, and the card's own ``params``."""

    members: tuple[Member, ...]
    ruleset: RuleSet
    params: dict[str, str]

    @property
    def pack(self) -> Pack:
        """The scoring pack."""
        return self.ruleset.pack

    def param(self, name: str) -> Decimal:
        """A number among the card's parameters; ``ValueError`` if the card does not hold it."""
        value = dec(self.params.get(name))
        if value is None:
            raise ValueError(f"the card has no number {name!r}")
        return value

    def look(self, member: Member) -> Subject:
        """One report as the report rules see it."""
        return Subject(member.report, member.sheet, self.ruleset, self.params)

    def prevails(self, cases: int, of: int) -> bool:
        """Whether ``cases`` among ``of`` reports are a pattern: enough reports, and most of them."""
        return of >= self.param("least_reports") and cases >= self.param("least_share") * of


def most_common(values: list[Decimal]) -> tuple[Decimal, int]:
    """The value that occurs most often (the larger of equals), and how often; ``values`` is not empty."""
    return max(Counter(values).items(), key=lambda item: (item[1], item[0]))


def names(members: list[Member]) -> str:
    """The reports by name, the first few of many."""
    shown = "、".join(f"“{member.name}”" for member in members[:5])
    return shown if len(members) <= 5 else f"{shown}等{len(members)}份"
