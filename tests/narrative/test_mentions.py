"""One sentence against one indicator: agrees, contradicts, or cannot be told."""

import pytest

from perfeval_core.extraction.parsing import parse
from perfeval_core.narrative.mentions import contradicts, mentions
from perfeval_core.narrative.passages import sentences_of
from perfeval_core.rules.examples import filing_of

AGREES, CONTRADICTS, NOT_SAID = False, True, "not said"


def verdict(name: str, target: str, actual: str, sentence: str) -> bool | str | None:
    report = parse(
        filing_of(
            {
                "fiscal_year": "2023",
                "indicators": [{"name": name, "target": target, "actual": actual}],
                "sections": [{"heading": "4.产出情况及分析", "text": sentence}],
            }
        )
    )
    found = [one for sentence in sentences_of(report.filing, "result") for one in mentions(report, sentence)]
    return contradicts(found[0].figure, report.indicators[0]) if found else NOT_SAID


@pytest.mark.parametrize(
    ("name", "target", "actual", "sentence", "expected"),
    [
        ("发放宣传资料(万份)", "≥6万份", "6.5", "发放宣传资料6.5万份。", AGREES),
        ("发放宣传资料", "≥6万份", "6.5", "发放宣传资料6.5万份。", AGREES),
        ("发放宣传资料", "≥6万份", "65000", "发放宣传资料6.5万份。", AGREES),
        ("发放宣传资料", "≥6万份", "6.5万份", "发放宣传资料65,000份。", AGREES),
        ("发放宣传资料", "≥6万份", "6.5", "发放宣传资料5.6万份。", CONTRADICTS),
        ("项目成本控制数(万)", "≤200万", "198.8", "项目成本控制数为1,988,000元。", AGREES),
        ("项目成本控制数(万)", "≤200万", "198.8", "项目成本控制数为189.8万元。", CONTRADICTS),
        ("档案完好比率(%)", "≥98%", "0.98", "档案完好比率达98%。", AGREES),
        ("档案完好比率(%)", "≥98%", "98", "档案完好比率达98.4%。", AGREES),
        ("档案完好比率(%)", "≥98%", "98.4", "档案完好比率达百分之九十八。", AGREES),
        ("档案完好比率(%)", "≥98%", "98", "档案完好比率达96%。", CONTRADICTS),
        ("档案完好比率(%)", "≥98%", "98", "档案完好比率提高2个百分点。", NOT_SAID),
        ("培训场次", "≥5次", "48", "培训场次48场。", AGREES),
        ("培训场次", "≥5次", "48", "“培训场次”共计完成36场。", CONTRADICTS),
        ("培训场次", "≥5次", "48", "培训场次1200人次。", None),
        ("培训场次", "≥5次", "四十八", "培训场次36场。", None),
        ("运维人员数量", "≥5人", "6", "运维人员数为6名。", AGREES),
        ("运维人员数量", "≥5人", "6", "运维人员数为8名。", CONTRADICTS),
        ("开展普法宣传活动(场)", "≥5场", "6", "全年组织普法宣传活动8场。", CONTRADICTS),
        ("开展普法宣传活动(场)", "≥5场", "6", "国庆期间组织普法宣传活动2场。", NOT_SAID),
        ("开展普法宣传活动(场)", "≥5场", "6", "6月在学校组织普法宣传活动2场。", NOT_SAID),
        ("安全事故发生次数", "<1次", "0", "安全事故发生次数为0次。", AGREES),
        ("安全事故发生次数", "<1次", "0", "安全事故发生次数为2次。", CONTRADICTS),
        ("单位能耗下降(%)", "≥2%", "3", "单位能耗下降3%。", AGREES),
        ("满意度", "≥90%", "95", "群众满意度90%。", NOT_SAID),
        ("群众满意度", "≥90%", "95", "城区群众满意度90%。", NOT_SAID),
        ("群众满意度", "≥90%", "95", "群众满意度90%的目标已实现。", NOT_SAID),
        ("群众满意度", "≥90%", "95", "群众满意度约90%,群众满意度超过90%。", NOT_SAID),
        ("群众满意度", "≥90%", "95", "目标为群众满意度90%。", NOT_SAID),
        ("群众满意度", "≥90%", "95", "2022年群众满意度为90%。", NOT_SAID),
        ("群众满意度", "≥90%", "95", "按月度计划推进,群众满意度为90%。", CONTRADICTS),
    ],
)
def test_verdict(name: str, target: str, actual: str, sentence: str, expected: bool | str | None) -> None:
    assert verdict(name, target, actual, sentence) == expected
