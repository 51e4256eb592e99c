"""The grammar of figures: whatever is printed by its rules is read back exactly, and what is no figure stays none."""

from decimal import Decimal
from fractions import Fraction

import cn2an
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfeval_core.narrative.dates import months, years
from perfeval_core.narrative.exact import Exact, agree, rounded, shown, shown_money, total
from perfeval_core.narrative.figures import figures
from perfeval_core.reading.text import fold

SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}
numbers = st.decimals(min_value=0, max_value=99_999_999, places=2)
UNITS = ("元", "人次", "场次", "户", "台", "公里", "平方米", "%")


def one(text: str) -> tuple[Fraction, Fraction, str, str | None]:
    (figure,) = figures(text)
    return figure.value, figure.exact.step, figure.unit, figure.hedge


@given(numbers, st.sampled_from(("", "万", "亿")), st.sampled_from(UNITS), st.booleans(), st.booleans())
def test_a_number_with_its_unit_is_read_exactly(
    number: Decimal, magnitude: str, unit: str, grouped: bool, full_width: bool
) -> None:
    assume(unit != "%" or (not magnitude and not grouped))
    printed = f"{number:,}" if grouped else f"{number}"
    text = f"共计{printed}{magnitude}{unit}。"
    if full_width:
        text = fold(text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}))
    value, step, read_unit, hedge = one(text)
    assert (value, read_unit, hedge) == (Fraction(number) * SCALE[magnitude], unit, None)
    assert step == Fraction(1, 100) * SCALE[magnitude]


@given(st.integers(1, 99), st.integers(0, 9999), st.booleans())
def test_mixed_amounts_are_one_figure(hundred_millions: int, ten_thousands: int, grouped: bool) -> None:
    assume(ten_thousands > 0)
    low = f"{ten_thousands:,}" if grouped else str(ten_thousands)
    value, step, unit, _ = one(f"投资{hundred_millions}亿{low}万元")
    assert (value, step, unit) == (hundred_millions * 10**8 + ten_thousands * 10**4, 10_000, "元")


@given(st.integers(1, 9999))
def test_chinese_numerals_are_the_same_as_arabic_ones(number: int) -> None:
    written = cn2an.an2cn(number)
    assert one(f"培训{written}人次")[0] == number
    assert one(f"百分之{written}")[:1] == (number,)


@given(st.decimals(min_value=0, max_value=100, places=3))
def test_per_cent_in_words(number: Decimal) -> None:
    assert one(f"达到百分之{number}")[0] == one(f"达到{number}%")[0] == Fraction(number)


@given(numbers, st.sampled_from(("约", "近", "超过", "不少于", "不低于", "不超过", "大约", "逾", "≥")))
def test_words_before_a_number_make_it_inexact(number: Decimal, word: str) -> None:
    assert one(f"培训{word}{number}人次")[3] is not None


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("30余人", "about"),
        ("30多人", "about"),
        ("50元左右", "about"),
        ("1000多万元", "about"),
        ("3万余人次", "about"),
        ("2亿多", "about"),
        ("20万元以上", "at_least"),
        ("不少于5次", "at_least"),
        ("少于5次", "at_most"),
        ("5公顷以内", "at_most"),
        ("5至8次", "range"),
        ("5—8次", "range"),
        ("达到90%", None),
        ("增加到57场", None),
    ],
)
def test_approximations_and_bounds(text: str, hedge: str | None) -> None:
    assert one(text)[3] == hedge


@pytest.mark.parametrize(
    "text",
    [
        "2022年12月31日",
        "第3次会议",
        "财预〔2020〕10号",
        "电话0356-2063121",
        "3.项目实施",
        "(2)项目概况",
        "IPv6改造",
        "12345热线",
        "2019年应用平台项目万",
        "比例3:2",
        "统一部署",
        "百万元户",
        "1亿2亿元",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == ()


def test_units_of_the_report_are_read_and_longest_units_win() -> None:
    assert [figure.unit for figure in figures("制作短片3部,培训5人次", ["部"])] == ["部", "人次"]
    assert [figure.unit for figure in figures("每人3000元/人,提高2个百分点")] == ["元/人", "个百分点"]


def test_spans_are_those_of_the_text() -> None:
    text = "预算下达1,988,000元,实际执行79.52万元,执行率为40%。"
    assert [text[figure.start : figure.end] for figure in figures(text)] == ["1,988,000元", "79.52万元", "40%"]


@given(st.text(alphabet="0123456789.,亿万元%约近余十百两三年月至—()第人次", max_size=30))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.exact.step > 0


def exact(text: str) -> Exact:
    return figures(text)[0].exact


def test_agreement_is_rounding_and_nothing_else() -> None:
    assert agree(exact("69,676.88元"), exact("6.97万元"))
    assert not agree(exact("69,676.88元"), exact("6.96万元"))
    assert agree(exact("198.8万元"), exact("1,988,000元"))
    assert not agree(exact("62.56%"), exact("60%"))


@given(numbers, st.sampled_from([Fraction(1, 100), Fraction(1, 10), Fraction(1), Fraction(10_000)]))
def test_a_rounded_value_agrees_with_its_origin_either_way(number: Decimal, step: Fraction) -> None:
    origin, coarse = Exact(Fraction(number), Fraction(1, 100)), Exact(rounded(Fraction(number), step), step)
    assert agree(origin, coarse) and agree(coarse, origin)
    assert not agree(origin, Exact(coarse.value + step, step))


@given(st.lists(numbers, min_size=1, max_size=6))
def test_a_sum_is_exact_and_shown_as_it_is(values: list[Decimal]) -> None:
    parts = [Exact(Fraction(value), Fraction(1, 100)) for value in values]
    whole = sum(values, Decimal(0))
    assert total(parts).value == Fraction(whole)
    assert Decimal(shown(total(parts).value)) == whole
    assert exact(shown_money(total(parts).value)).value == Fraction(whole)


def test_years_and_periods() -> None:
    assert [str(mention) for mention in years("2020—2022年,由2021年3月至2023年5月,2024年")] == [
        "2020-2022",
        "2021-2023",
        "2024",
    ]
    assert years("《规划(2020-2022年)》和中办发〔2002〕17号,12345年") == ()
    assert months("1—6月完成,7月至9月验收") == ((1, 6), (7, 9))
