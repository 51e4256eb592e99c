"""Every expectation has a report that breaks it and one that does not; all of them in one validation."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from expectations import ValidationResult, to_findings, validate
from expectations.suite import Expectation, between
from expectations.suites import SUITES, indicator
from perfeval_core.warehouse import LoadedReport, Warehouse
from tests.warehouse.dossiers import loaded, submission

BREAKS = {
    "GX-SUB-01": "UPDATE submission SET status = status, file_sha256 = 'xyz'",
    "GX-SUB-02": "UPDATE submission SET status = 'read'",
    "GX-SUB-03": "UPDATE submission SET bytes = 0",
    "GX-SUB-04": "UPDATE submission SET pages = 1",
    "GX-REP-01": "UPDATE report SET fiscal_year = 1022",
    "GX-REP-02": "UPDATE report SET stated_total = 100.5",
    "GX-REP-03": "UPDATE report SET stated_indicator_points = -1",
    "GX-REP-04": "UPDATE report SET stated_execution_points = 101",
    "GX-REP-05": "UPDATE report SET unit_name = NULL",
    "GX-REP-06": "DELETE FROM budget_line",
    "GX-REP-07": "UPDATE report SET stated_total = NULL, stated_total_text = '八十八'",
    "GX-REP-08": "UPDATE report SET stated_execution_points = 8.33",
    "GX-REP-51": "UPDATE report SET status = 'read'",
    "GX-REP-52": "UPDATE report SET form = '自评表'",
    "GX-REP-53": "UPDATE report SET budget_unit = '千元'",
    "GX-REP-54": "UPDATE report SET report_index = 0",
    "GX-REP-55": "UPDATE report SET first_page = 3",
    "GX-BUD-01": "UPDATE budget_line SET initial_declared = -0.01",
    "GX-BUD-02": "UPDATE budget_line SET initial_compiled = 100000000000.0001",
    "GX-BUD-03": "UPDATE budget_line SET full_year = -1",
    "GX-BUD-04": "UPDATE budget_line SET executed = -1",
    "GX-BUD-05": "UPDATE budget_line SET stated_rate_percent = 1000.000001",
    "GX-BUD-06": "UPDATE budget_line SET max_points = 101",
    "GX-BUD-07": "UPDATE budget_line SET points = -10 WHERE NOT is_total AND",
    "GX-BUD-08": "UPDATE budget_line SET full_year = NULL, full_year_text = '约2.5万'",
    "GX-BUD-51": "UPDATE budget_line SET confidence = 1.0001",
    "GX-IND-01": "UPDATE indicator SET weight = 100.0001 WHERE row = 0 AND",
    "GX-IND-02": "UPDATE indicator SET points = -0.0001",
    "GX-IND-03": "UPDATE indicator SET name = '' WHERE row = 0 AND",
    "GX-IND-04": "UPDATE indicator SET level1 = '广出指标'",
    "GX-IND-05": "UPDATE indicator SET points = NULL, points_text = '5O'",
    "GX-IND-06": "UPDATE indicator SET target_text = ''",
    "GX-IND-07": "UPDATE indicator SET points = NULL, points_text = ''",
    "GX-IND-08": "UPDATE indicator SET actual_text = '' WHERE row = 0 AND",
    "GX-IND-51": "UPDATE indicator SET confidence = -0.0001",
    "GX-SEC-01": "UPDATE section SET text = '年初预\ufffd3亿元'",
    "GX-SEC-51": "UPDATE section SET heading = ' '",
    "GX-SEC-52": "UPDATE section SET level = 0",
    "GX-SEC-53": "UPDATE section SET page = 9",
    "GX-SCO-51": "UPDATE score SET line = 'goal' WHERE line = 'execution_initial' AND",
    "GX-SCO-52": "UPDATE score SET low = -1 WHERE line = 'execution_initial' AND",
    "GX-SCO-53": "UPDATE score SET low = high + 1 WHERE line = 'execution_initial' AND",
    "GX-SCO-54": "UPDATE score SET grades = '优良' WHERE line = 'total' AND",
    "GX-SCO-55": "UPDATE indicator SET weight = 49.9999 WHERE row = 0 AND",
    "GX-SCO-56": "UPDATE score SET high = 90.01 WHERE line = 'total' AND",
    "GX-SCO-57": "UPDATE score SET indicator_row = NULL WHERE indicator_row = 1 AND",
    "GX-FIN-51": "UPDATE finding SET severity = 'severe'",
    "GX-FIN-52": "UPDATE finding SET certainty = 'likely'",
    "GX-FIN-53": "UPDATE finding SET message = ''",
    "GX-FIN-54": "UPDATE finding SET citation = ' '",
    "GX-FIN-56": "UPDATE finding SET sureness = 'rather'",
    "GX-FIN-55": "UPDATE finding SET caused_by = ['gone']",
}
ALSO = {
    "GX-IND-03": {"GX-SCO-57"},  # an indicator that loses its name no longer fits its score
    "GX-REP-04": {"GX-REP-08"},  # nor do the points of the conclusion fit the budget table's
    "GX-REP-55": {"GX-SEC-53"},  # nor the sections the report's pages
}
"""What the same change breaks besides."""

EXPECTATIONS = {one.id: (suite, one) for suite in SUITES for one in suite.expectations}


def plausible() -> Iterator[LoadedReport]:
    """What a legitimate filing may well look like."""
    clean = loaded("clean")
    budget, indicators = clean.dossier.report.budget, clean.dossier.report.indicators
    nothing_spent = budget[0].model_copy(update={"full_year": "0", "executed": "0", "execution_rate": "0"})
    initial_only = indicators[0].model_copy(update={"target": "", "target_initial": "5"})
    yield clean
    yield loaded("zero", budget=(nothing_spent,))
    yield loaded("no total", stated={"total": "", "grade": None})
    yield loaded("other form", form="transfer_payment", unit_name=None, project_name=None, budget=())
    yield loaded("partial", status="partial", reason="x", indicators=(), scores=None)
    yield loaded("initial target only", indicators=(initial_only, *indicators[1:]))
    yield loaded("bare", fiscal_year=None, unit_code=None, sections=(), findings=(), scores=None)


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> tuple[ValidationResult, dict[str, LoadedReport]]:
    """All cases in one warehouse, each of them broken in one report of its own, and one validation."""
    cases = {name: loaded(name) for name in BREAKS} | {one.dossier.file_name: one for one in plausible()}
    with Warehouse.open(tmp_path_factory.mktemp("gx") / "warehouse.duckdb") as warehouse:
        warehouse.load("b1", [submission(one) for one in cases.values()], list(cases.values()))
        for name, sql in BREAKS.items():
            _break(warehouse, sql, cases[name])
        versions = [one.dossier.report_version for one in cases.values()]
        return validate(warehouse, versions), cases


def _break(warehouse: Warehouse, sql: str, case: LoadedReport) -> None:
    column, value = ("report_version", case.dossier.report_version)
    if "submission" in sql:
        column, value = ("file_sha256", case.dossier.file_sha256)
    joined = sql if sql.endswith("AND") else f"{sql} WHERE"
    warehouse.fetch(f"{joined} {column} = ?", [value])
    if "'xyz'" in sql:
        warehouse.fetch("UPDATE report SET file_sha256 = 'xyz' WHERE report_version = ?", [case.dossier.report_version])


def test_every_expectation_has_a_case_that_breaks_it() -> None:
    assert set(BREAKS) == set(EXPECTATIONS)


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_row_is_named_by_its_expectation_and_by_no_other(
    validated: tuple[ValidationResult, dict[str, LoadedReport]], name: str
) -> None:
    result, cases = validated
    version = cases[name].dossier.report_version
    found = {one.expectation.id for one in result.findings if one.report_version == version}
    found |= {one.expectation for one in result.failures if version in one.error}
    assert found == {name} | ALSO.get(name, set())
    ours = EXPECTATIONS[name][1].about == "program"
    assert any(one.expectation == name for one in result.failures) == ours


def test_a_plausible_report_breaks_nothing(validated: tuple[ValidationResult, dict[str, LoadedReport]]) -> None:
    result, cases = validated
    fine = {case.dossier.report_version: name for name, case in cases.items() if name not in BREAKS}
    assert {fine[one.report_version]: one.expectation.id for one in result.findings if one.report_version in fine} == {}
    assert [one for one in result.failures if any(version in one.error for version in fine)] == []


def test_counts_cover_every_expectation(validated: tuple[ValidationResult, dict[str, LoadedReport]]) -> None:
    result, _ = validated
    assert (result.checked, result.passed) == (len(EXPECTATIONS), 0)
    assert set(result.by_suite) == {suite.name for suite in SUITES}


def test_findings_are_judgements_with_a_place_and_a_citation(
    validated: tuple[ValidationResult, dict[str, LoadedReport]],
) -> None:
    result, cases = validated
    dossiers = {case.dossier.report_version: case.dossier for case in cases.values()}
    findings = to_findings(result.findings, dossiers)
    assert len({finding.id for _, finding in findings}) == len(findings) == len(result.findings)
    for _, finding in findings:
        assert (finding.kind, finding.certainty, finding.sureness) == ("data_quality", "judgement", "moderate")
        assert finding.at and finding.at[0].bbox != (0, 0, 0, 0)
        assert finding.rule in finding.citation and "{" not in finding.message and "None" not in finding.message
    severities = {finding.rule: finding.severity for _, finding in findings}
    assert (severities["GX-REP-06"], severities["GX-REP-02"], severities["GX-IND-04"]) == ("high", "medium", "info")


def test_a_check_that_cannot_run_is_our_error_and_never_a_finding(tmp_path: Path) -> None:
    gone = Expectation("GX-IND-98", *between("no_such_column", 0), "列不存在")
    words = Expectation("GX-IND-99", *between("name", 0), "文字不是数字")
    suite = replace(indicator.COLUMNS, expectations=(gone, words, indicator.COLUMNS.expectations[0]))
    report = loaded()
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.load("b1", [], [report])
        result = validate(warehouse, [report.dossier.report_version], [suite])
    assert result.findings == ()
    assert [failure.expectation for failure in result.failures] == ["GX-IND-98", "GX-IND-99"]
    assert "no_such_column" in result.failures[0].error
    assert (result.checked, result.passed) == (3, 1)


def test_only_the_batch_is_validated(tmp_path: Path) -> None:
    old, new = loaded("旧"), loaded("新")
    with Warehouse.open(tmp_path / "warehouse.duckdb") as warehouse:
        warehouse.load("b1", [], [old, new])
        warehouse.fetch("UPDATE indicator SET weight = 101 WHERE report_version = ?", [old.dossier.report_version])
        assert validate(warehouse, [new.dossier.report_version], [indicator.COLUMNS]).findings == ()
        assert validate(warehouse, []) == ValidationResult()
