"""From a row that breaks an expectation back to a finding (疑点) with its place in the document."""

from collections.abc import Iterator, Mapping, Sequence

from expectations.runner import ExpectationFinding
from perfeval_core.domain.dossier import Dossier, derived_id
from perfeval_core.domain.filing import Filing, Section, Stated, WithPlaces
from perfeval_core.domain.findings import DATA_QUALITY, Finding, Severity
from perfeval_core.domain.names import FIELD_NAMES
from perfeval_core.domain.place import Location, Place, places

SEVERITY: dict[str, Severity] = {"critical": "high", "warning": "medium", "info": "info"}

FIXED_WORDS = {
    "initial_declared": "年初预算数",
    "initial_compiled": "年初预算数",
    "full_year": "全年预算数",
    "executed": "全年执行数",
    "execution_rate": "预算执行率",
    "max_points": "预算执行率",
    "points": "预算执行率",
    "execution_points": "预算执行率",
    "indicator_points": "指标得分",
    "total": "总分",
}
"""What a finding calls its indicator where it is about the budget or the stated scores."""


def to_findings(found: Sequence[ExpectationFinding], dossiers: Mapping[str, Dossier]) -> list[tuple[str, Finding]]:
    """The findings, each with its report version; ``dossiers`` by report version."""
    return [(one.report_version, to_finding(one, dossiers[one.report_version])) for one in found]


def to_finding(found: ExpectationFinding, dossier: Dossier) -> Finding:
    """One finding of kind ``data_quality``: a judgement of moderate sureness, since a filing may be odd and right."""
    expectation, report = found.expectation, dossier.report
    holder = _holder(report, found.table, found.row, found.field)
    stated = getattr(holder, found.field, None)
    shown = stated if isinstance(stated, str) else found.value
    name = _name(report, found.table, found.row)
    return Finding(
        id=derived_id(dossier.report_id, expectation.id, str(found.row), found.field),
        rule=expectation.id,
        kind=DATA_QUALITY,
        severity=SEVERITY[expectation.severity],
        certainty="judgement",
        sureness="moderate",
        indicator=name if found.table == "indicator" else FIXED_WORDS.get(found.field),
        field=found.field,
        stated=shown,
        expected=expectation.expected,
        message=expectation.message.format(name=name, label=FIELD_NAMES.get(found.field, found.field), value=shown),
        citation=f"数据质量期望 {expectation.id}({expectation.type})",
        at=place_of(dossier, found.table, found.row, found.field, found.value),
    )


def place_of(dossier: Dossier, table: str, row: int, field: str, value: str | None = None) -> tuple[Location, ...]:
    """Where the cell stands; if it has no place of its own, the nearest thing that has one.

    ``value`` is the passage in question where ``table`` is ``section``.
    """
    report = dossier.report
    candidates = _of_section(report.sections[row], value) if table == "section" else _of_cell(report, table, row, field)
    for candidate in (*candidates, report.where("title"), _first(report)):
        if candidate:
            return tuple(place.location for place in candidate)
    return (Location(page=report.first_page or 1, bbox=(0, 0, 0, 0)),)


def _of_section(section: Section, value: str | None) -> Iterator[tuple[Place, ...]]:
    start = section.text.find(value) if value else 0
    yield section.passage(start, start + len(value or ""))
    yield (section.at.heading,)


def _of_cell(report: Filing, table: str, row: int, field: str) -> Iterator[tuple[Place, ...]]:
    holder = _holder(report, table, row, field)
    yield holder.where(field)
    if table in ("budget_line", "indicator"):
        yield _first(holder)
        for line in report.budget if table == "budget_line" else report.indicators:
            yield _first(line)


def _first(holder: WithPlaces) -> tuple[Place, ...]:
    return next((places(at) for at in holder.at.values()), ())


def _holder(report: Filing, table: str, row: int, field: str) -> WithPlaces:
    """The part of ``report`` that has ``field``."""
    if table == "budget_line":
        return report.budget[row]
    if table == "indicator":
        return report.indicators[row]
    return report.stated if field in Stated.model_fields else report


def _name(report: Filing, table: str, row: int) -> str | None:
    """What a person calls the row."""
    match table:
        case "budget_line":
            return report.budget[row].source
        case "indicator":
            return report.indicators[row].name
        case "section":
            return report.sections[row].heading
        case _:
            return report.project_name
