"""The conclusion's sentence: which figure is whose, and what is left to a person."""

import pytest

from perfeval_core.domain.filing import Section, SectionPlaces, Stated
from perfeval_core.domain.place import CERTAIN, LinePlace, Place
from perfeval_core.extraction.stated import fiscal_year, stated_in

BOX = (72.0, 100.0, 500.0, 112.0)
FIELDS = ("execution_points", "indicator_points", "total", "grade")


def section(heading: str, text: str) -> Section:
    places = SectionPlaces(heading=Place(page=1, bbox=BOX), text=(LinePlace(page=1, bbox=BOX, length=len(text)),))
    return Section(level=3, heading=heading, text=text, page=1, at=places)


def read(text: str, year: int | None = 2024, project: str = "公园绿地养护") -> Stated:
    return stated_in((section("1.项目自评得分和结论", text),), project, year)


def doubts(stated: Stated) -> set[str]:
    return {field for field in stated.at if any(place.confidence < CERTAIN for place in stated.where(field))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算执行情况得分10分,产出各方面因素,指标完成情况得分88分,总得分98分,属于“优”。", ("10", "88", "98", "优")),
        ("本项目满分100分,总得分91.2分,等级为优。", (None, None, "91.2", "优")),
        ("总分为100分,自评得分为91.2分,评定为“优”。", (None, None, "91.2", "优")),
        ("总得分(满分100分)91.2分,属于优秀。", (None, None, "91.2", "优秀")),
        ("预算执行率得分(10分)9.5分,指标得分(90分)80分。", ("9.5", "80", None, None)),
        ("预算执行率满分10分,得分9.5分;绩效指标分值90分,自评得分80分;总分89.5分。", ("9.5", "80", "89.5", None)),
        ("预算执行得分10分,指标得分90分,总分100分,等级:“优”。", ("10", "90", "100", "优")),
        ("得分在90分以上的为优,80—90分的为良。综合得分88分,评价等级为“良”。", (None, None, "88", "良")),
        ("90分(含)以上属于“优”,80分及以上属于“良”;总得分88分,属于“良”。", (None, None, "88", "良")),
        ("2023年总得分95分,属于“优”;2024年总得分88分,属于“良”。", (None, None, "88", "良")),
        ("产出指标得分50分,效益指标得分30分,指标得分90分,总得分100分。", (None, "90", "100", None)),
        ("预算执行自评得分10分,自评得分97分。", ("10", None, "97", None)),
        ("总得分97,等级为优。", (None, None, "97", "优")),
        ("总得分98分,自评为优。", (None, None, "98", "优")),
        ("项目已完成,资料齐全。", (None, None, None, None)),
    ],
)
def test_what_is_written(text: str, expected: tuple[str | None, ...]) -> None:
    stated = read(text)
    assert tuple(getattr(stated, field) for field in FIELDS) == expected
    assert doubts(stated) == set()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("总得分98分,属于“优”。经复核,总得分为96分。", "total"),
        ("总得分98分,属于“优”。按标准评为“良”。", "grade"),
        ("2023年总得分98分。", "total"),
        ("本项目总分为100分,属于“优”。", "total"),
        ("总得分为九十八分,属于“优”。", "total"),
        ("自评98分,属于“优”。", "total"),
        ("得分98分,属于“优”。", "total"),
        ("总得分98分,评价等级见附表。", "grade"),
        ("总得分98分,自评结论优。", "grade"),
        ("总得分98分,属于优良。", "grade"),
        ("预算执行率为95%,得9.5分;总得分98分。", "execution_points"),
        ("产出、效益、满意度指标完成情况得分88分,总得分98分。", "indicator_points"),
        ("预算执行率满分10分,得分98分。", "execution_points"),
    ],
)
def test_what_nobody_can_know_is_doubted(text: str, field: str) -> None:
    assert field in doubts(read(text))


def test_a_year_in_the_projects_name_is_not_the_scores_year() -> None:
    stated = read("2022年尾款项目自评价结果为:2022年尾款总得分98分,属于“优”。", 2024, "2022年尾款")
    assert (stated.total, stated.grade, doubts(stated)) == ("98", "优", set())


def test_the_year_before_named_more_often_is_not_the_evaluated_one() -> None:
    conclusion = section("1.项目自评得分和结论", "2023年得分88分,2023年等级为良。2024年总得分95分。")
    execution = section("3.项目实施和预算执行情况分析", "2024年预算下达80万元,实际执行80万元。")
    assert fiscal_year("", "", (conclusion, execution)) == 2024
