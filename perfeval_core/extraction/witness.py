"""The form's own arithmetic as second witness (表内勾稽) of figures that were recognised in a picture.

A figure that the recogniser alone does not vouch for is sure if an exact sum of the form comes out with it: weights
that make 100, points that make the stated total, sources that make the total line, an amount that is the same in two
cells and makes a rate of 100. A sum that fails proves nothing: it may be the report's own error, and is left as read.
Likewise a word that both readings have is sure if it is one of the few that stand in its column: a level's name, the
platform's quality words. No word is changed to come nearer to one of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from perfeval_core.domain.filing import AMOUNT_FIELDS, BudgetLine, Filing, Stated, WithPlaces
from perfeval_core.domain.numbers import dec, points
from perfeval_core.domain.place import CERTAIN, At, Place, places
from perfeval_core.extraction.lexicon import columns
from perfeval_core.extraction.parsing import is_total
from perfeval_core.extraction.tables import DOUBT

WITNESSED = 0.95
"""The confidence of a figure that a sum vouches for."""
_WHOLE = frozenset(map(Decimal, (100, 90, 80)))
"""What weights sum to: 100, or without the execution rate's 10 or 20 where the form does not print them."""
_HUNDRED = frozenset({"100", "100%", "100.00", "100.00%"})
_QUALITY = re.compile(
    r"达成(?:预期|年度)指标|部分达成(?:预期|年度)指标并具有一定效果|未(?:达成|完成)(?:预期|年度)指标且效果较差"
)
_Placed = TypeVar("_Placed", bound=WithPlaces)


class _Cell(NamedTuple):
    """One figure of the filing: the row that holds it, and its field."""

    row: WithPlaces
    field: str

    @property
    def text(self) -> str:
        """What it says."""
        return getattr(self.row, self.field) or ""


def witnessed(filing: Filing) -> Filing:
    """``filing``, where recognised figures that its own sums confirm are sure."""
    if not any(place.route == "ocr" for place in filing.where("title")):
        return filing
    seen = {(id(cell.row), cell.field) for group in _confirmed(filing) for cell in group}
    return filing.model_copy(
        update={
            "budget": tuple(_sure(line, seen) for line in filing.budget),
            "indicators": tuple(_sure(row, seen) for row in filing.indicators),
            "stated": _sure(filing.stated, seen),
        }
    )


def _confirmed(filing: Filing) -> Iterator[Sequence[_Cell]]:
    """The groups of figures that a sum confirms."""
    total = next((line for line in filing.budget if is_total(line.source)), None)
    execution_weight = [_Cell(total, "max_points")] if total is not None and total.max_points else []
    weights = [*(_Cell(row, "weight") for row in filing.indicators), *execution_weight]
    if _sum(weights) in _WHOLE:
        yield weights
    yield from _points([_Cell(row, "points") for row in filing.indicators], total, filing.stated)
    if total is not None:
        yield from _money(total, [line for line in filing.budget if line is not total])
    for row in filing.indicators:
        yield [_Cell(row, field) for field in ("level1", "level2") if getattr(row, field) in columns().levels]
        yield [_Cell(row, "actual")] if _QUALITY.fullmatch(row.actual or "") else []


def _points(own: list[_Cell], total: BudgetLine | None, stated: Stated) -> Iterator[list[_Cell]]:
    """Points of the indicators that make the stated sum, without those of the execution rate and with them."""
    if stated.indicator_points and _sum(own) == points(stated.indicator_points):
        yield [*own, _Cell(stated, "indicator_points")]
    execution = [_Cell(total, "points")] if total is not None and total.points else []
    if stated.total and _sum([*own, *execution]) == points(stated.total):
        yield [*own, *execution, _Cell(stated, "total")]
        if total is not None and stated.execution_points == total.points:
            yield [_Cell(stated, "execution_points")]


def _money(total: BudgetLine, sources: Sequence[BudgetLine]) -> Iterator[list[_Cell]]:
    for field in AMOUNT_FIELDS:
        parts = [_Cell(line, field) for line in sources if getattr(line, field)]
        whole = _Cell(total, field)
        if parts and whole.text and _sum(parts) == dec(whole.text):
            yield [whole, *parts]
    for line in (total, *sources):
        if line.executed and line.executed == line.full_year and line.execution_rate in _HUNDRED:
            yield [_Cell(line, field) for field in ("executed", "full_year", "execution_rate")]


def _sum(cells: Iterable[_Cell]) -> Decimal | None:
    """The exact sum, or ``None`` if a figure is missing or unreadable."""
    values = [points(cell.text) for cell in cells]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if values and len(known) == len(values) else None


def _sure(row: _Placed, seen: set[tuple[int, str]]) -> _Placed:
    at = {field: _raised(at) if (id(row), field) in seen else at for field, at in row.at.items()}
    return row.model_copy(update={"at": at})


def _raised(at: At) -> At:
    """``at`` as sure as a sum makes it; not where ink was lost or the two readings differ."""
    found = tuple(_raise(place) for place in places(at))
    return found if isinstance(at, tuple) else found[0]


def _raise(place: Place) -> Place:
    if place.route != "ocr" or not DOUBT < place.confidence < CERTAIN:
        return place
    return place.model_copy(update={"confidence": WITNESSED})
