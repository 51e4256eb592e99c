"""What is different between two reports (对照): cells, scores, findings; for one filed again, or scored again."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Literal, TypeVar

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.filing import Filing, Section, WithPlaces
from perfeval_core.domain.findings import Finding
from perfeval_core.domain.names import FIELD_NAMES
from perfeval_core.domain.place import Location
from perfeval_core.domain.scores import EXECUTION_RATE, GRADE, TOTAL, Interval, ScoreSheet

T = TypeVar("T")
Row = TypeVar("Row", bound=WithPlaces)

_HEAD = (
    *("form", "title", "project_name", "unit_code", "unit_name", "department_code", "department_name"),
    *("fiscal_year", "report_date", "budget_unit"),
)
_BUDGET = (
    *("initial_declared", "initial_compiled", "full_year", "executed", "carry_over", "execution_rate"),
    *("max_points", "points"),
)
_INDICATOR = ("level1", "level2", "target_initial", "target", "actual", "weight", "points", "reason")
_STATED = ("execution_points", "indicator_points", "total", "grade")


class CellChange(Frozen):
    """One cell, or one whole row, that is not the same. ``part`` is what a person calls its row or section.

    A row that came or went has its cells joined in ``after`` or ``before``.
    """

    part: str
    field: str
    change: Literal["changed", "added", "removed"] = "changed"
    before: str | None
    after: str | None
    at_before: tuple[Location, ...] = ()
    at_after: tuple[Location, ...] = ()

    @property
    def label(self) -> str:
        """What a person calls the cell."""
        return "整行" if self.field == "row" else FIELD_NAMES[self.field]


class ScoreChange(Frozen):
    """A line whose recomputed points (or grades) are not the same; ``None`` where there is no such line."""

    line: str
    before: str | None
    after: str | None


class Side(Frozen):
    """One of the two reports."""

    report_id: str
    report_version: str
    file_sha256: str
    file_name: str
    reader_version: str
    engine_version: str
    ruleset_hash: str


class Difference(Frozen):
    """All that is different (对照). ``standing`` are the findings of ``after`` that ``before`` had as well."""

    version: int = 1
    before: Side
    after: Side
    cells: tuple[CellChange, ...]
    scores: tuple[ScoreChange, ...]
    closed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    standing: tuple[Finding, ...]

    @property
    def same_content(self) -> bool:
        """Whether the two say the same, in other bytes."""
        return not self.cells

    @property
    def same_yardstick(self) -> bool:
        """Whether both were read, scored and checked by the same program and rules."""
        made = [(one.reader_version, one.engine_version, one.ruleset_hash) for one in (self.before, self.after)]
        return made[0] == made[1]


def difference(
    before: Dossier, after: Dossier, added_before: Sequence[Finding] = (), added_after: Sequence[Finding] = ()
) -> Difference:
    """What is different between two dossiers; ``added_…`` are findings that were made after a dossier was closed."""
    old = [*before.report.findings, *added_before]
    new = [*after.report.findings, *added_after]
    known, said = _keyed(old, _subject), _keyed(new, _subject)
    return Difference(
        before=_side(before),
        after=_side(after),
        cells=tuple(_cells(before.report, after.report)),
        scores=tuple(_scores(before.report.scores, after.report.scores)),
        closed=tuple(found for subject, found in known.items() if subject not in said),
        new=tuple(found for subject, found in said.items() if subject not in known),
        standing=tuple(found for subject, found in said.items() if subject in known),
    )


def _side(dossier: Dossier) -> Side:
    return Side(**{name: getattr(dossier, name) for name in Side.model_fields})


def _keyed(things: Iterable[T], key: Callable[[T], Hashable]) -> dict[tuple[Hashable, int], T]:
    """Each under its key and its number among those with that key, so that rows of two documents can be matched."""
    seen, found = Counter[Hashable](), {}
    for thing in things:
        name = key(thing)
        found[name, seen[name]] = thing
        seen[name] += 1
    return found


def _subject(finding: Finding) -> Hashable:
    """What a finding is about, whatever its figures."""
    return finding.kind, finding.indicator, finding.field


def _cells(before: Filing, after: Filing) -> Iterator[CellChange]:
    yield from _of_row("基本信息", before, after, _HEAD)
    yield from _rows(before.budget, after.budget, lambda line: line.source, "预算", _BUDGET)
    yield from _rows(before.indicators, after.indicators, lambda line: line.name, "指标", _INDICATOR)
    yield from _rows(before.goals, after.goals, lambda line: "", "年度总体目标", ("expected", "actual"))
    yield from _sections(before.sections, after.sections)
    yield from _of_row("自评结论", before.stated, after.stated, _STATED)


def _rows(
    before: Sequence[Row], after: Sequence[Row], key: Callable[[Row], str], table: str, fields: Sequence[str]
) -> Iterator[CellChange]:
    old, new = _keyed(before, key), _keyed(after, key)
    for which, row in new.items():
        part = f"{table} {key(row)}".strip()
        if which in old:
            yield from _of_row(part, old[which], row, fields)
        else:
            at = _somewhere(row)
            yield CellChange(
                part=part, field="row", change="added", before=None, after=_whole(row, fields), at_after=at
            )
    for which, row in old.items():
        if which not in new:
            part, at = f"{table} {key(row)}".strip(), _somewhere(row)
            whole = _whole(row, fields)
            yield CellChange(part=part, field="row", change="removed", before=whole, after=None, at_before=at)


def _of_row(part: str, before: WithPlaces, after: WithPlaces, fields: Iterable[str]) -> Iterator[CellChange]:
    for field in fields:
        old, new = _text(before, field), _text(after, field)
        if old != new:
            places = {"at_before": _at(before, field), "at_after": _at(after, field)}
            yield CellChange(part=part, field=field, before=old, after=new, **places)


def _sections(before: Sequence[Section], after: Sequence[Section]) -> Iterator[CellChange]:
    """The narrative, section by section."""
    old, new = (_keyed(sections, lambda section: section.heading) for sections in (before, after))
    for which in new | old:
        was, now = old.get(which), new.get(which)
        texts = [None if one is None else one.text for one in (was, now)]
        if texts[0] != texts[1]:
            yield CellChange(
                part=f"正文 {which[0]}",
                field="text",
                change="added" if was is None else "removed" if now is None else "changed",
                before=texts[0],
                after=texts[1],
                at_before=(was.at.heading.location,) if was else (),
                at_after=(now.at.heading.location,) if now else (),
            )


def _scores(before: ScoreSheet | None, after: ScoreSheet | None) -> Iterator[ScoreChange]:
    old, new = _lines(before), _lines(after)
    for which in new | old:
        if old.get(which) != new.get(which):
            yield ScoreChange(line=which[0], before=old.get(which), after=new.get(which))


def _lines(sheet: ScoreSheet | None) -> dict[tuple[str, int], str | None]:
    """What was recomputed, by line."""
    if sheet is None:
        return {}
    rate = {(EXECUTION_RATE, 0): _shown(sheet.execution.points)} if sheet.execution else {}
    scored = _keyed(sheet.indicators, lambda line: line.name)
    indicators = {(line.name, number): _shown(line.points) for (_, number), line in scored.items()}
    return {**rate, **indicators, (TOTAL, 0): _shown(sheet.total), (GRADE, 0): "或".join(sheet.grade) or None}


def _shown(points: Interval | None) -> str | None:
    return None if points is None else str(points)


def _text(row: WithPlaces, field: str) -> str | None:
    value = getattr(row, field)
    return None if value is None else str(value)


def _whole(row: WithPlaces, fields: Iterable[str]) -> str:
    cells = ((FIELD_NAMES[field], _text(row, field)) for field in fields)
    return "；".join(f"{label} {text}" for label, text in cells if text)


def _at(row: WithPlaces, field: str) -> tuple[Location, ...]:
    return tuple(place.location for place in row.where(field))


def _somewhere(row: WithPlaces) -> tuple[Location, ...]:
    """Where the row begins."""
    return next((_at(row, field) for field in row.at), ())
