"""The summary for the leader: its numbers, harmless text, one file that needs no network."""

import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval_core.casework import report_items
from perfeval_core.domain.dossier import Dossier
from perfeval_core.letters import issue
from perfeval_core.register.facts import SummaryFacts, UnitFacts
from perfeval_core.register.lines import Choice
from perfeval_core.register.summary import render, write_summary
from perfeval_core.site import Site
from tests.console.conftest import Run
from tests.console.conftest import perfeval as perfeval
from tests.helpers.chromium import shown_offline
from tests.helpers.filed import WRONG
from tests.helpers.reviewing import decided
from tests.letters.conftest import Filed
from tests.letters.conftest import filed as filed

HOSTILE = '<script>alert("x")</script>&<b>局'
AT = datetime(2026, 3, 1, 2, 30)
LINE = {"source": "合计", "initial_compiled": "250.1", "full_year": "156.39", "executed": "156.39", "points": "10"}
FULL = SummaryFacts(
    units={
        HOSTILE: UnitFacts(Counter(open=2, returned=1), Counter(high=3, low=1), 3, Decimal("12345678.90"), 1),
        "乙单位": UnitFacts(Counter(clean=1)),
    },
    kinds=Counter({(HOSTILE, "high"): 3, ("类型", "low"): 1}),
    kind_reports=Counter({HOSTILE: 2, "类型": 1}),
    queues=Counter({("得分复核", "待办"): 3, ("只留档", "留档"): 1}),
    certain=2,
    reports=[
        {"project": HOSTILE, "unit": HOSTILE, "stated_total": Decimal("95.5"), "total_low": Decimal(80)}
        | {"total_high": Decimal(84), "stated_grade": "优", "recomputed_grades": "良"}
    ],
    items=Counter({("得分复核", "open"): 2, ("得分复核", "decided"): 1}),
    overdue=1,
    letters=Counter({"待发出": 1, "待反馈（逾期）": 2, "已反馈": 3}),
    unread=4,
)


@pytest.fixture(scope="module")
def page() -> str:
    return render(FULL, title=f"摘要 {HOSTILE}", at=AT)


def said(page: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))


def returned(here: Site, dossier: Dossier) -> None:
    here.ledger.publish_items(report_items(here, dossier, ()))
    for one in here.ledger.items():
        for by in ("张三", "李四"):
            decided(here, one.item, "confirmed", "returned", by)


def test_numbers_are_those_of_the_facts(page: str) -> None:
    told = said(page)
    assert (told["报告"], told["不能读取的文件"]) == ("4 份，2 个单位", "4 个（不分单位和年度）")
    assert told["疑点"] == "4 条，其中确定 2 条"
    assert told["涉及金额"] == "1,234.57 万元，另有 1 份没有读到金额"
    assert told["自评总分偏高"] == "1 份；等级改变 1 份"
    assert told["复核任务"] == "已决定 1 个，待办 2 个（逾期 1 个）"
    assert told["整改通知"] == "发出 5 份，已反馈 3 份，逾期未反馈 2 份"
    assert page.count("<svg") == 9


def test_what_documents_say_is_text(page: str) -> None:
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_points_outside(page: str) -> None:
    addresses = set(re.findall(r"""(?:href|src|url)\s*[=(]\s*["']?([^"'>)\s]+)""", page))
    assert all(address.startswith("#") for address in addresses), addresses
    links = set(re.findall(r"https?://[^\s\"'<]+", page))
    assert links <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def test_nothing_has_a_page_too() -> None:
    page = render(SummaryFacts(), title="空", at=AT)
    assert said(page)["报告"] == "0 份，0 个单位"
    assert "<svg" not in page


def test_it_is_counted_from_the_register(filed: Filed, tmp_path: Path) -> None:
    here, dossier = filed(budget_unit="万元", budget=[LINE], indicators=[WRONG])
    returned(here, dossier)
    out = tmp_path / "摘要.html"
    facts = write_summary(here, Choice(), out)
    told, whole = said(out.read_text("utf-8")), facts.whole
    assert sum(whole.findings.values()) == len(dossier.report.findings)
    assert (whole.reports, facts.letters) == (Counter(returned=1), Counter(待发出=1))
    assert told["涉及金额"] == "250.10 万元"
    issue(here, dossier, b"letter", here.ledger.today(), "王五")
    assert write_summary(here, Choice(), out).letters == Counter({"待反馈（未到期）": 1})
    assert write_summary(here, Choice(year=2023), out).units == {}


def test_money_that_nothing_stands_against_is_not_concerned(filed: Filed, tmp_path: Path) -> None:
    here, dossier = filed(budget_unit="万元", budget=[LINE], indicators=[WRONG])
    here.ledger.publish_items(report_items(here, dossier, ()))
    for one in here.ledger.items():
        decided(here, one.item, "rejected")
    facts = write_summary(here, Choice(), tmp_path / "摘要.html")
    assert (facts.whole.standing, facts.whole.concerned) == (0, 0)


def test_the_command_writes_it(filed: Filed, perfeval: Run, tmp_path: Path) -> None:
    here, _ = filed(indicators=[WRONG])
    out, home = tmp_path / "摘要.html", here.settings.home
    code, shown = perfeval("summary", out, "--year", 2024, "--home", home)
    assert (code, "报告 1 份" in shown, "2024年度" in out.read_text("utf-8")) == (0, True, True)
    for path in (tmp_path / "摘要.txt", tmp_path / "无" / "摘要.html"):
        assert perfeval("summary", path, "--home", home)[0] == 2


@pytest.mark.slow
def test_a_browser_shows_it_without_a_network(page: str, tmp_path: Path) -> None:
    shown = shown_offline(page, tmp_path / "page.html")
    assert shown.count("<svg") == 9
    assert "自评总分与复算总分" in shown
