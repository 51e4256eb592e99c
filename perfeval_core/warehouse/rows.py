"""A dossier and its typed report to rows: what was read."""

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.filing import WithPlaces
from perfeval_core.domain.place import places
from perfeval_core.domain.quantity import Nothing, Quality, Quantity, Reading
from perfeval_core.domain.report import BudgetFigures, IndicatorFigures, Report
from perfeval_core.warehouse.frames import Row, Value
from perfeval_core.warehouse.inputs import LoadedReport

AMOUNTS = ("initial_declared", "initial_compiled", "full_year", "executed", "carry_over")


def lineage(dossier: Dossier) -> dict[str, Value]:
    """The columns that bind every row to its file, reader, program and rules."""
    return {
        "report_version": dossier.report_version,
        "file_sha256": dossier.file_sha256,
        "reader_version": dossier.reader_version,
        "engine_version": dossier.engine_version,
        "ruleset_hash": dossier.ruleset_hash,
    }


def report_row(loaded: LoadedReport) -> Row:
    """The row of the table ``report``."""
    dossier, filing, figures = loaded.dossier, loaded.dossier.report, loaded.report.stated
    head = filing.model_dump(
        include={
            *("first_page", "last_page", "status", "reason", "form", "title", "project_name", "unit_code", "unit_name"),
            *("department_code", "department_name", "fiscal_year", "report_date", "budget_unit"),
        }
    )
    sheet = filing.scores
    return {
        **lineage(dossier),
        **head,
        "report_id": dossier.report_id,
        "report_index": filing.index,
        "stated_execution_points": figures.execution_points,
        "stated_execution_points_text": filing.stated.execution_points,
        "stated_indicator_points": figures.indicator_points,
        "stated_indicator_points_text": filing.stated.indicator_points,
        "stated_total": figures.total,
        "stated_total_text": filing.stated.total,
        "stated_grade": filing.stated.grade,
        "pack": sheet.pack if sheet else None,
        "pack_hash": sheet.pack_hash if sheet else None,
        "unclaimed_cells": len(filing.unclaimed),
        "reference_import": dossier.reference.import_id if dossier.reference else None,
        "reference_sheet": dossier.reference.sheet if dossier.reference else None,
        "reference_row": dossier.reference.row if dossier.reference else None,
    }


def budget_rows(report: Report) -> Iterator[Row]:
    """The rows of the table ``budget_line``, without lineage and row number."""
    for line in report.filing.budget:  # in the document's order; the report puts its total line first
        figures = next(figures for figures in report.budget if figures.line == line)
        yield {
            "is_total": figures is report.total_line,
            "source": line.source,
            **_amounts(figures),
            "stated_rate_percent": figures.stated_rate,
            "stated_rate_percent_text": line.execution_rate,
            "max_points": figures.max_points,
            "max_points_text": line.max_points,
            "points": figures.points,
            "points_text": line.points,
            **_where(line),
        }


def _amounts(figures: BudgetFigures) -> dict[str, Value]:
    numbers = {name: getattr(figures, name) for name in AMOUNTS}
    texts = {f"{name}_text": getattr(figures.line, name) for name in AMOUNTS}
    return numbers | texts


def indicator_rows(report: Report) -> Iterator[Row]:
    """The rows of the table ``indicator``, without lineage and row number."""
    for figures in report.indicators:
        yield _indicator_row(figures)


def _indicator_row(figures: IndicatorFigures) -> Row:
    cells = figures.cells
    return {
        "level1": cells.level1,
        "level2": cells.level2,
        "name": cells.name,
        "target_initial_text": cells.target_initial,
        **_reading("target_initial", figures.target_initial),
        "target_text": cells.target,
        **_reading("target", figures.target),
        "actual_text": cells.actual,
        **_reading("actual", figures.actual),
        "weight": figures.weight,
        "weight_text": cells.weight,
        "points": figures.points,
        "points_text": cells.points,
        "reason": cells.reason,
        **_where(cells),
    }


def _reading(field: str, reading: Reading) -> dict[str, Value]:
    quantity = reading if isinstance(reading, Quantity) else None
    operator = quantity.operator if quantity else None
    return {
        f"{field}_kind": _kind(reading),
        f"{field}_operator": operator.value if operator else None,
        f"{field}_value": quantity.value if quantity else None,
        f"{field}_unit": quantity.unit if quantity else None,
    }


def _kind(reading: Reading) -> str:
    match reading:
        case Quantity():
            return "quantity"
        case Quality():
            return "quality"
        case Nothing():
            return "nothing"
        case _:
            return "words"


def goal_rows(dossier: Dossier) -> Iterator[Row]:
    """The rows of the table ``goal``, without lineage and row number."""
    for goal in dossier.report.goals:
        yield {"expected": goal.expected, "actual": goal.actual, **_where(goal)}


def section_rows(dossier: Dossier) -> Iterator[Row]:
    """The rows of the table ``section``, without lineage and row number."""
    for section in dossier.report.sections:
        yield {"level": section.level, "heading": section.heading, "text": section.text, "page": section.page}


def _where(line: WithPlaces) -> dict[str, Value]:
    """The first page of the row and the lowest confidence in it, rounded down so that doubt never rounds away, with the
    route by which that cell was read."""
    found = [place for at in line.at.values() for place in places(at)]
    lowest = min(found, key=lambda place: place.confidence, default=None)
    return {
        "page": min((place.page for place in found if place.page is not None), default=None),
        "confidence": None if lowest is None else Decimal(lowest.confidence).quantize(Decimal("0.0001"), ROUND_FLOOR),
        "route": None if lowest is None else lowest.route,
    }
