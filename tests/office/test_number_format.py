"""Numbers and dates as Excel shows them. The expected texts were taken from the format's published description."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.reading.office.counting import chinese, counted
from perfeval_core.reading.office.number_format import shown_number

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("2500000", "General", "2500000"),
        ("69676.880000000005", "General", "69676.88"),
        ("85.899999999999991", "General", "85.9"),
        ("0.14000000000000001", "0.00%", "14.00%"),
        ("1", "0%", "100%"),
        ("12345", "@", "12345"),
        ("12.5", 'G/通用格式"元"', "12.5元"),
        ("-1234.5", "#,##0.00;[Red]#,##0.00", "1,234.50"),
        ("0.98760000000000003", "0.00%", "98.76%"),
        ("41.755000000000003", "0.00", "41.76"),
        ("1563900", "#,##0", "1,563,900"),
        ("1563900", "#,##0.00", "1,563,900.00"),
        ("-12345", "#,##0", "-12,345"),
        ("-12345", "#,##0;(#,##0)", "(12,345)"),
        ("-12345", "#,##0_);[Red]\\(#,##0\\)", "(12,345)"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("0.5", "#.##", ".5"),
        ("5", "#.##", "5."),
        ("0.5", "0.##", "0.5"),
        ("7", "000", "007"),
        ("12000", '0,"千元"', "12千元"),
        ("12345678", "0.00,,", "12.35"),
        ("30", '0"人"', "30人"),
        ("30", '"≥"0"人"', "≥30人"),
        ("5", "[$¥-804]#,##0.00", "¥5.00"),
        ("1E-3", "General", "0.001"),
        ("1.5E6", "General", "1500000"),
        ("44926", "yyyy-mm-dd", "2022-12-31"),
        ("44926", "yyyy/m/d", "2022/12/31"),
        ("44926", 'yyyy"年"m"月"d"日"', "2022年12月31日"),
        ("44926", '[$-804]yyyy"年"m"月"', "2022年12月"),
        ("44926.75", "yyyy-m-d h:mm", "2022-12-31 18:00"),
        ("44926.75", "h:mm:ss AM/PM", "6:00:00 PM"),
        ("44926", "aaaa", "星期六"),
        ("44926", "yyyy.mm", "2022.12"),
    ],
)
def test_shown(raw: str, code: str, text: str) -> None:
    shown = shown_number(raw, code)
    assert shown.text == text
    assert shown.sure


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("0.33333333333333331", "General"),
        ("123456789012", "General"),
        ("5", ";;;"),
        ("0.5", "# ?/?"),
        ("12345", "0.00E+00"),
        ("1234567890", "000-0000-000"),
        ("5", "[DBNum1]0"),
        ("5", "[>=100]0;0.0"),
        ("30", "yyyy-mm-dd"),
        ("0.5", "[h]:mm"),
        ("44926", "[$-F800]dddd, mmmm dd, yyyy"),
        ("0", "#"),
    ],
)
def test_what_is_not_certain_says_so(raw: str, code: str) -> None:
    assert not shown_number(raw, code).sure


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_double_shows_the_decimal_that_was_typed(whole: int, places: int) -> None:
    typed = Decimal(whole).scaleb(-places)
    code = "0" + ("." + "0" * places if places else "")
    assert shown_number(repr(float(typed)), code).text == f"{typed:.{places}f}"


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一")])
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text
    assert counted(number, "chineseCounting") == text


def test_a_format_that_is_not_known_has_no_label() -> None:
    assert counted(3, "hebrew1") is None
    assert counted(0, "upperRoman") is None
    assert counted(4, "upperRoman") == "IV"
