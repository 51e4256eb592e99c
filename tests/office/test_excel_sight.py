"""What is in a workbook but cannot be seen is left out; what may be seen otherwise is for a person."""

from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, DataBarRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table

from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.reading.office.number_format import shown_number, shown_text
from tests.extraction.comparing import report_differences
from tests.makers.example import FORM
from tests.makers.office import excel
from tests.office.test_excel import changed
from tests.office.test_hostile_office import SHEET, altered

WHITE, NAVY = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E79")
Change = Callable[[Any], None]


def cell(sheet: Any) -> Any:
    """The actual value of the first indicator."""
    return sheet["F13"]


def read(change: Change, extractor: Extractor, actual: str | None = None) -> tuple[Any, Any]:
    """The report after ``change`` was done to that cell (and what is around it), and its truth."""
    made = changed(excel(FORM), lambda sheet: change(cell(sheet)))
    if actual is not None:
        made.truth[0]["indicators"][0]["actual"] = actual
    return extractor.extract(made.data, "made.xlsx").reports[0], made.truth


def is_doubted(report: Any) -> bool:
    at = report.indicators[0].at.get("actual")
    return report.status == "partial" and at is not None and all(p.confidence < CERTAIN for p in places(at))


def setting(**attributes: Any) -> Change:
    def change(one: Any) -> None:
        for name, value in attributes.items():
            setattr(one, name, value)

    return change


def both(*changes: Change) -> Change:
    def change(one: Any) -> None:
        for each in changes:
            each(one)

    return change


def width(points: float) -> Change:
    return lambda one: setattr(one.parent.column_dimensions["F"], "width", points)


def height(points: float) -> Change:
    return lambda one: setattr(one.parent.row_dimensions[13], "height", points)


def condition(**style: Any) -> Change:
    rule = CellIsRule(operator="greaterThan", formula=["0"], **style)
    return lambda one: one.parent.conditional_formatting.add("F1:F99", rule)


def rich(**font: Any) -> Change:
    return setting(value=CellRichText("8", TextBlock(InlineFont(**font), "9")))


def table_below(one: Any) -> None:
    """A table (超级表) somewhere on the sheet: its style may be what lies behind cells."""
    one.parent["K40"] = "列"
    one.parent.add_table(Table(displayName="T", ref="K40:K41"))


AS_TEXT = setting(value="8", number_format="@")
NUMBER = setting(value=123456789, number_format="0.00")


@pytest.mark.parametrize(
    ("change", "actual"),
    [
        (setting(font=WHITE), ""),
        (setting(font=Font(color=Color(theme=0))), ""),
        (setting(font=Font(color=Color(indexed=9))), ""),
        (setting(font=Font(sz=1)), ""),
        (setting(fill=PatternFill("solid", fgColor="FF000000")), ""),
        (rich(color="FFFFFFFF"), "8"),
        (both(AS_TEXT, setting(font=WHITE, fill=NAVY)), "8"),
        (both(AS_TEXT, setting(font=Font(color=Color(theme=0, tint=-0.5)))), "8"),
        (both(AS_TEXT, setting(number_format='@"部"')), "8部"),
        (both(AS_TEXT, setting(number_format='0;-0;0;"无"')), "无"),
        (both(AS_TEXT, setting(number_format="0.00_ ;[Red]\\-0.00\\ ")), "8"),
        (both(NUMBER, width(14)), "123456789.00"),
        (both(NUMBER, width(4), setting(alignment=Alignment(shrink_to_fit=True))), "123456789.00"),
        (both(setting(value="一段比列宽得多的文字"), width(4)), "一段比列宽得多的文字"),
        (both(AS_TEXT, height(15)), "8"),
        (both(AS_TEXT, condition(font=Font(color="FFFF0000"), fill=PatternFill(bgColor="FFFFC7CE"))), "8"),
    ],
)
def test_known(change: Change, actual: str, extractor: Extractor) -> None:
    report, truth = read(change, extractor, actual)
    assert report.status == "extracted", report.reason
    assert report_differences(truth, [report]) == []


@pytest.mark.parametrize(
    "change",
    [
        setting(font=Font(color="FFE8E8E8")),
        setting(font=Font(sz=3)),
        setting(font=Font(strike=True)),
        setting(font=WHITE, fill=PatternFill("darkGrid", fgColor="FF000000")),
        rich(strike=True),
        rich(color="FFF0F0F0"),
        both(NUMBER, width(4)),
        both(setting(value=45000, number_format="yyyy-mm-dd"), width(6)),
        both(NUMBER, width(12), setting(font=Font(sz=22))),
        both(AS_TEXT, width(0.5)),
        both(AS_TEXT, height(4)),
        both(AS_TEXT, setting(number_format="0;0;0;")),
        both(AS_TEXT, condition(font=WHITE)),
        both(AS_TEXT, condition(fill=PatternFill(bgColor="FF000000"))),
        both(setting(font=WHITE), condition(fill=NAVY)),
        lambda one: one.parent.conditional_formatting.add(
            "F1:F99", DataBarRule("min", None, "max", None, "FF638EC6", showValue=False)
        ),
        both(setting(font=WHITE), table_below),
    ],
)
def test_not_known(change: Change, extractor: Extractor) -> None:
    report, _ = read(change, extractor)
    assert is_doubted(report)


@pytest.mark.parametrize("look", [{"height": 0.75}, {"height": 2}, {"hidden": True}])
def test_a_row_without_height_is_not_displayed(look: dict[str, Any], extractor: Extractor) -> None:
    def change(sheet: Any) -> None:
        for name, value in look.items():
            setattr(sheet.row_dimensions[14], name, value)

    made = changed(excel(FORM), change)
    del made.truth[0]["indicators"][1]
    (report,) = extractor.extract(made.data, "made.xlsx").reports
    assert report_differences(made.truth, [report]) == []


@pytest.mark.parametrize(("each", "sure"), [(4.0, True), (2.0, False)])
def test_a_merged_cell_is_as_wide_as_its_columns(each: float, sure: bool, extractor: Extractor) -> None:
    def change(sheet: Any) -> None:
        sheet["F11"] = 123456789
        for column in "FGHI":
            sheet.column_dimensions[column].width = each
        for row in sheet["F5:I9"] + sheet["F13:I18"]:
            for one in row:
                one.value, one.number_format = None if one.value is None else str(one.value), "@"

    (report,) = extractor.extract(changed(excel(FORM), change).data, "made.xlsx").reports
    assert report.goals[0].actual == "123456789"
    assert all(place.confidence >= CERTAIN for place in places(report.goals[0].at["actual"])) == sure


def test_a_column_without_width_is_not_displayed(extractor: Extractor) -> None:
    made = changed(excel(FORM), lambda sheet: setattr(sheet["K15"], "value", "系统编号"))
    flat = b'<cols><col min="11" max="11" width="0" customWidth="1"/></cols><sheetData>'
    data = altered(made.data, SHEET, lambda content: content.replace(b"<sheetData>", flat))
    (report,) = extractor.extract(data, "made.xlsx").reports
    assert (report.status, report.unclaimed) == ("extracted", ())


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("甲", "General", "甲"),
        ("甲", "0.00", "甲"),
        ("甲", "0;-0", "甲"),
        ("甲", "yyyy/m/d;@", "甲"),
        ("42", '"约"@"部"', "约42部"),
        ("甲", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "甲"),
        ("甲", '0;0;0;"无"', "无"),
        ("甲", "0;[红色]@", "甲"),
        ("甲", '0"@"', "甲"),
    ],
)
def test_text_in_a_format(text: str, code: str, shown: str) -> None:
    assert (shown_text(text, code).text, shown_text(text, code).sure) == (shown, True)


@pytest.mark.parametrize("code", ["0;0;0;", ";;;", "@*.", "[白色]@", "[White]@"])
def test_text_in_a_format_that_may_hide_it(code: str) -> None:
    assert not shown_text("甲", code).sure


def test_a_section_for_text_is_none_for_numbers() -> None:
    assert shown_number("0", "0;-0;@").text == "0"
    assert shown_number("0", "0;-0;@").sure
    assert not shown_number("42", '@"部"').sure
    assert not shown_number("42", "[White]0").sure
    assert not shown_number("42", "0*-").sure
