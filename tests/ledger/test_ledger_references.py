"""Reference data: imported whole, numbered, never changed."""

import pytest
from ledger_helpers import Clock, sha
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from perfeval_core.domain.reference import OfficialRow
from perfeval_core.ledger import KeyedRow, Ledger, ReferenceFile

FILE = ReferenceFile("清单.xlsx", sha("清单"))


def row(number: int, project: str = "甲", executed: str | None = "1.00元", year: int = 2024) -> KeyedRow:
    unit = {"fiscal_year": year, "unit_code": "102001", "unit_name": None}
    amounts = {"initial_compiled": None, "full_year": "2.00万元", "executed": executed}
    return project, OfficialRow(project_name=project, sheet="清单", row=number, **unit, **amounts)


def test_rows_come_back_with_their_import_and_file(ledger: Ledger, clock: Clock) -> None:
    made, new = ledger.import_reference(FILE, [row(2), row(3, "乙")], skipped=1)
    assert (made.import_id, made.rows, made.skipped, made.imported_at, new) == (1, 2, 1, clock.now, True)
    assert ledger.reference_imports() == [made]
    first, second = ledger.reference_rows()
    assert (first.project_name, first.sheet, first.row, first.executed) == ("甲", "清单", 2, "1.00元")
    assert (second.import_id, second.file_name, second.file_sha256) == (1, FILE.name, FILE.sha256)
    (event,) = ledger.events()
    assert (event.type, event.subject) == ("reference.imported", "reference-1")
    assert ledger.problems() == []


def test_later_imports_stand_beside_the_earlier_ones(ledger: Ledger) -> None:
    for executed in ("1.00元", "3.00元"):
        ledger.import_reference(FILE, [row(2, executed=executed), row(3, "乙"), row(4, year=2023)])
    assert [(one.import_id, one.executed) for one in ledger.reference_rows(2024, "甲")] == [
        (1, "1.00元"),
        (2, "3.00元"),
    ]
    assert len(ledger.reference_rows(2024)) == 4
    assert ledger.reference_rows(2022) == []


def test_what_the_last_import_held_is_not_imported_again(ledger: Ledger) -> None:
    first, _ = ledger.import_reference(FILE, [row(2)])
    assert ledger.import_reference(FILE, [row(2)]) == (first, False)
    assert len(ledger.events()) == 1
    ledger.import_reference(FILE, [row(2, executed="3.00元")])
    back, new = ledger.import_reference(FILE, [row(2)])
    assert (back.import_id, new) == (3, True)


def test_an_import_happens_whole_or_not_at_all(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError):
        ledger.import_reference(FILE, [row(2), row(2, "乙")])
    assert (ledger.reference_imports(), ledger.reference_rows(), ledger.events()) == ([], [], [])


@pytest.mark.parametrize("table", ["reference_row", "reference_import"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET import_id = 7", "DELETE FROM {}"])
def test_nothing_of_it_can_be_changed(url: str, ledger: Ledger, table: str, statement: str) -> None:
    ledger.import_reference(FILE, [row(2)])
    with pytest.raises(DBAPIError, match="only grows"), create_engine(url).begin() as connection:
        connection.execute(text(statement.format(table)))
    assert len(ledger.reference_rows()) == 1
