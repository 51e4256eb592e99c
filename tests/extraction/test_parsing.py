"""From strings to figures."""

from decimal import Decimal

import pytest

from perfeval_core.extraction.parsing import is_total, parse
from perfeval_core.rules.examples import filing_of


@pytest.mark.parametrize(
    "source",
    ["合计", "总计", "年度资金总额", "年度资金总额:", "资金总额(万元)", "项目资金总额", "预算资金合计", "一、合计"],
)
def test_a_total_line_is_recognised(source: str) -> None:
    assert is_total(source)


@pytest.mark.parametrize("source", ["其中:当年财政拨款", "市县区财政资金", "财政拨款合计", "其他资金", ""])
def test_a_source_of_funds_is_no_total(source: str) -> None:
    assert not is_total(source)


def test_the_total_line_comes_first() -> None:
    report = parse(filing_of({"budget": [{"source": "市县区财政资金"}, {"source": "合计"}]}))
    assert report.total_line is report.budget[0]
    assert [line.line.source for line in report.budget] == ["合计", "市县区财政资金"]
    assert [line.line.source for line in report.sources] == ["市县区财政资金"]


def test_without_a_recognised_total_there_is_none() -> None:
    report = parse(filing_of({"budget": [{"source": "市级资金"}, {"source": "县级资金"}]}))
    assert report.total_line is None
    assert len(report.sources) == 2


def test_a_single_line_is_its_own_total() -> None:
    assert parse(filing_of({"budget": [{"source": "市级资金"}]})).total_line is not None


def test_money_is_in_yuan_and_blank_is_not_zero() -> None:
    line = {"full_year": "156.39", "executed": "2.6亿元", "initial_compiled": "", "carry_over": "—", "points": "10分"}
    figures = parse(filing_of({"budget_unit": "万元", "budget": [line | {"execution_rate": "62.56%"}]})).budget[0]
    assert figures.full_year == Decimal(1563900)
    assert figures.executed == Decimal(260_000_000)
    assert figures.initial_compiled is None
    assert figures.carry_over is None
    assert figures.points == Decimal(10)
    assert figures.stated_rate == Decimal("62.56")
