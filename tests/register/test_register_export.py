"""The register as a workbook: exact amounts, harmless text, the chosen reports, totals that are those of its lines."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from perfeval_core.casework import report_items
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.letter import UnitAnswer
from perfeval_core.ledger import IssuedLetter
from perfeval_core.letters import issue
from perfeval_core.register.export import export
from perfeval_core.register.lines import Choice, Standing, cases
from perfeval_core.site import Site
from perfeval_core.spreadsheet import MONEY, Column, workbook, write_sheet
from tests.console.conftest import Run
from tests.console.conftest import perfeval as perfeval
from tests.helpers.filed import WRONG
from tests.helpers.reviewing import decided
from tests.letters.conftest import Filed
from tests.letters.conftest import filed as filed

LINE = {"source": "合计", "initial_compiled": "250.1", "full_year": "156.39", "executed": "156.39", "points": "10"}
MONEYED: dict[str, Any] = {"budget_unit": "万元", "budget": [LINE], "indicators": [WRONG]}


def exported(here: Site, folder: Path, choice: Choice | None = None) -> Any:
    export(here, choice or Choice(), folder / "台账.xlsx")
    return load_workbook(folder / "台账.xlsx")


def rows(book: Any, sheet: str) -> Iterator[dict[str, Any]]:
    header, *lines = book[sheet].iter_rows(values_only=True)
    return (dict(zip(header, line, strict=True)) for line in lines)


def queued(here: Site, dossier: Dossier) -> None:
    here.ledger.publish_items(report_items(here, dossier, ()))


def test_a_line_a_report_and_a_line_a_finding(filed: Filed, tmp_path: Path) -> None:
    here, dossier = filed(**MONEYED)
    queued(here, dossier)
    book = exported(here, tmp_path)
    (report,) = rows(book, "报告")
    assert (report["报告编号"], report["年度"], report["项目名称"]) == (dossier.report_id, 2024, "农村饮水")
    assert (report["年初预算数（元）"], report["全年执行数（元）"]) == (2501000, 1563900)
    assert (report["预算执行率（复算）"], report["办理状态"], report["疑点"]) == (
        1,
        "待办",
        len(dossier.report.findings),
    )
    found = list(rows(book, "疑点"))
    assert [one["疑点编号"] for one in found] == [one.id for one in dossier.report.findings]
    assert {one["处理"] for one in found} <= {"待办", "留档"}
    assert any(one["应为"] == "7.20" and one["自评"] == "12" for one in found)


def test_what_was_decided_stands_beside_the_finding(filed: Filed, tmp_path: Path) -> None:
    here, dossier = filed(**MONEYED)
    queued(here, dossier)
    for one in here.ledger.items():
        decided(here, one.item, "rejected")
    book = exported(here, tmp_path)
    (report,) = rows(book, "报告")
    assert (report["办理状态"], report["其中待办"], report["办理期限"]) == ("通过", 0, None)
    judged = [one for one in rows(book, "疑点") if one["处理"] == "不成立"]
    assert judged
    assert {(one["处理理由"], one["复核人"]) for one in judged} == {("看过原件", "张三")}
    assert {type(one["复核日期"]) for one in judged} == {datetime}


def test_every_sheet_has_a_header_in_sight_a_filter_and_widths(filed: Filed, tmp_path: Path) -> None:
    here, _ = filed(**MONEYED)
    book = exported(here, tmp_path)
    assert book.sheetnames[0] == "汇总"
    for sheet in book:
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", sheet.dimensions)
        assert all(sheet.column_dimensions[cell.column_letter].width > 5 for cell in sheet[1])
        assert all(cell.font.bold for cell in sheet[1])
    assert book["报告"]["H2"].number_format == MONEY


def test_totals_are_those_of_the_lines(filed: Filed, tmp_path: Path) -> None:
    here, dossier = filed(**MONEYED)
    book = exported(here, tmp_path)
    totals = {(one["汇总"], one["项目"]): one for one in rows(book, "汇总")}
    whole = totals["全部", "报告"]
    assert (whole["报告（份）"], whole["疑点（条）"]) == (1, len(dossier.report.findings))
    assert whole["年初预算数（元）"] == 2501000
    assert totals["按单位", "云岭市水务中心"]["全年执行数（元）"] == 1563900
    by_kind = sum(one["疑点（条）"] for (group, _), one in totals.items() if group == "疑点按类型")
    assert by_kind == len(dossier.report.findings)


def test_an_amount_that_was_not_read_is_blank_and_counted(filed: Filed, tmp_path: Path) -> None:
    here, _ = filed(indicators=[WRONG])
    book = exported(here, tmp_path)
    (report,) = rows(book, "报告")
    assert report["全年预算数（元）"] is None
    whole = next(rows(book, "汇总"))
    assert (whole["全年预算数（元）"], whole["没有读到全年预算数的报告（份）"]) == (None, 1)


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(year=2024), 1),
        (Choice(year=2023), 0),
        (Choice(unit="301001"), 1),
        (Choice(unit="水务"), 1),
        (Choice(unit="3010"), 0),
        (Choice(queue="score"), 1),
        (Choice(queue="design"), 0),
        (Choice(standing="open"), 1),
        (Choice(standing="returned"), 0),
    ],
)
def test_reports_are_chosen(filed: Filed, tmp_path: Path, choice: Choice, found: int) -> None:
    here, dossier = filed(indicators=[WRONG])
    queued(here, dossier)
    book = exported(here, tmp_path, choice)
    assert len(list(rows(book, "报告"))) == found
    if choice.queue and found:
        assert {one["队列"] for one in rows(book, "疑点")} == {here.table.queues[choice.queue]}


@pytest.mark.parametrize(("second", "standing"), [(False, "open"), (True, "returned")])
def test_a_return_counts_once_it_is_confirmed(filed: Filed, second: bool, standing: Standing) -> None:
    here, dossier = filed(indicators=[WRONG])
    queued(here, dossier)
    for one in here.ledger.items():
        for by in ("张三", "李四")[: 1 + second]:
            decided(here, one.item, "confirmed", "returned", by)
    assert [one.standing for one in cases(here, Choice())] == [standing]


def test_letters_stand_with_their_answers_and_those_that_wait(filed: Filed, tmp_path: Path) -> None:
    here, dossier = filed(indicators=[WRONG])
    queued(here, dossier)
    for one in here.ledger.items():
        for by in ("张三", "李四"):
            decided(here, one.item, "confirmed", "returned", by)
    (waiting,) = rows(exported(here, tmp_path), "整改通知")
    assert (waiting["状态"], waiting["报告编号"], waiting["通知编号"]) == ("待发出", dossier.report_id, None)
    today = here.ledger.today()
    made = issue(here, dossier, b"letter", today, "王五")
    assert isinstance(made, IssuedLetter)
    said = UnitAnswer(finding_id=made.asked[0].finding_id, stance="contested", reason="已附")
    here.ledger.letters.reply(made.letter_id, "王五", today, "=已更正", [said])
    (letter,) = rows(exported(here, tmp_path), "整改通知")
    assert (letter["状态"], letter["疑点"], letter["接受"], letter["申辩"]) == ("已反馈", len(made.asked), 0, 1)
    assert (letter["最后反馈内容"], letter["反馈期限"].date()) == ("'=已更正", made.due_on)
    assert list(rows(exported(here, tmp_path, Choice(year=2023)), "整改通知")) == []


HOSTILE = ('=HYPERLINK("http://example.org")', "+1", "-1", "@x", "＝1+1", "\x00=1", "\ufffe\ud800=1")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(tmp_path: Path, text: str) -> None:
    write_sheet(tmp_path / "一.xlsx", "表", [Column("名", 10)], [[text]])
    cell = load_workbook(tmp_path / "一.xlsx")["表"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    with zipfile.ZipFile(tmp_path / "一.xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_numbers_are_exact_or_text(tmp_path: Path) -> None:
    numbers = [Decimal("0.1"), Decimal("123456789012.345"), Decimal("1234567890123456.78"), Decimal("1E+3"), 7]
    write_sheet(tmp_path / "一.xlsx", "表", [Column("数", 10, MONEY)], [[one] for one in numbers])
    with zipfile.ZipFile(tmp_path / "一.xlsx") as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    for shown in ("<v>0.1</v>", "<v>123456789012.345</v>", ">1234567890123456.78<", "<v>1000</v>", "<v>7</v>"):
        assert shown in xml, shown


def test_days_are_days(tmp_path: Path) -> None:
    write_sheet(tmp_path / "一.xlsx", "表", [Column("日", 10)], [[date(2026, 3, 2)]])
    assert load_workbook(tmp_path / "一.xlsx")["表"]["A2"].value == datetime(2026, 3, 2)


def test_what_goes_wrong_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "一.xlsx").write_bytes(b"old")
    with pytest.raises(RuntimeError), workbook(tmp_path / "一.xlsx") as book:
        book.sheet("表", [Column("名", 10)])
        raise RuntimeError
    assert (tmp_path / "一.xlsx").read_bytes() == b"old"


def test_the_command_writes_it_and_says_so(filed: Filed, perfeval: Run, tmp_path: Path) -> None:
    here, dossier = filed(indicators=[WRONG])
    home, out = here.settings.home, tmp_path / "台账.xlsx"
    code, shown = perfeval("ledger", "export", out, "--home", home)
    assert (code, f"报告 1 份，疑点 {len(dossier.report.findings)} 条" in shown) == (0, True)
    assert load_workbook(io.BytesIO(out.read_bytes())).sheetnames[:3] == ["汇总", "报告", "疑点"]
    code, shown = perfeval("ledger", "export", out, "--status", "退回", "--home", home, "--json")
    assert (code, '"reports": 0' in shown, '"standing": "returned"' in shown) == (0, True, True)
    for words in (("台账.xls",), (out, "--status", "没有"), (out, "--queue", "没有"), (tmp_path / "无" / "台账.xlsx",)):
        assert perfeval("ledger", "export", *words, "--home", home)[0] == 2
