"""What is odd over the reports of a unit or of a year together (多份报告汇总), whichever files they came in.

A unit is known by its code, or by its name where there is no code; a report with neither, or without a fiscal year, is
in no portfolio. What is due follows from the ledger alone: it is whatever portfolio has other members than the version
that was recorded last. So a run that breaks off loses nothing, and rules are changed for portfolios as for reports, by
``rescore``, which gives the reports new versions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from perfeval_core.archive import ArchiveDamaged, NotArchived
from perfeval_core.domain.dossier import Dossier, PortfolioDossier, derived_id, portfolio_version
from perfeval_core.domain.findings import Level
from perfeval_core.domain.report import Report
from perfeval_core.extraction.parsing import parse
from perfeval_core.ledger import PortfolioVersion, RecordedVersion, Version
from perfeval_core.pipeline import Rules
from perfeval_core.rules.portfolio import PortfolioCheck
from perfeval_core.site import Site
from perfeval_core.triage import money_at_stake
from perfeval_core.version import engine_version

Damage = ArchiveDamaged | NotArchived
"""Why a dossier cannot be read."""


class Subject(NamedTuple):
    """What a portfolio is about: all units in a year, a unit in a year, or a unit over the years."""

    level: Level
    unit: str | None = None
    year: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)

    def part(self, one: RecordedVersion) -> object:
        """The part of the portfolio in which a report stands; what is all in one part is found by looking there."""
        match self.level:
            case "unit":
                return one.submission
            case "year":
                return _unit(one.version)
        return one.version.fiscal_year


@dataclass(frozen=True)
class Group:
    """The current versions of the reports of one subject; none if the reports that it had are now read otherwise."""

    subject: str
    level: Level
    name: str
    members: tuple[RecordedVersion, ...]

    @property
    def members_hash(self) -> str:
        """What tells whether the members are still the same."""
        return derived_id(*sorted(one.version.report_version for one in self.members))


def due(site: Site) -> list[Group]:
    """The portfolios whose members are not those that were compared last, units before years."""
    recorded = {one.version.subject: one.version.members for one in site.ledger.portfolios()}
    known: dict[str, Group] = {}
    for subject, members in _by_subject(site.ledger.versions()).items():
        if str(subject) in recorded or len({subject.part(one) for one in members}) > 1:
            known[str(subject)] = _group(subject, members)
    groups = [*known.values(), *(_emptied(subject) for subject in recorded if subject not in known)]
    order: tuple[Level, ...] = ("unit", "history", "year")
    return sorted(
        (group for group in groups if recorded.get(group.subject) != group.members_hash),
        key=lambda group: (order.index(group.level), group.subject),
    )


def compared(site: Site, rules: Rules, groups: Sequence[Group]) -> Iterator[tuple[Group, PortfolioDossier | Damage]]:
    """``groups`` under ``rules``: those of a group's newest report, or those for no report in particular for a year.

    A report stands in the groups of its unit and of its year: its dossier is read once for all of ``groups``, looked
    at, and let go. For a group with a dossier that cannot be read there is the error.
    """
    begun = [_Comparison(site, rules, group) for group in groups]
    wanted: dict[str, list[_Comparison]] = defaultdict(list)
    for comparison in begun:
        for one in comparison.group.members:
            wanted[one.version.dossier_sha256].append(comparison)
    for address, comparisons in wanted.items():
        _look(site, address, comparisons)
    return ((comparison.group, comparison.result()) for comparison in begun)


def _look(site: Site, address: str, comparisons: Sequence["_Comparison"]) -> None:
    try:
        dossier = site.archive.get_dossier(address)
    except (ArchiveDamaged, NotArchived) as error:
        for comparison in comparisons:
            comparison.damage = comparison.damage or error
        return
    report = parse(dossier.report)
    for comparison in comparisons:
        comparison.look(dossier, report)


class _Comparison:
    """One group on its way through the rules."""

    def __init__(self, site: Site, rules: Rules, group: Group) -> None:
        self.group = group
        self.damage: Damage | None = None
        self._budgets: list[Decimal] = []
        newest = group.members[-1:] if group.level != "year" else ()
        try:
            filing = next((site.archive.get_dossier(one.version.dossier_sha256).report for one in newest), None)
        except (ArchiveDamaged, NotArchived) as error:
            self.damage, filing = error, None
        self._ruleset = rules(filing)
        self._check = PortfolioCheck(self._ruleset, group.level, group.subject)

    def look(self, dossier: Dossier, report: Report) -> None:
        """One more member: its budget counts, and its figures if it could be scored."""
        money = money_at_stake(dossier.report)
        if money is not None:
            self._budgets.append(money)
        if dossier.report.scores is not None:
            self._check.look(dossier.report_id, report, dossier.report.scores)

    def result(self) -> PortfolioDossier | Damage:
        """What came of it after its last member."""
        if self.damage is not None:
            return self.damage
        group, ruleset = self.group, self._ruleset
        findings, failures = self._check.found()
        versions = tuple(one.version.report_version for one in group.members)
        return PortfolioDossier(
            portfolio_version=portfolio_version(group.subject, versions, engine_version(), ruleset.hash),
            subject=group.subject,
            level=group.level,
            name=group.name,
            engine_version=engine_version(),
            ruleset_hash=ruleset.hash,
            reports=versions,
            money=sum(self._budgets, Decimal(0)) if self._budgets else None,
            findings=findings,
            failures=failures,
        )


def archived(site: Site, group: Group, dossier: PortfolioDossier) -> PortfolioVersion:
    """What the ledger keeps of ``dossier``, which is archived here."""
    address = site.archive.put_portfolio_dossier(dossier)
    return PortfolioVersion(dossier.portfolio_version, group.subject, group.members_hash, address)


def _by_subject(versions: Iterable[RecordedVersion]) -> dict[Subject, list[RecordedVersion]]:
    """The reports in force; one that was filed again would copy the one that took its place."""
    found: dict[Subject, list[RecordedVersion]] = defaultdict(list)
    for one in versions:
        for subject in _subjects(one.version) if one.in_force else ():
            found[subject].append(one)
    return found


def _subjects(version: Version) -> Iterator[Subject]:
    unit, year = _unit(version), version.fiscal_year
    if unit and year is not None:
        yield Subject("unit", unit, year)
        yield Subject("year", None, year)
        yield Subject("history", unit)


def _unit(version: Version) -> str | None:
    return version.unit_code or version.unit_name


def _group(subject: Subject, found: list[RecordedVersion]) -> Group:
    members = sorted(found, key=lambda one: (one.version.fiscal_year or 0, one.submission, one.version.index))
    unit = members[-1].version.unit_name or subject.unit
    names = {"unit": f"{unit}{subject.year}年度", "year": f"全部单位{subject.year}年度", "history": f"{unit}历年"}
    return Group(str(subject), subject.level, names[subject.level], tuple(members))


def _emptied(subject: str) -> Group:
    levels: dict[str, Level] = {"unit": "unit", "year": "year", "history": "history"}
    return Group(subject, levels[subject.partition(":")[0]], subject, ())
