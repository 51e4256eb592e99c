"""Excel workbooks: displayed text, several reports, hidden things, formulas."""

import copy
import io
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Border

from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import report_differences
from tests.extraction.descriptions import report as any_report
from tests.makers.example import FORM
from tests.makers.office import MadeOffice, excel


def equal(made: MadeOffice, extractor: Extractor) -> Any:
    file = extractor.extract(made.data, "made.xlsx")
    assert file.status == "extracted", (file.reason, file.detail)
    assert file.pages is None
    assert report_differences(made.truth, file.reports) == []
    return file.reports


def changed(made: MadeOffice, change: Any) -> MadeOffice:
    """The same workbook after ``change`` was done to its first sheet."""
    book = load_workbook(io.BytesIO(made.data))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return MadeOffice(out.getvalue(), made.truth)


def find(sheet: Any, text: object) -> Any:
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("typed", [True, False])
def test_all_kinds_of_forms(seed: int, typed: bool, extractor: Extractor) -> None:
    random = Random(seed)
    reports = [one for one in (any_report(random) for _ in range(12)) if one.form == "self_evaluation_form"][:3]
    equal(excel(*reports, typed=typed, sheets=bool(seed % 2)), extractor)


def test_every_cell_has_its_address(extractor: Extractor) -> None:
    (report,) = equal(excel(FORM), extractor)
    native = {"sheet": "自评表", "route": "native", "confidence": 1.0}
    assert report.budget[0].at["executed"].model_dump() == {"cell": "F6"} | native
    assert report.indicators[1].at["level1"].model_dump() == {"cell": "B13"} | native


def test_hidden_sheets_rows_and_columns_are_not_read(extractor: Extractor) -> None:
    made = excel(FORM, FORM)

    def hide(sheet: Any) -> None:
        sheet.parent.worksheets[1].sheet_state = "hidden"
        sheet.insert_rows(20)
        sheet.column_dimensions["K"].hidden = True
        sheet["K15"] = "系统编号"

    whole = changed(made, hide)
    file = extractor.extract(whole.data, "made.xlsx")
    assert len(file.reports) == 1
    assert file.reports[0].unclaimed == ()


def test_a_formula_shows_its_stored_value_or_is_for_a_person(extractor: Extractor) -> None:
    def formula(sheet: Any) -> None:
        find(sheet, 98).value = "=SUM(H14:H19)"

    file = extractor.extract(changed(excel(FORM), formula).data, "made.xlsx")
    assert file.status == "partial"
    total = file.reports[0]
    assert total.stated.total is None
    assert total.unclaimed == () and "没有把握" in (total.reason or "")


def test_a_title_inside_the_ruled_block_is_still_a_title(extractor: Extractor) -> None:
    def rule(sheet: Any) -> None:
        for row in (1, 2):
            for column in range(1, 10):
                sheet.cell(row, column).border = copy.copy(sheet.cell(5, 1).border)

    equal(changed(excel(FORM), rule), extractor)


def test_a_workbook_without_borders(extractor: Extractor) -> None:
    def unrule(sheet: Any) -> None:
        for row in sheet.iter_rows():
            for cell in row:
                cell.border = Border()

    equal(changed(excel(FORM), unrule), extractor)


def test_a_blank_row_cuts_no_form(extractor: Extractor) -> None:
    def split(sheet: Any) -> None:
        merges = [str(one) for one in sheet.merged_cells.ranges]
        for one in merges:
            sheet.unmerge_cells(one)
        sheet.move_range("A12:I30", rows=1)
        for one in merges:
            first, last = one.split(":")
            low = int("".join(filter(str.isdigit, first))) >= 12
            shifted = [f"{c.rstrip('0123456789')}{int(''.join(filter(str.isdigit, c))) + low}" for c in (first, last)]
            sheet.merge_cells(":".join(shifted))

    equal(changed(excel(FORM), split), extractor)


def test_zeros_that_a_sheet_does_not_show_are_doubted(extractor: Extractor) -> None:
    def zero(sheet: Any) -> None:
        sheet.sheet_view.showZeros = False
        find(sheet, 10).value = 0

    (report,) = extractor.extract(changed(excel(FORM), zero).data, "made.xlsx").reports
    assert report.status == "partial"
    assert any(place.confidence < CERTAIN for at in report.budget[0].at.values() for place in places(at))
