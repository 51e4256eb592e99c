"""The line that says how a score comes about is right: whoever works it out gets the exact points."""

import random
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.domain.scores import IndicatorScore
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules.examples import filing_of
from perfeval_core.scoring import recompute
from perfeval_core.scoring.derivation import of_execution, of_line, of_total

PACKS = ("mof-2020-10", "platform", "hubei", "sichuan")
FORMULA = re.compile(r"，([\d.×÷()/-]+)，应得")


def scored(pack: str, **cells: str) -> IndicatorScore:
    rules = load_ruleset(pack)
    report = parse(filing_of({"indicators": [{"name": "工程(处)", "weight": "12", "points": "1"} | cells]}))
    return recompute(report, rules).indicators[0]


def worked_out(text: str) -> Fraction:
    """A formula's value: × ÷ - and brackets over exact numbers."""
    exact = re.sub(r"\d+(\.\d+)?", lambda number: f"Fraction('{number[0]}')", text)
    return Fraction(eval(exact.replace("×", "*").replace("÷", "/"), {"Fraction": Fraction}))


@pytest.mark.parametrize("pack", PACKS)
@given(
    st.sampled_from(("≥", "≤", "=", ">", "<", "")),
    st.decimals("0.01", "999", places=2),
    st.decimals("0.01", "999", places=2),
    st.sampled_from(("12", "12分", "7.5", "33")),
)
def test_the_formula_gives_the_exact_points(
    pack: str, operator: str, target: object, actual: object, weight: str
) -> None:
    score = scored(pack, target=f"{operator}{target}处", actual=f"{actual}", weight=weight)
    text = of_line(score)
    found = FORMULA.findall(text)
    assert text
    if len(score.proof.steps) == 1 and found:
        assert worked_out(found[0]) == Fraction(score.proof.steps[0].low)
    if score.points is not None and score.proof.steps:
        assert f"应得{score.points}分" in text


def test_each_case_has_its_words() -> None:
    whole = {"target": "≥40处", "actual": "40"}
    assert of_line(scored("mof-2020-10", **whole)) == "完成值40对指标值≥40，得满分12分，应得12.00分"
    less = {"target": "≥40处", "actual": "24"}
    assert of_line(scored("mof-2020-10", **less)) == "完成值24对指标值≥40，12×24÷40，应得7.20分"
    none = {"target": "≤40处", "actual": "80"}
    assert of_line(scored("platform", **none)) == "完成值80对指标值≤40，不得分，应得0.00分"
    word = {"target": "提升", "actual": "达成预期指标"}
    assert of_line(scored("mof-2020-10", **word)) == "“达成”一档，分值12×80%至100%，应得[9.60,12.00]分"
    assert of_line(scored("mof-2020-10", target="≥40处", actual="很多")) == "实际完成值不是可计分的数值"


def test_execution_and_total() -> None:
    budget = {"source": "合计", "initial_compiled": "3", "full_year": "3", "executed": "2", "points": "10"}
    line = {"name": "工程(处)", "target": "≥40处", "actual": "24", "weight": "12", "points": "12"}
    report = parse(filing_of({"budget_unit": "万元", "budget": [budget], "indicators": [line]}))
    sheet = recompute(report, load_ruleset())
    assert sheet.execution is not None
    assert of_execution(sheet.execution) == "全年执行数20000元÷全年预算数30000元=66.6667%；×10分，应得6.67分"
    assert of_total(sheet) == "逐行重算后，预算执行6.67＋各指标合计7.20，总分13.87，等级差"


def test_long_figures_keep_every_digit() -> None:
    rng = random.Random(1)
    digits = "".join(rng.choice("123456789") for _ in range(40))
    assert f"{digits}.5" in of_line(scored("mof-2020-10", target=f"≥{digits}.5处", actual="1"))
