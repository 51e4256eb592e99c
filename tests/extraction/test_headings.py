"""Headings of the layout, and lines that only look like them."""

from collections.abc import Sequence

import pytest

from perfeval_core.domain.place import CERTAIN, Place
from perfeval_core.extraction.blocks import LineBlock
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.extraction.sections import out_of_order, sections
from perfeval_core.reading.pagedoc import TextLine
from tests.makers import Look, make
from tests.makers.description import HEADINGS
from tests.makers.example import ANALYSIS


def read(lines: Sequence[str | tuple[str, ...]]) -> list[tuple[str, str, bool]]:
    """Each section's heading and text, and whether all of it is sure."""
    blocks = []
    for number, line in enumerate(lines):
        pieces = (line,) if isinstance(line, str) else line
        box = (72.0, 90.0 + 20 * number, 300.0, 102.0 + 20 * number)
        text = "".join(pieces)
        blocks.append(LineBlock(TextLine(text, box, pieces), Place(page=1, bbox=box), 1))
    found = sections(blocks)
    return [(one.heading, one.text, all(at.confidence >= CERTAIN for at in one.at.text)) for one in found]


@pytest.mark.parametrize(
    "item",
    ["1.项目实施方案", "1.项目实施进度计划:按月推进", "(1)项目实施计划安排"],
)
def test_an_item_of_a_list_is_no_heading(item: str) -> None:
    assert read(["(三)项目实施计划", "步骤如下:", item, "编制方案。", "四、项目主要经验做法"]) == [
        ("(三)项目实施计划", f"步骤如下:{item}编制方案。", False),
        ("四、项目主要经验做法", "", True),
    ]


def test_an_item_before_its_heading_is_no_heading() -> None:
    assert read(["(一)项目概况", "1.项目实施方案", "(三)项目实施计划", "按月推进。"]) == [
        ("(一)项目概况", "1.项目实施方案", False),
        ("(三)项目实施计划", "按月推进。", True),
    ]


def test_the_same_heading_twice_stays_for_a_person() -> None:
    found = read(["(一)项目概况", "甲。", "(一)项目概况", "甲。"])
    assert [heading for heading, _, _ in found] == ["(一)项目概况", "(一)项目概况"]


def test_two_columns_of_text_are_doubted() -> None:
    columns = [("道路清扫", "绿地养护"), ("每日两次。", "每周一次。"), ("专人负责。", "专人检查。")]
    assert read(["(一)项目概况", *columns]) == [("(一)项目概况", "".join("".join(line) for line in columns), False)]
    assert read(["(一)项目概况", ("(二)项目绩效目标", "见上文。")])[0][2] is False
    assert read(["(一)项目概况", ("电话", "0356-1234567"), "见上文。"])[0][2] is True


def test_headings_in_the_layouts_order() -> None:
    def order(lines: Sequence[str]) -> str | None:
        blocks = [
            LineBlock(TextLine(text, (0, row, 1, row), (text,)), Place(page=1, bbox=(0, row, 1, row)), 1)
            for row, text in enumerate(lines)
        ]
        return out_of_order(sections(blocks))

    whole = [heading.replace("（", "(").replace("）", ")") for _, heading in HEADINGS]
    assert order(whole) is None
    assert order(whole[:3] + whole[5:]) is None
    assert "项目基本信息" in (order(whole[1:]) or "")
    assert whole[8] in (order([*whole[:8], *whole[9:], whole[8]]) or "")


def test_headings_out_of_order_are_for_a_person(extractor: Extractor) -> None:
    text = "安排如下。\n（二）预算执行情况：每月通报一次。"
    sections_said = ANALYSIS.sections | {"六、下一步改进措施及管理建议": text}
    file = extractor.extract(make(ANALYSIS.model_copy(update={"sections": sections_said}), look=Look()).pdf, "made.pdf")
    (found,) = file.reports
    assert found.status == "partial"
    assert found.sections[-1].text == "安排如下。(二)预算执行情况:每月通报一次。"
