"""Whatever narrative and cells hold, every text rule finishes, and its findings have places and ids of their own."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules import check
from perfeval_core.rules.examples import filing_of
from perfeval_core.rules.text import CHECKS
from perfeval_core.scoring import recompute

RULES = load_ruleset()
BUDGET = ("预算下达", "全年预算", "实际执行", "预算执行率为", "年初预算", "结余", "其中", "合计", "250万元", "0万元")
COUNTS = ("培训场次", "培训人次", "48场", "发放问卷", "回收", "回收率", "600份", "由", "增加到", "增加", "5+3=8", "60%")
OTHERS = (
    "1.",
    "2.",
    "1亿2,300万元",
    "百分之九十",
    "万元",
    "为",
    "约",
    "2022年",
    "2023年",
    "各项工作全部完成",
    "部分工作未开展",
)
PIECES = (*BUDGET, *COUNTS, *OTHERS, "将", "预计", *",。;:()、")
HEADINGS = (
    "(一)项目概况", "(2)项目年度目标", "(三)项目实施计划", "3.项目实施和预算执行情况分析", "4.产出情况及分析",
    "四、项目主要经验做法", "五、项目管理中存在的主要问题及原因分析", "六、下一步改进措施及管理建议", "附件",
)  # fmt: skip
prose = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
cells = st.sampled_from(
    ("", "—", "0", "48", "1.00", "250", "62.56%", "及时无", "$\\geq90\\%$", "达成预期指标", "≥5次", "9万人次")
)

reports = st.fixed_dictionaries(
    {
        "fiscal_year": st.sampled_from((None, 2022)),
        "budget_unit": st.sampled_from((None, "元", "万元")),
        "budget": st.lists(
            st.fixed_dictionaries(
                dict.fromkeys(("initial_compiled", "full_year", "executed", "carry_over", "execution_rate"), cells)
            ),
            max_size=2,
        ),
        "indicators": st.lists(
            st.fixed_dictionaries(
                {"name": st.sampled_from(("培训场次", "培训人次", "培训(场)", "项目总成本(万元)"))}
                | {"level2": st.sampled_from(("数量指标", "成本指标"))}
                | dict.fromkeys(("target", "actual", "weight", "points", "reason"), cells)
            ),
            max_size=3,
        ),
        "sections": st.lists(st.fixed_dictionaries({"heading": st.sampled_from(HEADINGS), "text": prose}), max_size=6),
        "goals": st.lists(st.fixed_dictionaries({"expected": prose, "actual": prose}), max_size=1),
    }
)


@settings(max_examples=300)
@given(reports)
def test_every_text_rule_finishes(cells_of_report: dict[str, Any]) -> None:
    report = parse(filing_of(cells_of_report))
    findings, failures = check(report, recompute(report, RULES), RULES, "report")
    assert [failure for failure in failures if failure.rule in CHECKS] == []
    mine = [finding for finding in findings if finding.rule in CHECKS]
    assert len({finding.id for finding in mine}) == len(mine)
    assert all(finding.at and finding.message and finding.citation for finding in mine)
