"""The grammar of a cell, and two quantities made comparable."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.quantity import Attainment, Nothing, Operator, Quality, Quantity, Words
from perfeval_core.extraction.values import comparable, read_actual, read_target


@pytest.mark.parametrize(
    ("text", "operator", "value", "unit"),
    [
        ("≥30人", Operator.AT_LEAST, "30", "人"),
        ("≧30人", Operator.AT_LEAST, "30", "人"),
        (">=90％", Operator.AT_LEAST, "90", "%"),
        ("不低于95%", Operator.AT_LEAST, "95", "%"),
        ("不少于3次", Operator.AT_LEAST, "3", "次"),
        ("95%以上", Operator.AT_LEAST, "95", "%"),
        ("大于等于5", Operator.AT_LEAST, "5", ""),
        (">5", Operator.MORE, "5", ""),
        ("大于5", Operator.MORE, "5", ""),
        ("≤200万", Operator.AT_MOST, "200", "万"),
        ("<=200万", Operator.AT_MOST, "200", "万"),
        ("不超过10万元", Operator.AT_MOST, "10", "万元"),
        ("5天以内", Operator.AT_MOST, "5", "天"),
        ("<30000元", Operator.LESS, "30000", "元"),
        ("小于1次", Operator.LESS, "1", "次"),
        ("=24979.87万元", Operator.EQUAL, "24979.87", "万元"),
        ("＝100%", Operator.EQUAL, "100", "%"),
        ("═8个", Operator.EQUAL, "8", "个"),
        ("$\\geq 90\\%$", Operator.AT_LEAST, "90", "%"),
        ("$\\leq 5\\text{天}$", Operator.AT_MOST, "5", "天"),
        ("&ge;90%", Operator.AT_LEAST, "90", "%"),
        ("≥90百分比", Operator.AT_LEAST, "90", "百分比"),
        ("≥1,988,000元", Operator.AT_LEAST, "1988000", "元"),
        ("≥ 30 人 次。", Operator.AT_LEAST, "30", "人次"),
        ("2.6亿元", None, "2.6", "亿元"),
        ("1.2万亩", None, "1.2", "万亩"),
        ("30", None, "30", ""),
        ("≥-5%", Operator.AT_LEAST, "-5", "%"),
    ],
)
def test_a_target_with_a_number(text: str, operator: Operator | None, value: str, unit: str) -> None:
    assert read_target(text) == Quantity(Decimal(value), unit, operator)


@pytest.mark.parametrize(
    "text",
    [
        "9月前",
        "12月底前",
        "2022年",
        "及时",
        "及时无",
        "30-50人",
        "≥30至50人",
        "30余人",
        "约30人",
        "大于90%以上",
        "≥1,00人",
        "≥",
        "≥NaN",
        "≥1e5",
        "1.2.3",
        "100%达标",
    ],
)
def test_a_target_that_is_no_plain_number_stays_words(text: str) -> None:
    assert isinstance(read_target(text), Words)


@pytest.mark.parametrize("text", [None, "", "/", "—", "——", " - "])
def test_none_is_nothing(text: str | None) -> None:
    assert read_target(text) == Nothing()
    assert read_actual(text) == Nothing()


@pytest.mark.parametrize(
    ("text", "attainment"),
    [
        ("达成预期指标", Attainment.MET),
        ("达成年度指标", Attainment.MET),
        ("达成预期指标无", Attainment.MET),
        ("、达成预期指标。", Attainment.MET),
        ("部分达成预期指标并具有一定效果", Attainment.PARTLY),
        ("部分达成年度指标并具有一定效果1", Attainment.PARTLY),
        ("未达成预期指标且效果较差", Attainment.NOT_MET),
        ("未完成年度指标且效果较差", Attainment.NOT_MET),
        ("未达成（未完成）预期指标且效果较差", Attainment.NOT_MET),
        ("☑达成预期指标□部分达成预期指标并具有一定效果□未达成预期指标且效果较差", Attainment.MET),
        ("□达成预期指标☑部分达成预期指标并具有一定效果", Attainment.PARTLY),
        ("达成预期指标□部分达成预期指标并具有一定效果☑", Attainment.PARTLY),
    ],
)
def test_an_enumerated_quality_word(text: str, attainment: Attainment) -> None:
    assert read_actual(text) == Quality(attainment)


@pytest.mark.parametrize(
    "text",
    [
        "基本达成预期指标",
        "未全部达成预期指标",
        "达成",
        "已完成",
        "良好",
        "□达成预期指标□未达成预期指标",
        "≥30人",
        "2/8",
        "达成预期指标95%",
        "30人(预计)",
        "无",
    ],
)
def test_free_words_are_no_score(text: str) -> None:
    assert isinstance(read_actual(text), Words)


@pytest.mark.parametrize(
    ("target", "actual", "name", "pairs"),
    [
        ("≤200万", "198.8", "项目成本控制数(万)", [("2000000", "1988000")]),
        ("≤200万", "1988000元", "成本", [("2000000", "1988000")]),
        ("≤200万", "400", "成本", [("2000000", "4000000")]),
        ("≤200万", "1988000", "成本", [("2000000", "19880000000"), ("2000000", "1988000")]),
        ("=24979.87万元", "700", "项目合同款支付", [("249798700", "7000000")]),
        ("≥1.2万亩", "13000亩", "面积", [("12000", "13000")]),
        ("<30000元", "30000", "成本(元)", [("30000", "30000")]),
        ("≥99%", "100", "案件受理及时性(%)", [("99", "100")]),
        ("=100%", "25", "完成率", [("100", "25")]),
        ("≥90百分比", "92%", "满意度", [("90", "92")]),
        ("≤5‰", "0.3%", "差错率", [("1/2", "3/10")]),
        ("≥98%", "0.98", "合格率", [("98", "49/50"), ("98", "98")]),
        ("≤1%", "0.01", "信息发布错误率", [("1", "1/100"), ("1", "1")]),
        ("<1%", "1", "差错率", [("1", "1")]),
        ("≥99%", "0", "达标率", [("99", "0")]),
        ("≥100%", "1.05", "完成率", [("100", "21/20"), ("100", "105")]),
        ("≤1.5%", "1.2", "差错率", [("3/2", "6/5")]),
        ("≥90%", "5", "满意度", [("90", "5")]),
        ("≥0.9", "0.95", "满意度", [("9/10", "19/20")]),
        ("≥90", "0.95", "满意度(%)", [("90", "19/20"), ("90", "95")]),
        ("≥30人", "48次", "培训", []),
    ],
)
def test_units_are_brought_together(target: str, actual: str, name: str, pairs: list[tuple[str, str]]) -> None:
    wanted, reached = read_target(target), read_actual(actual)
    assert isinstance(wanted, Quantity) and isinstance(reached, Quantity)
    assert comparable(wanted, reached, name) == tuple((Fraction(t), Fraction(a)) for t, a in pairs)


numbers = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False).map(lambda value: f"{value:f}")
units = st.sampled_from(["", "%", "人", "万元", "亿元", "次/月", "个工作日", "平方米"])


@given(st.sampled_from(list(Operator)), numbers, units)
def test_a_printed_number_is_read_exactly(operator: Operator, number: str, unit: str) -> None:
    assert read_target(f"{operator}{number}{unit}") == Quantity(Decimal(number), unit, operator)
    assert read_actual(f"{number}{unit}") == Quantity(Decimal(number), unit)


@given(st.text())
def test_any_text_has_a_reading(text: str) -> None:
    assert isinstance(read_target(text), Quantity | Words | Nothing)
    assert isinstance(read_actual(text), Quantity | Quality | Words | Nothing)


@given(numbers, numbers, units)
def test_one_unit_on_both_sides_leaves_one_reading(target: str, actual: str, unit: str) -> None:
    pairs = comparable(Quantity(Decimal(target), unit), Quantity(Decimal(actual), unit), "数量")
    assert len(pairs) == 1
    assert pairs[0].target * Fraction(actual) == pairs[0].actual * Fraction(target)
