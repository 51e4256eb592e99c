"""Heads and feet of pages are no part of the sections; what only may be one is doubted."""

import pytest

from perfeval_core.domain.place import CERTAIN, Place
from perfeval_core.extraction.blocks import Block, LineBlock
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.extraction.running_heads import without_running_heads
from perfeval_core.reading.pagedoc import TextLine
from tests.extraction.comparing import report_differences
from tests.makers import Look, make
from tests.makers.example import ANALYSIS

FEET = (
    "园林所自评报告·{page}",
    "Page {page} of 9",
    "[{page}]",
    "【{page}】",
    "第{page}页 共9页",
    "共9页 第{page}页",
    "P{page}",
    "云岭市园林所",
)


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("pages", ["two", "many"])
def test_feet_are_no_text(foot: str, pages: str, extractor: Extractor) -> None:
    look = Look(footer=foot, size=11, contents=False, break_before=()) if pages == "two" else Look(footer=foot)
    whole = make(ANALYSIS, look=look)
    assert whole.pages == 2 if pages == "two" else whole.pages > 3
    file = extractor.extract(whole.pdf, "made.pdf")
    assert file.status == "extracted", file.reason
    assert report_differences(whole.truth, file.reports) == []


def line(text: str, page: int, top: float, *, size: float = 12, outer: bool = False) -> LineBlock:
    box = (72.0, top, 72.0 + size * len(text), top + size)
    return LineBlock(TextLine(text, box, (text,)), Place(page=page, bbox=box), page, outer)


def read(*pages: list[LineBlock]) -> tuple[list[str], list[str]]:
    """The texts that are left, and those of them that are doubted; each page has the same text in its middle."""
    blocks: list[Block] = [line("标题", 1, 90)]
    for number, own in enumerate(pages, 1):
        body = [line("按照园林养护工作安排落实。", number, 100 + 18 * row) for row in range(30)]
        blocks += sorted([*own, *body], key=lambda block: block.bbox[1])
    left = [block for block in without_running_heads(blocks, ()) if isinstance(block, LineBlock)][1:]
    kept = [block for block in left if block.text != "按照园林养护工作安排落实。"]
    return [block.text for block in kept], [block.text for block in kept if block.place.confidence < CERTAIN]


@pytest.mark.parametrize("number", ["1", "IV", "三"])
def test_a_small_line_clear_of_the_text_is_a_head_on_two_pages(number: str) -> None:
    feet = [line(f"自评报告 {text}", page, 780, size=9, outer=True) for page, text in ((1, "II"), (2, number))]
    assert read(*([foot] for foot in feet)) == ([], [])


def test_a_small_line_clear_of_the_text_is_doubted_on_one_page() -> None:
    assert read([line("云岭市园林所", 1, 780, size=9, outer=True)], []) == (["云岭市园林所"], ["云岭市园林所"])


def test_a_line_far_from_the_text_is_doubted_unless_it_ends_a_sentence() -> None:
    assert read([line("云岭市园林所", 1, 720, outer=True)], []) == (["云岭市园林所"], ["云岭市园林所"])
    assert read([line("资料齐全。", 1, 720, outer=True)], []) == (["资料齐全。"], [])


def test_paragraphs_that_end_two_pages_alike_stay() -> None:
    same = [[line("资料齐全。", page, 640, outer=True)] for page in (1, 2)]
    assert read(*same) == (["资料齐全。", "资料齐全。"], [])


def test_lines_alike_but_for_numbers_that_do_not_count_are_doubted() -> None:
    feet = [line(f"第{text}号", page, 780, size=9, outer=True) for page, text in ((1, 5), (2, 6), (3, 5))]
    texts, doubted = read(*([foot] for foot in feet))
    assert texts == doubted == ["第5号", "第6号", "第5号"]
