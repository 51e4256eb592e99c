"""A broken row leads back to its cell, with the words as printed."""

import subprocess
import sys

from expectations import ExpectationFinding
from expectations.mapping import place_of, to_finding
from expectations.suite import Suite
from expectations.suites import budget_line, indicator, report
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.place import Location
from tests.warehouse.dossiers import INDICATORS, SECTION, loaded


def broken(suite: Suite, dossier: Dossier, row: int, field: str, value: str | None = None) -> ExpectationFinding:
    expectation = suite.expectations[0]
    return ExpectationFinding(suite.name, suite.table, expectation, dossier.report_version, row, field, value)


def test_a_cell_is_shown_as_printed_at_its_place() -> None:
    dossier = loaded(indicators=(INDICATORS[0], INDICATORS[1].model_copy(update={"points": "2O"}))).dossier
    finding = to_finding(broken(indicator.UNREADABLE, dossier, 1, "points", "2O"), dossier)
    assert finding.message == "指标“办事效率”的得分写作“2O”,不是一个数字"
    assert (finding.indicator, finding.field, finding.stated, finding.rule) == ("办事效率", "points", "2O", "GX-IND-05")
    assert finding.at == (Location(page=1, bbox=(72, 212, 200, 224)),)


def test_a_number_is_shown_in_the_unit_of_its_table() -> None:
    dossier = loaded().dossier
    finding = to_finding(broken(budget_line.COLUMNS, dossier, 0, "executed", "249798700.0000"), dossier)
    assert (finding.indicator, finding.stated) == ("全年执行数", "24979.87")


def test_what_has_no_place_points_at_the_nearest_thing_that_has() -> None:
    dossier = loaded(unit_name=None).dossier
    title, line, blank = ((Location(page=1, bbox=(72, top, 200, top + 12)),) for top in (50, 112, 124))
    assert place_of(dossier, "report", 0, "unit_name") == title
    assert place_of(dossier, "budget_line", 1, "points") == line
    assert place_of(dossier, "budget_line", 2, "executed") == blank
    assert to_finding(broken(report.NAMES, dossier, 0, "unit_name"), dossier).message == "报告没有写明项目单位"


def test_a_stated_score_stands_where_it_is_stated() -> None:
    finding = to_finding(broken(report.UNREADABLE, loaded().dossier, 0, "total", "88"), loaded().dossier)
    assert (finding.indicator, finding.stated, finding.at[0].bbox[1]) == ("总分", "88", 240)


def test_a_passage_points_at_its_lines() -> None:
    assert place_of(loaded().dossier, "section", 0, "text", "年初预算") == (SECTION.at.text[0].location,)
    assert place_of(loaded().dossier, "section", 0, "heading") == (SECTION.at.heading.location,)


def test_the_same_row_gives_the_same_id_and_another_row_another() -> None:
    dossier = loaded().dossier
    first, again, other = (
        to_finding(broken(indicator.NO_TARGET, dossier, row, "target"), dossier) for row in (0, 0, 1)
    )
    assert first == again
    assert first.id != other.id


def test_great_expectations_is_imported_late() -> None:
    code = "import sys, expectations; sys.exit('great_expectations' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
