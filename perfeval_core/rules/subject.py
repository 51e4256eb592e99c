"""What a rule looks at: one report with its scores and its rulebook, and where its cells stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from perfeval_core.domain.filing import BudgetLine, Indicator, WithPlaces
from perfeval_core.domain.place import Location, Place, places
from perfeval_core.domain.report import Report
from perfeval_core.domain.scores import ScoreSheet
from perfeval_core.rulebook.model import Pack, RuleSet


@dataclass(frozen=True)
class Subject:
    """A report, its recomputed scores, the rules in force, and the card's own ``params``."""

    report: Report
    sheet: ScoreSheet
    ruleset: RuleSet
    params: dict[str, str]

    @property
    def pack(self) -> Pack:
        """The scoring pack."""
        return self.ruleset.pack

    def at_budget(self, line: BudgetLine, field: str) -> tuple[Location, ...]:
        """Where a cell of the budget table stands, or else its row, or else the table."""
        return _first(line.where(field), _row(line, "source"), *map(_any, self.report.filing.budget), self._at_report())

    def at_indicator(self, cells: Indicator, field: str) -> tuple[Location, ...]:
        """Where a cell of the indicator table stands, or else its row, or else the table."""
        table = map(_any, self.report.filing.indicators)
        return _first(cells.where(field), _row(cells, "name"), *table, self._at_report())

    def at_column(self, field: str) -> tuple[Location, ...]:
        """Where the cells of one column of the indicator table stand, or else the table."""
        column = [place for cells in self.report.filing.indicators for place in cells.where(field)]
        return _first(column, *map(_any, self.report.filing.indicators), self._at_report())

    def at_stated(self, field: str) -> tuple[Location, ...]:
        """Where a stated score or grade stands, or else any stated one, or else the indicator table."""
        stated = self.report.filing.stated
        return _first(stated.where(field), _any(stated), *map(_any, self.report.filing.indicators), self._at_report())

    def _at_report(self) -> tuple[Place, ...]:
        filing = self.report.filing
        return _any(filing) or tuple(section.at.heading for section in filing.sections[:1])


def _row(row: WithPlaces, label: str) -> tuple[Place, ...]:
    return row.where(label) or _any(row)


def _any(row: WithPlaces) -> tuple[Place, ...]:
    return next((places(at) for at in row.at.values()), ())


def _first(*choices: Iterable[Place]) -> tuple[Location, ...]:
    """The first choice that has a place."""
    for choice in choices:
        found = tuple(place.location for place in choice)
        if found:
            return found
    return ()
