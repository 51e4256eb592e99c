"""Layouts of other provinces and years, by three producers each: as PDF, in Word, in Excel."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import differences
from tests.layouts.forms import ELSEWHERE, IN_FULL, THREE_COLUMNS, Variant, changed
from tests.makers import by_reportlab
from tests.makers.description import HEADINGS, BudgetText, IndicatorText
from tests.makers.document import Block, Break, Entry, Line, Look, blocks
from tests.makers.example import ANALYSIS, FORM
from tests.makers.grid import Grid
from tests.makers.office import excel_of, word_of
from tests.makers.truth import fold

PRODUCERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "pdf": lambda made: by_reportlab.produce(list(made), Look(table_size=7)),
    "docx": word_of,
    "xlsx": lambda made: excel_of([made]),
}


def read(made: Sequence[Block], producer: str, extractor: Extractor) -> ExtractedFile:
    return extractor.extract(PRODUCERS[producer](made), f"made.{producer}")


def equal(variant: Variant, report: Any, producer: str, extractor: Extractor) -> Any:
    file = read(variant.blocks(report), producer, extractor)
    assert file.status == "extracted", (file.reason, file.detail)
    (found,) = file.reports
    assert list(differences(variant.truth(report), found.model_dump(mode="json"))) == []
    return found


@pytest.mark.parametrize("producer", list(PRODUCERS))
@pytest.mark.parametrize("name", list(IN_FULL))
def test_ways_to_print_the_national_form(name: str, producer: str, extractor: Extractor) -> None:
    assert equal(IN_FULL[name], FORM, producer, extractor).form == "self_evaluation_form"


@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_a_target_in_three_columns_is_joined(producer: str, extractor: Extractor) -> None:
    found = equal(Variant(indicator=THREE_COLUMNS), FORM, producer, extractor)
    assert [row.target for row in found.indicators][:3] == ["≥20公顷", "≥150株", "及时"]
    assert len(places(found.indicators[0].at["target"])) == 3


@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_cost_as_a_level_of_its_own(producer: str, extractor: Extractor) -> None:
    costs = [
        IndicatorText(
            level1="成本指标", level2=level2, name=name, target="≤80万元", actual="79.5", weight="10", points="10"
        )
        for level2, name in (
            ("经济成本指标", "养护总成本"),
            ("社会成本指标", "占道时间"),
            ("生态环境成本指标", "用水量"),
        )
    ]
    equal(Variant(), changed(indicators=(*costs, *FORM.indicators)), producer, extractor)


@pytest.mark.parametrize("unit", ["元", "万元"])
@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_units_of_money(unit: str, producer: str, extractor: Extractor) -> None:
    lines = tuple(
        BudgetText(source=source, initial_compiled="1,234,567.80", full_year="1,234,567.80", executed="0", points="")
        for source in ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    )
    equal(
        Variant(),
        changed(budget_unit=unit, budget=lines, stated=FORM.stated.model_copy(update={"execution_points": None})),
        producer,
        extractor,
    )


@pytest.mark.parametrize("producer", list(PRODUCERS))
@pytest.mark.parametrize("form", list(ELSEWHERE))
def test_other_layouts_are_named_and_never_read_in_full(form: str, producer: str, extractor: Extractor) -> None:
    name, variant = ELSEWHERE[form]
    file = read(variant.blocks(FORM), producer, extractor)
    (found,) = file.reports
    assert (found.form, found.status, file.status) == (form, "partial", "partial")
    assert name in (found.reason or "")
    read_cells = {row.name for row in found.indicators} | {one.text for one in found.unclaimed}
    assert {"养护绿地面积(公顷)", "病虫害防治及时性"} <= read_cells
    assert found.sections[0].text == "(2024年度)"
    for row, true in zip(found.indicators, FORM.indicators, strict=False):
        for field in ("target", "actual", "weight", "points"):
            sure = all(place.confidence >= CERTAIN for place in row.where(field))
            assert getattr(row, field) in (None, "", getattr(true, field)) or not sure


@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_a_column_that_is_not_known_is_unclaimed(producer: str, extractor: Extractor) -> None:
    strange = Variant(indicator=(*Variant().indicator[:4], ("上年水平", "weight"), *Variant().indicator[4:]))
    (found,) = read(strange.blocks(FORM), producer, extractor).reports
    assert found.status == "partial"
    assert [one.text for one in found.unclaimed][:2] == ["上年水平", "20"]


def test_a_report_about_a_whole_department_keeps_its_text(extractor: Extractor) -> None:
    made = [
        Line("2024年度部门整体支出绩效自评报告", "title"),
        Line("一、部门概况", "h1"),
        Line("全局共有12个科室。", "p"),
    ]
    for producer in ("pdf", "docx"):
        file = read(made, producer, extractor)
        (found,) = file.reports
        assert (found.form, found.status) == ("department_form", "partial")
        assert "全局共有12个科室。" in found.sections[0].text


def test_forms_of_two_layouts_in_one_document(extractor: Extractor) -> None:
    first, second = Variant(), ELSEWHERE["transfer_payment_form"][1]
    made = [*first.blocks(FORM), Break(), *second.blocks(FORM)]
    for producer in ("pdf", "docx"):
        forms = [report.form for report in read(made, producer, extractor).reports]
        assert forms == ["self_evaluation_form", "transfer_payment_form"]


OTHERWISE = {
    "一、项目基本信息": "一、项目的基本情况",
    "（一）项目概况": "（一）项目基本概况",
    "（2）项目年度目标": "（2）项目年度绩效目标",
    "二、项目绩效完成情况": "二、项目绩效目标完成情况",
    "三、项目自评结果": "三、项目自评结论",
    "1.项目自评得分和结论": "1.项目自评得分与结论",
    "4.产出情况及分析": "4.产出情况与分析",
    "四、项目主要经验做法": "四、主要经验及做法",
    "五、项目管理中存在的主要问题及原因分析": "五、存在的主要问题和原因分析",
    "六、下一步改进措施及管理建议": "六、下一步改进措施、管理建议",
}
"""Headings as other units write them."""


@pytest.mark.parametrize("producer", ["pdf", "docx"])
def test_the_same_outline_in_other_words(producer: str, extractor: Extractor) -> None:
    made = [
        replace(block, text=OTHERWISE.get(block.text, block.text)) if isinstance(block, Line | Entry) else block
        for block in blocks(ANALYSIS, Look(), {})
    ]
    file = read(made, producer, extractor)
    assert file.status == "extracted", file.reason
    sections = file.reports[0].sections
    headings = [OTHERWISE.get(heading, heading) for _, heading in HEADINGS]
    assert [section.heading for section in sections] == [fold(heading) for heading in headings]
    assert [section.text for section in sections] == [fold(ANALYSIS.text_of(heading)) for _, heading in HEADINGS]
    assert file.reports[0].stated.total == "98"


def test_a_report_without_headings_is_partial(extractor: Extractor) -> None:
    made = [block for block in blocks(ANALYSIS, Look(contents=False), {}) if getattr(block, "style", "")[:1] != "h"]
    (found,) = read(made, "docx", extractor).reports
    assert found.status == "partial" and "标题" in (found.reason or "")


@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_lines_to_write_on_in_a_goal_make_it_unsure(producer: str, extractor: Extractor) -> None:
    title, year, grid = Variant().blocks(FORM)
    assert isinstance(grid, Grid)
    (at,) = (number for number, row in enumerate(grid.rows) if row[0].text == "年度总体目标")
    label, (expected, actual) = grid.rows[at], grid.rows[at + 1]
    taller = replace(label[0], rows=3), *label[1:]
    lined = (
        expected,
        replace(actual, text="管护绿地18公顷，"),
        replace(expected, text=""),
        replace(actual, text="补植乔木152株。"),
    )
    rows = (*grid.rows[:at], taller, lined[:2], lined[2:], *grid.rows[at + 2 :])
    file = read([title, year, replace(grid, rows=rows)], producer, extractor)
    assert file.status == "partial"
    goals = file.reports[0].goals
    assert [(goal.expected, goal.actual) for goal in goals] == [
        (fold(expected.text), "管护绿地18公顷,"),
        ("", "补植乔木152株。"),
    ]
    assert {place.confidence < CERTAIN for goal in goals for at in goal.at.values() for place in places(at)} == {True}
    assert all(set(goal.at) == {"expected", "actual"} for goal in goals)
