"""Official figures in the warehouse: exact, replaced as a whole, and matched as the program matches them."""

from decimal import Decimal

import pytest

from perfeval_core.domain.dossier import basis, report_version
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.reference.matching import alike, same_unit
from perfeval_core.warehouse import LoadedReport, Warehouse
from tests.planted.official import figures
from tests.warehouse.dossiers import ENGINE, READER, RULES, loaded


def test_amounts_are_in_yuan_beside_what_the_list_says(warehouse: Warehouse) -> None:
    rows = [figures({"executed": "156.39万元", "full_year": "2.60亿元"}), figures({"row": 8, "import_id": 2})]
    warehouse.replace_reference(rows)
    warehouse.replace_reference(rows)
    first, second = warehouse.fetch("SELECT * FROM reference ORDER BY row")
    assert (first["executed"], first["executed_text"]) == (Decimal(1563900), "156.39万元")
    assert (first["full_year"], first["initial_compiled"]) == (Decimal(260000000), None)
    assert (second["import_id"], second["row"], second["executed_text"]) == (2, 8, None)


UNITS = [
    ("102001", "某某局"),
    ("102001", None),
    (None, "“某某”局"),
    (None, "某某局"),
    ("102002", "某某局"),
    (None, None),
]
PROJECTS = ["信访·维稳A", "“信访维稳”a", "信访维稳"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("project", PROJECTS)
def test_the_view_matches_as_the_program_does(
    warehouse: Warehouse, unit: tuple[str | None, str | None], project: str
) -> None:
    code, name = unit
    report = loaded(unit_code=code, unit_name=name, project_name=project, fiscal_year=2023)
    warehouse.load("b", [], [report])
    rows = [
        figures({"row": number, "unit_code": code, "unit_name": name, "project_name": project})
        for number, (code, name, project) in enumerate((*unit, project) for unit in UNITS[:-1] for project in PROJECTS)
    ]
    warehouse.replace_reference([*rows, figures({"row": 99, "fiscal_year": 2022, "project_name": project})])
    wanted = {
        row.row for row in rows if same_unit(row, report.dossier.report) and alike(row.project_name) == alike(project)
    }
    found = warehouse.fetch("SELECT row FROM v_reference WHERE reports > 0")
    assert {row["row"] for row in found} == wanted


def held_against(official: OfficialFigures | None) -> LoadedReport:
    report = loaded(findings=()) if official else loaded()
    dossier = report.dossier
    version = report_version(dossier.file_sha256, 1, READER, ENGINE, basis(RULES, official))
    changed = dossier.model_copy(update={"reference": official, "report_version": version})
    return LoadedReport(changed, report.report)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_sums_count_a_report_once_as_held_against_the_last_figures(
    warehouse: Warehouse, order: tuple[int, ...]
) -> None:
    reports = [held_against(row) for row in (None, figures({}), figures({"import_id": 2}))]
    for number in order:
        warehouse.load(f"b{number}", [], [reports[number]])
    assert warehouse.counts()["report"] == 3
    assert warehouse.fetch("SELECT reports, findings FROM v_unit") == [{"reports": 1, "findings": 0}]
    assert warehouse.fetch("SELECT rule FROM v_rule") == []
    (row,) = warehouse.fetch("SELECT reference_import, reference_sheet, reference_row FROM v_report")
    assert row == {"reference_import": 2, "reference_sheet": "清单", "reference_row": 7}
