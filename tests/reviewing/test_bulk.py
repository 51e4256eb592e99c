"""Many at once: a filled workbook and one kind of finding, each item through the door of single decisions."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from perfeval_core import offline
from perfeval_core.bulk import of_kind
from perfeval_core.domain.review import Refused, ReviewItem
from perfeval_core.offline import Fault, Taken
from perfeval_core.reviewing import claim, decide
from perfeval_core.site import Site
from tests.helpers.filed import WRONG, filed
from tests.helpers.reviewing import decided, held, refused

Document = Callable[..., tuple[int, Any]]
Fill = Callable[[Mapping[str, str]], Mapping[str, str]]

REPORTS = 3


@pytest.fixture
def here(tmp_path: Path) -> Site:
    """Three reports, each with one item in the queue ``score`` that asks about two findings."""
    for number in range(1, REPORTS + 1):
        found, _ = filed(tmp_path / "home", number, indicators=[WRONG], project_name=f"=HYPERLINK({number})")
    return found


def items(here: Site) -> list[ReviewItem]:
    return sorted((one.item for one in here.ledger.items("score", status=None)), key=lambda item: item.item_id)


def status(here: Site, item: ReviewItem) -> str:
    found = here.ledger.item(item.item_id)
    assert found is not None
    return found.status


def filled(here: Site, path: Path, fill: Fill) -> bytes:
    """The exported workbook as a person gives it back; ``fill`` says what he writes in a line, by column."""
    offline.export(here, path, "score")
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    header = [str(cell.value) for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        line = {name: str(cell.value or "") for name, cell in zip(header, row, strict=True)}
        for name, text in fill(line).items():
            row[header.index(name)].value = text
    book.save(path)
    return path.read_bytes()


def taken(here: Site, data: bytes, by: str = "张三", rehearsal: bool = False) -> Taken:
    done = offline.take(here, data, by, rehearsal)
    assert isinstance(done, Taken), done
    return done


def test_the_workbook_takes_opinions_and_nothing_else(here: Site, tmp_path: Path) -> None:
    path = tmp_path / "复核.xlsx"
    assert offline.export(here, path, "score") == 2 * REPORTS
    sheet = load_workbook(path).active
    assert sheet is not None
    header = [cell.value for cell in sheet[1]]
    assert sheet.protection.sheet
    loose = {
        header[cell.column - 1] for row in sheet.iter_rows(min_row=2) for cell in row if not cell.protection.locked
    }
    assert loose == {"意见", "理由", "报告结论", "结论说明"}
    choices = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert choices == {"Q2:Q7": '"确认,不成立,说明"', "S2:S7": '"通过,退回,转交"'}
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert any(str(value).startswith("'=HYPERLINK") for value in values)


def test_what_is_filled_in_is_decided(here: Site, tmp_path: Path) -> None:
    reason = "-附件，第 2 页（有）"
    data = filled(here, tmp_path / "表.xlsx", lambda _: {"意见": "不成立", "理由": reason, "报告结论": "通过"})
    before = here.ledger.events(limit=10_000)
    rehearsed = taken(here, data, rehearsal=True)
    assert (len(rehearsed.decided), rehearsed.refused, rehearsed.rehearsal) == (REPORTS, (), True)
    assert here.ledger.events(limit=10_000) == before
    done = taken(here, data)
    assert (done.lines, done.blank, len(done.decided), done.noted, done.refused) == (2 * REPORTS, 0, REPORTS, (), ())
    for item in items(here):
        (made,) = here.ledger.reviews.decisions(item.item_id)
        assert {(one.outcome, one.expected is not None or one.stated is not None) for one in made.verdict.findings} == {
            ("rejected", True)
        }
        assert {one.reason for one in made.verdict.findings} == {reason}
        assert (made.reviewer, status(here, item)) == ("张三", "decided")
    assert here.ledger.problems() == []


def test_what_is_half_filled_in_is_kept_until_the_rest_is_said(here: Site, tmp_path: Path) -> None:
    first, *_ = items(here)
    path = tmp_path / "表.xlsx"
    data = filled(here, path, lambda line: {"意见": "确认"} if line["疑点编号"] == first.findings[0] else {})
    done = taken(here, data)
    assert (done.lines, done.blank, done.decided, done.noted) == (1, 2 * REPORTS - 1, (), (first.item_id,))
    assert status(here, first) == "open"
    (draft,) = here.ledger.reviews.drafts(first.item_id, "张三")
    assert (draft.finding_id, draft.outcome) == (first.findings[0], "confirmed")
    assert here.ledger.reviews.drafts(first.item_id, "李四") == []
    said = {first.findings[1]: ("rejected", "见附件")}
    assert "还有 1 条疑点" in refused(decide(here, held(here, first, "李四"), "passed", said, None))  # type: ignore[arg-type]
    here.ledger.reviews.release(first.item_id, "李四")
    made = decide(here, held(here, first), "passed", said, None)  # type: ignore[arg-type]
    assert not isinstance(made, Refused), made
    assert {one.finding_id: one.outcome for one in made.verdict.findings} == {
        first.findings[0]: "confirmed",
        first.findings[1]: "rejected",
    }
    assert here.ledger.reviews.drafts(first.item_id, "张三") == []


def faults(here: Site, tmp_path: Path, fill: Fill, by: str = "张三") -> list[Fault]:
    """What is wrong with the workbook, and a rehearsal says the same as the import."""
    data = filled(here, tmp_path / "表.xlsx", fill)
    rehearsed = taken(here, data, by, rehearsal=True)
    done = taken(here, data, by)
    assert rehearsed.refused == done.refused
    assert (rehearsed.lines, rehearsed.decided, rehearsed.noted) == (done.lines, done.decided, done.noted)
    return list(done.refused)


@pytest.mark.parametrize(
    ("fill", "why"),
    [
        ({"任务编号": "0" * 16, "意见": "确认"}, "没有这个任务"),
        ({"疑点编号": "0" * 16, "意见": "确认"}, "没有这条疑点"),
        ({"意见": "也许"}, "没有“也许”这个意见"),
        ({"意见": "更正"}, "更正不能在表里办理"),
        ({"意见": "不成立"}, "必须写明理由"),
        ({"理由": "见附件"}, "没有写意见"),
        ({"意见": "不成立", "理由": "=A1"}, "理由一栏是公式"),
        ({"意见": "确认", "报告结论": "好"}, "没有“好”这个报告结论"),
        ({"疑点编号": "", "意见": "确认"}, "不能写意见"),
    ],
)
def test_a_bad_line_is_told_and_the_good_ones_are_taken(
    here: Site, tmp_path: Path, fill: Mapping[str, str], why: str
) -> None:
    bad = items(here)[0].findings[0]
    good = {"意见": "确认", "报告结论": "通过"}
    (fault,) = faults(here, tmp_path, lambda line: fill if line["疑点编号"] == bad else good)
    assert why in fault.why
    assert fault.todo
    assert [status(here, item) for item in items(here)] == ["open", "decided", "decided"]


def test_what_concerns_the_whole_item_is_told_of_each_line(here: Site, tmp_path: Path) -> None:
    first, second, third = items(here)
    claim(here, first.item_id, "李四")
    decided(here, second, report="returned")

    def fill(line: Mapping[str, str]) -> Mapping[str, str]:
        third_says = {"意见": "确认", "报告结论": "转交"}
        return third_says if line["任务编号"] == third.item_id else {"意见": "确认", "报告结论": "通过"}

    told = {(one.item_id, one.why) for one in faults(here, tmp_path, fill)}
    words = dict(told)
    assert len(told) == 3
    assert "李四 领取" in words[first.item_id]
    assert "不能自己复核自己的" in words[second.item_id]
    assert "转给谁" in words[third.item_id]


def test_a_note_without_a_conclusion_is_told(here: Site, tmp_path: Path) -> None:
    told = faults(here, tmp_path, lambda _: {"意见": "确认", "结论说明": "转监督科"})
    assert {one.why for one in told} == {"写了结论说明，没有写报告结论"}
    assert len(told) == 2 * REPORTS


def test_two_lines_about_one_finding_and_two_conclusions(here: Site, tmp_path: Path) -> None:
    first, *_ = items(here)
    one, other = first.findings

    def twice(line: Mapping[str, str]) -> Mapping[str, str]:
        return {"意见": "确认", "疑点编号": one} if line["疑点编号"] in first.findings else {}

    (fault,) = faults(here, tmp_path, twice)
    assert "写了两行" in fault.why

    def apart(line: Mapping[str, str]) -> Mapping[str, str]:
        words = {one: "通过", other: "退回"}.get(line["疑点编号"])
        return {"意见": "确认", "报告结论": words} if words else {}

    (fault,) = faults(here, tmp_path, apart)
    assert "不同的报告结论" in fault.why


def test_what_changed_since_the_export_is_not_taken(here: Site, tmp_path: Path) -> None:
    data = filled(here, tmp_path / "表.xlsx", lambda _: {"意见": "确认", "报告结论": "通过"})
    first, *_ = items(here)
    decided(here, first, "rejected")
    here.ledger.reviews.reopen(first.item_id, "王五", "再看一遍")
    done = taken(here, data)
    assert {(one.item_id, one.why) for one in done.refused} == {(first.item_id, "导出以后，这个任务有了变化")}
    assert len(done.decided) == REPORTS - 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", "甲,乙\n1,2\n".encode(), b"\xd0\xcf\x11\xe0"])
def test_what_is_no_such_workbook_is_refused(here: Site, data: bytes) -> None:
    assert isinstance(offline.take(here, data, "张三"), Refused)


def test_the_refused_lines_can_be_mended_and_taken(here: Site, tmp_path: Path, document: Document) -> None:
    path = tmp_path / "表.xlsx"
    filled(here, path, lambda _: {"意见": "不成立", "报告结论": "通过"})
    code, done = document("queue", "import", path, "--by", "张三", "--home", tmp_path / "home")
    assert (code, len(done["refused"])) == (1, 2 * REPORTS)
    rest = tmp_path / "表-未受理.xlsx"
    book = load_workbook(rest)
    sheet = book.active
    assert sheet is not None
    header = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        row[header.index("理由")].value = "见附件"
    book.save(rest)
    code, done = document("queue", "import", rest, "--by", "张三", "--home", tmp_path / "home")
    assert (code, len(done["decided"])) == (0, REPORTS)


def test_one_kind_is_decided_in_all_reports(here: Site, document: Document, tmp_path: Path) -> None:
    first, second, third = items(here)
    claim(here, first.item_id, "李四")
    decided(here, second, report="returned", by="李四")
    words = ("queue", "bulk", "--outcome", "不成立", "--reason", "年中已统一说明", "--by", "张三")
    words = (*words, "--queue", "score", "--unit", "301001")
    rehearsal = document(*words, "--kind", "missing_reason", "--dry-run", "--home", tmp_path / "home")
    assert here.ledger.reviews.drafts(third.item_id, "张三") == []
    code, done = document(*words, "--kind", "未达标未说明原因", "--home", tmp_path / "home")
    assert rehearsal == (code, done | {"rehearsal": True})
    assert (code, done["findings"], done["noted"], done["decided"]) == (1, 1, [third.item_id], [])
    assert {one["item_id"] for one in done["refused"]} == {first.item_id, second.item_id}
    code, done = document(*words, "--kind", "score_arithmetic", "--home", tmp_path / "home")
    assert (done["findings"], done["noted"], done["decided"]) == (1, [], [third.item_id])
    (made,) = here.ledger.reviews.decisions(third.item_id)
    assert {one.reason for one in made.verdict.findings} == {"年中已统一说明"}
    assert here.ledger.problems() == []


def test_another_units_reports_are_left_alone(here: Site) -> None:
    done = of_kind(here, "missing_reason", ("confirmed", None), "张三", "passed", unit="999")
    assert (done.findings, done.refused) == (0, ())


@pytest.mark.parametrize(
    "words",
    [
        ("--kind", "nothing", "--outcome", "确认", "--reason", "看过", "--by", "张三"),
        ("--kind", "missing_reason", "--outcome", "更正", "--reason", "看过", "--by", "张三"),
        ("--kind", "missing_reason", "--outcome", "确认", "--reason", " ", "--by", "张三"),
        ("--kind", "missing_reason", "--outcome", "确认", "--reason", "看过", "--by", " "),
    ],
)
def test_bulk_wants_a_kind_an_outcome_a_reason_and_a_name(
    here: Site, perfeval: Document, words: tuple[str, ...]
) -> None:
    assert perfeval("queue", "bulk", *words, "--home", here.settings.home)[0] == 2
