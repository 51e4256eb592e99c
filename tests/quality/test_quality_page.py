"""The quality page: one file, its numbers those of the batch, its text harmless, readable without a network."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_core.quality.facts import Facts
from perfeval_core.quality.page import Names, render
from tests.helpers.chromium import shown_offline

HOSTILE = '<script>alert("x")</script>&<b>局'
NAMES = Names(kind=lambda kind: f"类型 {kind}", reason=lambda reason: f"原因 {reason}")
AT = datetime(2026, 3, 1, 2, 30)
NOTHING = Facts(files=[], routes=[], kinds=[], units=[], expectations=[], reports=[], filed=[])
REPORT = {
    "report_id": "0123456789ab-1",
    "project": HOSTILE,
    "unit": HOSTILE,
    "status": "extracted",
    "stated_total": Decimal("95.5000"),
    "total_low": Decimal("80.0000"),
    "total_high": Decimal("84.0000"),
    "stated_grade": "优",
    "recomputed_grades": "良",
    "initial_compiled": Decimal("2500000.0000"),
    "full_year": Decimal("1563900.0000"),
    "executed": Decimal("1563900.0000"),
}
FULL = Facts(
    files=[
        {"file_name": HOSTILE, "status": "quarantined", "reason": "encrypted", "pages": None}
        | {"table_text_reached": None, "table_text_unclaimed": None},
        {"file_name": "b.pdf", "status": "extracted", "reason": None, "pages": 8}
        | {"table_text_reached": 500, "table_text_unclaimed": 3},
    ],
    routes=[{"route": "text", "sure": True, "rows": 20}, {"route": "ocr", "sure": False, "rows": 4}],
    kinds=[{"kind": "grade_flips", "severity": "critical", "findings": 2}],
    units=[{"unit": HOSTILE, "severity": "critical", "findings": 2}],
    expectations=[
        {"rule": "GX-RPT-01", "severity": "medium", "rows": 1, "reports": 1}
        | {"examples": [{"project": HOSTILE, "message": HOSTILE}]}
    ],
    reports=[REPORT],
    filed=[{"fiscal_year": 2023, "due": 9, "missing": 0}, {"fiscal_year": 2024, "due": 12, "missing": 5}],
)


@pytest.fixture(scope="module")
def page() -> str:
    return render(FULL, NAMES, title=f"数据质量 {HOSTILE}", at=AT)


def test_numbers_are_those_of_the_batch(page: str) -> None:
    said = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert said["文件"] == "2 个，不能读取 1 个"
    assert said["表格行"] == "24 行，须核对 4 行；未认文字 3 字"
    assert said["复算总分与自评不同"] == "1 份，等级改变 1 份"
    assert said["压减预算"] == "1 份"
    assert said["应报未报"] == "2023 年度应报 9 个，未报 0 个；2024 年度应报 12 个，未报 5 个"
    assert "80–84" in page
    assert "250.00" in page


def test_what_documents_say_is_text(page: str) -> None:
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_points_outside(page: str) -> None:
    addresses = set(re.findall(r"""(?:href|src|url)\s*[=(]\s*["']?([^"'>)\s]+)""", page))
    assert all(address.startswith("#") for address in addresses), addresses
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_a_batch_of_nothing_has_a_page_too() -> None:
    page = render(NOTHING, NAMES, title="空", at=AT)
    assert "0 个，不能读取 0 个" in page
    assert "没有导入项目清单" in page
    assert page.count("没有。") == 7


def test_what_is_too_long_to_list_is_counted_all_the_same() -> None:
    page = render(replace(FULL, reports=[REPORT] * 201), NAMES, title="多", at=AT)
    assert "201 份，等级改变 201 份" in page
    assert page.count("80–84") == 200


@pytest.mark.slow
def test_a_browser_shows_it_without_a_network(page: str, tmp_path: Path) -> None:
    shown = shown_offline(page, tmp_path / "page.html")
    assert shown.count("<svg") == 6
    assert "自评总分与复算总分" in shown
