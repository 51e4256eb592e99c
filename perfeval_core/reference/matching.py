"""Which official row speaks of which report: same year, same unit, same project; exactly one row, or none.

A unit is told by its code where both sides have one, else by its name. Names are the same if they differ only in white
space, width, case, quotation marks and middle dots.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from perfeval_core.domain.reference import OfficialFigures, OfficialRow
from perfeval_core.reading.text import fold

_SILENT = dict.fromkeys(map(ord, "“”‘’\"'＂＇《》〈〉「」·"))
"""What a name may be written with or without. The view v_reference of the warehouse has the same signs."""


class OfUnit(Protocol):
    """Whatever a unit filed, or an official row is about."""

    @property
    def unit_code(self) -> str | None: ...

    @property
    def unit_name(self) -> str | None: ...


def alike(name: str | None) -> str:
    """A name in the form in which two ways to write it are the same; ``""`` for none."""
    return fold((name or "").translate(_SILENT)).lower()


def same_unit(one: OfUnit, other: OfUnit) -> bool:
    """Whether both are about one unit; without a code or a name on either side nothing can be told."""
    if one.unit_code and other.unit_code:
        return one.unit_code == other.unit_code
    return alike(one.unit_name) == alike(other.unit_name) != ""


def in_force(rows: Iterable[OfficialFigures]) -> list[OfficialFigures]:
    """Of ``rows``, oldest import first, those that count: the last about each year, unit and project.

    A row that only repeats what the one before it says leaves that one in force: nothing has changed, and no report
    gets another version for it. A row that cannot be told to be about one unit alone replaces nothing.
    """
    held: dict[tuple[int, str], list[OfficialFigures]] = defaultdict(list)
    for row in rows:
        others = held[row.fiscal_year, alike(row.project_name)]
        before = [other for other in others if same_unit(other, row)]
        if len(before) != 1:
            others.append(row)
        elif not _says_the_same(before[0], row):
            others[others.index(before[0])] = row
    return [row for others in held.values() for row in others]


def the_one(rows: Iterable[OfficialFigures], unit: OfUnit) -> OfficialFigures | None:
    """The row about ``unit`` among ``rows`` about its year and project; ``None`` if there is none, or several."""
    found: Sequence[OfficialFigures] = [row for row in in_force(rows) if same_unit(row, unit)]
    return found[0] if len(found) == 1 else None


def _says_the_same(one: OfficialFigures, other: OfficialFigures) -> bool:
    apart = {"sheet", "row"}
    fields = OfficialRow.model_fields.keys() - apart
    return all(getattr(one, field) == getattr(other, field) for field in fields)
