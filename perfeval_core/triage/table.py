"""The triage table (分流表): which finding goes to which queue, and what weighs how much. Edited by a lead as YAML."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.filing import QuarantineReason
from perfeval_core.domain.findings import Severity
from perfeval_core.domain.numbers import dec
from perfeval_core.domain.review import QUEUES, Queue
from perfeval_core.rulebook.source import RulebookError, read_yaml
from perfeval_core.triage.calendar import Calendar

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the gravest to the slightest."""


class TriageTableError(ValueError):
    """The triage table cannot be used as it stands."""


def _exact(value: object) -> Decimal:
    number = dec(value) if isinstance(value, str) else None
    if number is None:
        raise ValueError(f"not a number written as a string: {value!r}")
    return number


Exact = Annotated[Decimal, BeforeValidator(_exact)]
Weight = Annotated[Exact, Field(gt=0)]
Days = Annotated[int, BeforeValidator(lambda value: int(_exact(value)))]


class Level(Frozen):
    """One severity: its Chinese name, its weight in the priority, and the working days within which it is due."""

    name: str
    weight: Exact
    days: Days


class Band(Frozen):
    """From ``at_least`` upwards, up to the next band, the weight is ``weight``."""

    at_least: Exact
    weight: Exact


def _rising(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    starts = [band.at_least for band in bands]
    weights = [band.weight for band in bands]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)):
        raise ValueError("bands must start at 0 and rise")
    if weights[0] <= 0 or weights != sorted(weights):
        raise ValueError("weights must be above 0 and must not fall from one band to the next")
    return bands


Bands = Annotated[tuple[Band, ...], AfterValidator(_rising)]


def band_of(bands: Bands, size: Decimal) -> Band:
    """The band that holds ``size`` (0 or more)."""
    return next(band for band in reversed(bands) if band.at_least <= size)


class MoneyScale(Frozen):
    """The weight of the money at stake, in yuan; ``unknown`` where the report shows no budget."""

    unknown: Weight
    yuan: Bands


class DistanceScale(Frozen):
    """The weight of the distance between stated and recomputed scores: the heavier of points and steps of grades."""

    unknown: Weight
    points: Bands
    grades: Bands


class Hurry(Frozen):
    """From this priority upwards an item is due within ``days`` working days, whatever its severity."""

    at_least: Exact
    days: Days


class Route(Frozen):
    """The queue and severity of what is no finding: an unreadable file, an error of ours."""

    queue: Queue
    severity: Severity


class KindRoute(Frozen):
    """Where findings of one kind go; ``none`` keeps them on record only.

    ``alone_from`` is the slightest severity that makes an item by itself, if not the table's own.
    """

    kind: str
    name: str
    queue: Queue | Literal["none"]
    alone_from: Severity | None = None


class TriageTable(Frozen):
    """The whole table, and the calendar that due dates count on."""

    queues: dict[Queue, str]
    severities: dict[Severity, Level]
    alone_from: Severity
    money: MoneyScale
    distance: DistanceScale
    hurry: tuple[Hurry, ...]
    partial: Route
    quarantined: Route
    failure: Route
    quarantine_reasons: dict[QuarantineReason, str]
    kinds: tuple[KindRoute, ...]
    calendar: Calendar

    @model_validator(mode="after")
    def _whole(self) -> Self:
        _all_named("queues", self.queues, QUEUES)
        _all_named("severities", self.severities, SEVERITIES)
        _all_named("quarantine_reasons", self.quarantine_reasons, get_args(QuarantineReason))
        names = [route.kind for route in self.kinds]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"kinds listed twice: {', '.join(twice)}")
        levels = [self.severities[severity] for severity in SEVERITIES]
        weights, days = [level.weight for level in levels], [level.days for level in levels]
        if weights != sorted(weights, reverse=True) or weights[-1] <= 0 or days != sorted(days) or days[0] < 1:
            raise ValueError("a graver severity must not weigh less nor be due later; weights above 0, days from 1")
        starts, days = [hurry.at_least for hurry in self.hurry], [hurry.days for hurry in self.hurry]
        if starts != sorted(set(starts)) or days != sorted(days, reverse=True) or min(days, default=1) < 1:
            raise ValueError("hurry: a higher priority must not be due later; days from 1")
        return self

    def route(self, kind: str) -> KindRoute | None:
        """Where findings of ``kind`` go; ``None`` if the table does not know it."""
        return next((route for route in self.kinds if route.kind == kind), None)

    def kind_name(self, kind: str) -> str:
        """The Chinese name of a kind of finding; one that the table does not know keeps its own."""
        route = self.route(kind)
        return route.name if route else kind

    def reason_name(self, reason: str | None) -> str:
        """The Chinese words for a quarantine reason; a reason that is words already stays as it is."""
        named = {str(code): name for code, name in self.quarantine_reasons.items()}
        return named.get(reason or "", reason or "")

    def makes_item(self, route: KindRoute, severity: Severity) -> bool:
        """Whether a finding of this severity asks for a person's time by itself."""
        return SEVERITIES.index(severity) <= SEVERITIES.index(route.alone_from or self.alone_from)


def load_table(folder: Path, kinds: Iterable[str]) -> TriageTable:
    """The table ``table.yaml`` with the calendar ``holidays.yaml`` of one folder.

    ``kinds`` are the kinds of finding that the rules in force can give. Raises ``TriageTableError`` if the table has
    no queue for one of them, or is malformed.
    """
    table = _shaped(folder)
    if missing := sorted(set(kinds) - {route.kind for route in table.kinds}):
        raise TriageTableError(f"{folder / 'table.yaml'}: no queue for the kinds {', '.join(missing)}")
    return table


def _shaped(folder: Path) -> TriageTable:
    try:
        content: dict[str, Any] = {**read_yaml(folder / "table.yaml"), "calendar": read_yaml(folder / "holidays.yaml")}
        return TriageTable.model_validate(content)
    except (OSError, TypeError, RulebookError, ValidationError) as error:
        raise TriageTableError(f"{folder}: {error}") from error


def _all_named(what: str, named: dict[Any, Any], wanted: tuple[str, ...]) -> None:
    if missing := [one for one in wanted if one not in named]:
        raise ValueError(f"{what}: nothing about {', '.join(missing)}")
