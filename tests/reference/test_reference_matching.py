"""Which official row counts, and which one a report is held against: one, or none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.dossier import basis
from perfeval_core.domain.filing import Filing
from perfeval_core.domain.reference import OfficialFigures
from perfeval_core.ledger import Ledger
from perfeval_core.pipeline import asked_once
from perfeval_core.reference.matching import alike, in_force, the_one
from perfeval_core.reference.official import keep, official_for, official_rows, with_reference
from perfeval_core.reference.reading import read_list
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules.examples import filing_of
from tests.planted.official import figures
from tests.reference.lists import HEADER, ROW, csv_list

Cells = dict[str, Any]


def official(
    import_id: int = 1, code: str | None = "102001", name: str | None = "某局", **cells: Any
) -> OfficialFigures:
    return figures({"import_id": import_id, "unit_code": code, "unit_name": name} | cells)


def filed(code: str | None = "102001", name: str | None = "某局", **cells: Any) -> Filing:
    return filing_of({"fiscal_year": 2023, "unit_code": code, "unit_name": name, "project_name": "某项目"} | cells)


@pytest.mark.parametrize(
    ("rows", "report", "row"),
    [
        ([official()], filed(), 0),
        ([official()], filed(name="别的写法"), 0),  # the code says it
        ([official()], filed(code="102002"), None),  # and is not overruled by the name
        ([official(code=None)], filed(), 0),
        ([official()], filed(code=None), 0),
        ([official(name=None)], filed(code=None), None),
        ([official(code=None)], filed(code=None, name=None), None),
        ([official(), official(code="102002")], filed(), 0),
        ([official(), official(code="102002")], filed(code=None), None),  # two units of one name
        ([official(), official(2, executed="2元")], filed(), 1),
        ([official(), official(2, code=None, executed="2元")], filed(), 1),
        ([official(executed="2元"), official(2, executed="2元", row=9)], filed(), 0),  # nothing has changed
        ([official(), official(2, executed="2元"), official(3)], filed(), 2),
        ([official(), official(1, code="102002"), official(2, code=None)], filed(), None),  # whose row is the last?
        ([], filed(), None),
    ],
)
def test_one_row_or_none(rows: list[OfficialFigures], report: Filing, row: int | None) -> None:
    assert the_one(rows, report) == (None if row is None else rows[row])


@given(st.text(max_size=12))
def test_a_name_is_alike_itself_however_it_is_written(name: str) -> None:
    key = alike(name)
    assert alike(key) == key
    assert alike(f" “{name}” ") == key


def test_names_that_differ_in_more_stay_apart() -> None:
    assert alike("“雪亮工程”（二期）") == alike("雪亮工程(二期)")
    assert alike("雪亮工程（二期）") != alike("雪亮工程（一期）")


def test_of_every_project_the_last_row_counts() -> None:
    rows = [official(), official(project_name="乙"), official(2, executed="3元"), official(2, fiscal_year=2024)]
    assert sorted((row.fiscal_year, row.project_name, row.import_id) for row in in_force(rows)) == [
        (2023, "乙", 1),
        (2023, "某项目", 2),
        (2024, "某项目", 2),
    ]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(f"sqlite:///{tmp_path / 'ledger.db'}") as opened:
        yield opened


def imported(ledger: Ledger, executed: str) -> None:
    data = csv_list((*ROW[:-1], executed), header=HEADER)
    keep(ledger, "清单.csv", data, read_list(data).rows, 0)


REPORT = filed(fiscal_year=2024, project_name="信访维稳工作经费")


def test_the_rules_of_a_report_carry_its_row_as_it_stands(ledger: Ledger) -> None:
    plain = load_ruleset()
    rules = with_reference(lambda _: plain, ledger)
    assert rules(REPORT) is plain
    imported(ledger, "1")
    first = rules(REPORT)
    assert first.reference is not None
    assert (first.hash, first.reference.executed, first.reference.row) == (plain.hash, "1元", 2)
    imported(ledger, "2")
    second = rules(REPORT)
    assert second.reference is not None
    bases = {basis(one.hash, one.reference) for one in (plain, first, second)}
    assert (second.reference.executed, len(bases)) == ("2元", 3)
    assert rules(None) is plain
    assert [row.executed for row in official_rows(ledger, 2024)] == ["2元"]


@pytest.mark.parametrize("cells", [{"fiscal_year": None}, {"project_name": None}, {"fiscal_year": 2022}])
def test_a_report_without_year_or_project_has_no_row(ledger: Ledger, cells: Cells) -> None:
    imported(ledger, "1")
    assert official_for(ledger, REPORT) is not None
    assert official_for(ledger, REPORT.model_copy(update=cells)) is None


def test_an_import_in_the_middle_of_a_file_does_not_come_between_check_and_dossier(ledger: Ledger) -> None:
    rules = with_reference(lambda _: load_ruleset(), ledger)
    held = asked_once(rules)
    checked = held(REPORT)
    imported(ledger, "1")
    assert held(REPORT) is checked
    assert rules(REPORT).reference is not None
