"""A report as the desk shows it: its pages with the flagged cells, its findings, its scores line by line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from perfeval_core.domain.correction import Correction
from perfeval_core.domain.filing import Filing, WithPlaces
from perfeval_core.domain.findings import CheckedFiling, Finding
from perfeval_core.domain.names import FIELD_NAMES
from perfeval_core.domain.numbers import points
from perfeval_core.domain.place import CERTAIN, Box, Location
from perfeval_core.domain.scores import EXECUTION_RATE, GRADE, TOTAL, Interval, ScoreSheet
from perfeval_core.extraction.cells import TABLES, Cell, every_cell
from perfeval_core.scoring import derivation
from perfeval_core.triage.table import SEVERITIES

Sizes = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Outline:
    """A box on a page, in PDF points, around what the finding of this number means; ``other``: the text beside it."""

    number: int
    x: float
    y: float
    width: float
    height: float
    other: bool = False


@dataclass
class ShownPage:
    """One page: its number, its size in PDF points, and what is outlined on it."""

    number: int
    width: float
    height: float
    outlines: list[Outline] = field(default_factory=list)


@dataclass(frozen=True)
class ShownFinding:
    """A finding with its number on the page, how the right score comes about, and the cell that it is about."""

    number: int
    finding: Finding
    derivation: str
    cell: str | None

    @property
    def places(self) -> list[str]:
        """Where it stands, in words."""
        return list(dict.fromkeys(at.words for at in self.finding.at))

    @property
    def label(self) -> str:
        """The indicator and the column."""
        name, column = self.finding.indicator or "", FIELD_NAMES[self.finding.field]
        return name if name == column or name in (TOTAL, GRADE) else f"{name} {column}".strip()


@dataclass(frozen=True)
class ScoreLine:
    """One line of the score sheet: what is stated beside what was recomputed, and how; ``agrees`` if that is known."""

    name: str
    stated: str | None
    recomputed: str | None
    how: str
    clause: str
    agrees: bool | None


@dataclass(frozen=True)
class ShownCell:
    """A cell as read; ``numbers`` of the findings about it, ``doubted`` if a person has to read it."""

    text: str
    numbers: tuple[int, ...]
    doubted: bool
    corrected: bool


@dataclass(frozen=True)
class ShownTable:
    """A table of the report as read."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[ShownCell, ...], ...]


def shown_findings(findings: Sequence[Finding], report: CheckedFiling | None) -> list[ShownFinding]:
    """The gravest first, numbered from 1."""
    ordered = sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.certainty != "certain"))
    cells = list(every_cell(report)) if report else []
    sheet = report.scores if report else None
    return [
        ShownFinding(number, one, derivation.of_finding(one, sheet), _cell_of(one, cells))
        for number, one in enumerate(ordered, 1)
    ]


def shown_pages(sizes: Sizes, first: int, last: int, findings: Sequence[ShownFinding]) -> list[ShownPage]:
    """The pages from ``first`` to ``last`` that are there, with all that is flagged on them."""
    pages = {
        number: ShownPage(number, *sizes[number - 1])
        for number in range(first, min(last, len(sizes)) + 1)
        if number > 0
    }
    for one in findings:
        for at in one.finding.at:
            _outline(pages, one.number, at.page, at.bbox, other=False)
        if one.finding.other is not None:
            _outline(pages, one.number, one.finding.other.page, one.finding.other.bbox, other=True)
    return list(pages.values())


def score_lines(sheet: ScoreSheet | None) -> list[ScoreLine]:
    """Every line of the sheet: execution, each indicator, total, grade."""
    if sheet is None:
        return []
    lines = []
    if sheet.execution is not None:
        one = sheet.execution
        how, agrees = derivation.of_execution(one), _agrees(one.stated, one.points)
        lines.append(ScoreLine(EXECUTION_RATE, one.stated, _said(one.points), how, one.proof.citation, agrees))
    for line in sheet.indicators:
        how, clause = derivation.of_line(line), line.proof.citation
        lines.append(ScoreLine(line.name, line.stated, _said(line.points), how, clause, line.agrees))
    how, agrees = derivation.of_total(sheet), _agrees(sheet.stated_total, sheet.total)
    lines.append(ScoreLine(TOTAL, sheet.stated_total, _said(sheet.total), how, "", agrees))
    fits = sheet.stated_grade in sheet.grade if sheet.stated_grade and sheet.grade else None
    lines.append(ScoreLine(GRADE, sheet.stated_grade, "或".join(sheet.grade) or None, "", "", fits))
    return lines


def tables_as_read(
    report: Filing, findings: Sequence[ShownFinding], corrections: Sequence[Correction]
) -> Iterator[ShownTable]:
    """The report's tables as they were read, without columns that it does not have."""
    mended = {one.field for one in corrections}
    for table, (title, names) in TABLES.items():
        rows: Sequence[WithPlaces] = getattr(report, table)
        columns = tuple(name for name in names if any(getattr(row, name) is not None for row in rows))
        if rows:
            cells = tuple(
                tuple(_cell(row, name, f"{table}.{number}.{name}" in mended, findings) for name in columns)
                for number, row in enumerate(rows, 1)
            )
            yield ShownTable(title, tuple(FIELD_NAMES[name] for name in columns), cells)


def _said(points_: Interval | None) -> str | None:
    return None if points_ is None else str(points_)


def _agrees(stated: str | None, recomputed: Interval | None) -> bool | None:
    value = points(stated)
    return None if value is None or recomputed is None else recomputed.holds(value)


def _cell(row: WithPlaces, name: str, mended: bool, findings: Sequence[ShownFinding]) -> ShownCell:
    at = [place.location for place in row.where(name)]
    numbers = tuple(one.number for one in findings if any(place in one.finding.at for place in at))
    doubted = any(place.confidence < CERTAIN for place in row.where(name))
    value = getattr(row, name)
    return ShownCell("" if value is None else str(value), numbers, doubted, mended)


def _cell_of(finding: Finding, cells: Iterable[Cell]) -> str | None:
    """The cell that a reviewer would correct first."""
    about = [one for one in cells if one.column == finding.field]
    return next((one.field for one in about if any(at in finding.at for at in _locations(one))), None)


def _locations(one: Cell) -> list[Location]:
    return [place.location for place in one.row.where(one.column)]


def _outline(pages: dict[int, ShownPage], number: int, page: int | None, box: Box | None, other: bool) -> None:
    if page in pages and box is not None:
        x0, top, x1, bottom = box
        outline = Outline(number, round(x0, 1), round(top, 1), round(x1 - x0, 1), round(bottom - top, 1), other)
        if outline not in pages[page].outlines:
            pages[page].outlines.append(outline)
