"""The cover: fields end where other lines begin; what may or may not belong to a field is doubted."""

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.place import CERTAIN
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.extraction.names import iso_date
from tests.makers import by_reportlab
from tests.makers.document import Block, Gap, Line, Look, blocks
from tests.makers.example import ANALYSIS
from tests.makers.grid import Cell, Grid, Row
from tests.makers.office import word_of

PRODUCERS = {"pdf": lambda made: by_reportlab.produce(list(made), Look()), "docx": word_of}
NAME, UNIT, DEPARTMENT, DATE = "公园绿地养护", "399001-云岭市园林所", "399-云岭市园林局", "2025年1月"


def read(front: list[Block], producer: str, extractor: Extractor) -> Filing:
    """The report whose cover is ``front`` below its title."""
    whole = blocks(ANALYSIS, Look(), {})
    end = next(number for number, block in enumerate(whole) if getattr(block, "style", "") == "date")
    made = [*whole[:2], *front, *whole[end + 1 :]]
    (found,) = extractor.extract(PRODUCERS[producer](made), f"made.{producer}").reports
    return found


def lines(*texts: str) -> list[Block]:
    return [Line(text, "cover") for text in texts]


def values(found: Filing) -> tuple[str | None, ...]:
    return found.project_name, found.unit_code, found.unit_name, found.department_name, found.report_date


EXPECTED = (NAME, "399001", "云岭市园林所", "云岭市园林局", "2025-01")
PLAIN = (f"项目名称：{NAME}", f"项目单位：{UNIT}", f"主管部门：{DEPARTMENT}")


@pytest.mark.parametrize("producer", list(PRODUCERS))
@pytest.mark.parametrize(
    "front",
    [
        lines(*PLAIN, "联系人：陈立", "联系电话：0356-1234567", DATE),
        lines(*PLAIN, "填报日期：2025年1月"),
        lines(*PLAIN, "（公章）", DATE),
        lines(*PLAIN[:2], "（盖章）", PLAIN[2], "（单位盖章）", DATE),
        lines(PLAIN[0], f"项目单位（盖章）：{UNIT}", f"主管部门（公章）：{DEPARTMENT}", DATE),
        lines(*PLAIN[:2], f"主管部门：{DEPARTMENT}（盖章）", DATE),
        lines(*PLAIN, "2025-01"),
        lines(*PLAIN, "二〇二五年一月"),
        [*lines(*PLAIN), Gap(160), Line("云岭市财政局制", "date"), Line(DATE, "date")],
    ],
    ids=["contact", "dated", "seal", "two_seals", "label_seal", "seal_behind", "iso", "chinese", "issuer"],
)
def test_values_end_where_other_lines_begin(front: list[Block], producer: str, extractor: Extractor) -> None:
    found = read(front, producer, extractor)
    assert values(found) == EXPECTED
    if not (producer == "docx" and any("财政局制" in getattr(one, "text", "") for one in front)):
        assert found.status == "extracted", found.reason


@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_a_cover_in_a_ruled_table(producer: str, extractor: Extractor) -> None:
    cells = (("项目名称", NAME), ("项目单位：", UNIT), ("主管部门", DEPARTMENT), ("联系人", "陈立"))
    grid = Grid((0.3, 0.7), tuple(Row((Cell(label), Cell(value))) for label, value in cells))
    found = read([grid, Line(DATE, "date")], producer, extractor)
    assert (found.form, found.status, values(found)) == ("analysis_report", "extracted", EXPECTED)


def test_a_long_value_goes_on_in_the_next_line(extractor: Extractor) -> None:
    name = "云岭市中心城区公园绿地日常管护与行道树补植及病虫害统防统治综合服务采购（第二期）项目"
    found = read(lines(f"项目名称：{name}", *PLAIN[1:], DATE), "pdf", extractor)
    assert (found.project_name, found.status) == (name.replace("（", "(").replace("）", ")"), "extracted")


@pytest.mark.parametrize("producer", list(PRODUCERS))
def test_a_line_that_may_belong_to_a_value_is_doubted(producer: str, extractor: Extractor) -> None:
    found = read(lines(*PLAIN[:2], PLAIN[2], "城建科", DATE), producer, extractor)
    assert found.status == "partial"
    assert all(place.confidence < CERTAIN for place in found.where("department_name"))
    assert found.where("unit_name")[0].confidence >= CERTAIN


def test_a_label_that_is_not_known_may_be_that_of_a_missing_field(extractor: Extractor) -> None:
    found = read(lines(PLAIN[0], f"承办机构：{UNIT}", PLAIN[2], DATE), "pdf", extractor)
    assert (found.unit_name, found.status) == (None, "partial")
    assert all(place.confidence < CERTAIN for place in found.where("unit_name"))


def test_a_date_that_cannot_be_read_is_doubted(extractor: Extractor) -> None:
    found = read(lines(*PLAIN, "2025年13月"), "pdf", extractor)
    assert (found.report_date, found.status) == (None, "partial")


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2025年1月", "2025-01"),
        ("2025年01月08日", "2025-01-08"),
        ("2025-1-8", "2025-01-08"),
        ("2025/01", "2025-01"),
        ("2025.12.31", "2025-12-31"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("二O二五年十月", "2025-10"),
        ("2025年", "2025"),
        ("2025年13月", None),
        ("2025-1/8", None),
        ("2025", None),
    ],
)
def test_dates_as_covers_print_them(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso
