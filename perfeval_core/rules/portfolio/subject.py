"""What a portfolio rule looks at, and what it yields.

A portfolio may be all reports of a year, so no rule keeps a report: ``look`` takes from one report the little that the
rule needs, ``check`` compares what was taken from all of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from perfeval_core.domain.findings import Level, Severity, Sureness
from perfeval_core.domain.numbers import dec
from perfeval_core.domain.place import Location
from perfeval_core.rules.subject import Subject

T = TypeVar("T")

Places = tuple[str, ...]
"""Places of one report as JSON: a tenth of the memory that they need as objects."""


class Member(NamedTuple):
    """One report of a portfolio, by its id, the name that a reader knows it by, and its ``part``.

    A portfolio falls into parts that are looked at by themselves as well: a file into its reports, a unit's year into
    files, a year into units, a unit's history into years. Only what spans several parts is news.
    """

    report_id: str
    name: str
    part: str


class Spot(NamedTuple):
    """A place in one of the reports."""

    report_id: str
    place: str

    @property
    def location(self) -> Location:
        """The place itself."""
        return Location.model_validate_json(self.place)


@dataclass(frozen=True)
class PortfolioEvidence:
    """What a portfolio rule yields; ``key`` tells several findings of one rule apart, whatever their order."""

    indicator: str | None
    field: str
    stated: str | None
    at: tuple[Spot, ...]
    key: str = ""
    severity: Severity | None = None
    sureness: Sureness | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Portfolio(Generic[T]):
    """What a rule took from each report, in the order of reports, and the card's own ``params``."""

    level: Level
    seen: tuple[tuple[Member, T], ...]
    params: dict[str, str]

    def param(self, name: str) -> Decimal:
        """A number among the card's parameters; ``ValueError`` if the card does not hold it."""
        return number(self.params, name)

    def prevails(self, cases: int) -> bool:
        """Whether so many cases are a pattern: enough reports, and most of them."""
        return len(self.seen) >= self.param("least_reports") and cases >= self.param("least_share") * len(self.seen)


class PortfolioRule(Protocol):
    """A module of this folder: what it takes from a report, at most a few lines, and what it finds over all."""

    def look(self, subject: Subject) -> Iterator[Any]:
        """What the rule needs of one report; nothing where it has nothing to say about it."""

    def check(self, portfolio: Portfolio[Any]) -> Iterator[PortfolioEvidence]:
        """What is odd about the reports together."""


def number(params: dict[str, str], name: str) -> Decimal:
    """A number among ``params``; ``ValueError`` if they do not hold it."""
    value = dec(params.get(name))
    if value is None:
        raise ValueError(f"the card has no number {name!r}")
    return value


def packed(locations: Iterable[Location]) -> Places:
    """``locations`` as they are kept."""
    return tuple(location.model_dump_json() for location in locations)


def spots(found: Iterable[tuple[Member, Places]]) -> tuple[Spot, ...]:
    """The places of several reports."""
    return tuple(Spot(member.report_id, place) for member, places in found for place in places)


def most_common(values: Sequence[Decimal]) -> tuple[Decimal, int]:
    """The value that occurs most often (the larger of equals), and how often; ``values`` is not empty."""
    return max(Counter(values).items(), key=lambda item: (item[1], item[0]))


def names(members: Sequence[Member]) -> str:
    """The reports by name, the first few of many."""
    return few([f"“{member.name}”" for member in members], "份")


def few(words: Sequence[str], counter: str) -> str:
    """``words``, the first few of many."""
    shown = "、".join(words[:5])
    return shown if len(words) <= 5 else f"{shown}等{len(words)}{counter}"
