"""What a perfect reader would say about a made document: the published shape of a report, without its places."""

import re
from typing import Any

from tests.makers.description import HEADINGS, BudgetText, IndicatorText, ReportText

_FOLDS = {ord("≧"): "≥", ord("⩾"): "≥", ord("≦"): "≤", ord("⩽"): "≤"} | {
    0xFF01 + offset: chr(0x21 + offset) for offset in range(94)
}
_GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NO_COLUMN = {
    "analysis_report": {"max_points"},
    "self_evaluation_form": {"initial_declared", "carry_over", "target_initial"},
}


def fold(text: str) -> str:
    """``text`` without white space, full-width ASCII and variants of ≥ ≤ folded."""
    return "".join(text.split()).translate(_FOLDS).replace(">=", "≥").replace("<=", "≤")


def number(text: str) -> str:
    """``fold`` for a cell that may hold a number: grouping commas go as well."""
    return _GROUPING.sub("", fold(text))


def truth(report: ReportText, pages: dict[str, int], first_page: int, last_page: int, index: int = 1) -> dict[str, Any]:
    """The truth of one report that stands on ``first_page`` to ``last_page``; ``pages`` places its headings."""
    department_code, department_name = _code_and_name(report.department)
    unit_code, unit_name = _code_and_name(report.unit)
    return {
        "index": index,
        "first_page": first_page,
        "last_page": last_page,
        "status": "extracted",
        "reason": None,
        "form": report.form,
        "title": fold(report.title),
        "project_name": fold(report.project_name),
        "unit_code": unit_code,
        "unit_name": unit_name,
        "department_code": department_code,
        "department_name": department_name,
        "fiscal_year": report.fiscal_year,
        "report_date": report.report_date,
        "budget_unit": report.budget_unit,
        "budget": [_budget_line(line, report.form) for line in report.budget],
        "indicators": [_indicator(row, report.form) for row in report.indicators],
        "goals": [{"expected": fold(goal.expected), "actual": fold(goal.actual)} for goal in report.goals],
        "sections": _sections(report, pages),
        "stated": report.stated.model_dump(exclude={"total_weight"}),
        "unclaimed": [],
    }


def _code_and_name(text: str) -> tuple[str | None, str]:
    code, _, name = fold(text).partition("-")
    return (code, name) if name and code.isdigit() else (None, fold(text))


def _budget_line(line: BudgetText, form: str) -> dict[str, str | None]:
    return {
        name: None if name in _NO_COLUMN[form] else (fold(text) if name == "source" else number(text))
        for name, text in line
    }


def _indicator(row: IndicatorText, form: str) -> dict[str, str | None]:
    words = {"level1", "level2", "name", "reason"}
    return {
        name: None if name in _NO_COLUMN[form] else (fold(text) if name in words else number(text))
        for name, text in row
    }


def _sections(report: ReportText, pages: dict[str, int]) -> list[dict[str, Any]]:
    if report.form != "analysis_report":
        return []
    return [
        {"level": level, "heading": fold(heading), "text": fold(report.text_of(heading)), "page": pages[heading]}
        for level, heading in HEADINGS
    ]
