"""Findings over several reports: of files, units and years in one table."""

from typing import Any

from perfeval_core.domain.dossier import PortfolioDossier
from perfeval_core.warehouse import SubmissionRow, Warehouse
from tests.warehouse.dossiers import ENGINE, FINDING, RULES, loaded, submission

OVER = FINDING.model_copy(update={"reports": ("file-1", "file-1", "file-2")})


def unit(number: int, subject: str = "unit:102001:2022", **fields: Any) -> PortfolioDossier:
    about = {"portfolio_version": f"{subject}-{number}", "subject": subject, "level": "unit", "name": "大数据应用局"}
    made = {"engine_version": ENGINE, "ruleset_hash": RULES, "reports": (), "money": None, "findings": (OVER,)}
    return PortfolioDossier(**about | made | fields)


def rows(warehouse: Warehouse) -> list[tuple[str, str]]:
    found = warehouse.fetch("SELECT subject, portfolio_version FROM portfolio_finding ORDER BY ALL")
    return [(row["subject"], row["portfolio_version"]) for row in found]


def test_of_a_unit_only_the_last_version_stands_and_other_subjects_are_left_alone(warehouse: Warehouse) -> None:
    other = "unit:102002:2022"
    warehouse.replace_portfolios([unit(1), unit(1, other)])
    for _ in range(2):
        warehouse.replace_portfolios([unit(2)])
    assert rows(warehouse) == [("unit:102001:2022", "unit:102001:2022-2"), (other, f"{other}-1")]
    warehouse.replace_portfolios([unit(3, findings=())])
    assert rows(warehouse) == [(other, f"{other}-1")]


def test_a_file_and_a_unit_stand_in_one_table_with_the_reports_that_they_are_about(warehouse: Warehouse) -> None:
    row = submission(loaded())
    whole = row.dossier.model_copy(update={"portfolio_findings": (OVER,)})
    warehouse.load("b1", [SubmissionRow(whole, row.bytes, row.received_at)], [loaded()])
    warehouse.replace_portfolios([unit(1)])
    found = warehouse.fetch("SELECT level, subject, file_sha256, report_ids FROM portfolio_finding ORDER BY level")
    assert [tuple(one.values()) for one in found] == [
        ("file", f"file:{whole.file_sha256}", whole.file_sha256, ["file-1", "file-2"]),
        ("unit", "unit:102001:2022", None, ["file-1", "file-2"]),
    ]
