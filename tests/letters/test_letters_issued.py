"""``letter --issue`` and ``letters …``, from the return to the corrected report."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from console import output
from perfeval_core.casework import report_items
from perfeval_core.domain.dossier import Dossier
from perfeval_core.letters import follow_up
from perfeval_core.letters.compose import asked
from perfeval_core.site import Site
from tests.console.conftest import Run
from tests.helpers.filed import WRONG, recorded
from tests.helpers.reviewing import decided
from tests.letters.conftest import Filed

GUESS = {"name": "培训(场)", "target": "≥5场", "actual": "48", "weight": "10", "points": "10"}
MENDED = WRONG | {"points": "7.2"}


def returned(here: Site, dossier: Dossier) -> None:
    """Two persons return the report."""
    here.ledger.publish_items(report_items(here, dossier, ()))
    for one in here.ledger.items():
        for by in ("张三", "李四"):
            decided(here, one.item, "confirmed", "returned", by)


@pytest.fixture
def sent(filed: Filed, perfeval: Run, tmp_path: Path) -> tuple[Site, Dossier]:
    """A report that was returned, and whose letter went out."""
    here, dossier = filed(indicators=[WRONG, GUESS])
    returned(here, dossier)
    words = (
        "letter",
        dossier.report_id,
        tmp_path / "通知.docx",
        "--issue",
        "--by",
        "王五",
        "--home",
        here.settings.home,
    )
    code, shown = perfeval(*words)
    assert (code, "已登记发出" in shown) == (0, True)
    return here, dossier


def letters(perfeval: Run, here: Site, *words: object) -> Any:
    code, shown = perfeval("letters", *words, "--home", here.settings.home, "--json")
    assert code == 0
    return json.loads(shown)


def wrong(perfeval: Run, *words: object) -> str:
    with output.notes.capture() as notes:
        assert perfeval(*words)[0] == 2
    return notes.get()


def test_what_went_out_stands_in_the_ledger(sent: tuple[Site, Dossier], perfeval: Run, tmp_path: Path) -> None:
    here, dossier = sent
    found = letters(perfeval, here, "list")
    (letter,) = found["letters"]
    assert found["unsent"] == []
    assert letter["document"] == sha256((tmp_path / "通知.docx").read_bytes()).hexdigest()
    assert [one["finding_id"] for one in letter["asked"]] == [one.id for one in asked(here, dossier)]
    assert {one["demand"] for one in letter["asked"]} == {"correct", "explain"}
    assert (letter["state"], letter["issued_by"], letter["due_days"]) == ("issued", "王五", 10)
    told = perfeval("letters", "list", "--home", here.settings.home)[1]
    for words in ("待反馈", "云岭市水务中心", dossier.report_id):
        assert words in told


def test_a_draft_is_no_letter_and_needs_no_return(filed: Filed, perfeval: Run, tmp_path: Path) -> None:
    here, dossier = filed(indicators=[WRONG])
    words = ("letter", dossier.report_id, tmp_path / "通知.docx", "--home", here.settings.home)
    assert perfeval(*words)[0] == 0
    assert letters(perfeval, here, "list") == {"version": 1, "unsent": [], "letters": []}
    assert "写明是谁" in wrong(perfeval, *words, "--issue")
    (tmp_path / "通知.docx").write_bytes(b"draft")
    assert "没有生效的退回决定" in wrong(perfeval, *words, "--issue", "--by", "王五")
    assert [one.read_bytes() for one in tmp_path.glob("通知*")] == [b"draft"]
    returned(here, dossier)
    (waiting,) = letters(perfeval, here, "list")["unsent"]
    assert (waiting["report_id"], waiting["returned_by"]) == (dossier.report_id, "李四")
    assert "待发出 1 份" in perfeval("letters", "list", "--home", here.settings.home)[1]


def test_a_unit_answers_each_finding(sent: tuple[Site, Dossier], perfeval: Run) -> None:
    here, dossier = sent
    first, second, third = (one.id for one in asked(here, dossier))
    reply = ("reply", dossier.report_id, "--by", "王五", "--text", "已更正")
    said = letters(
        perfeval, here, *reply, "--finding", f"{first[:8]}=接受", "--finding", f"{third}=contested:验收单：见附件"
    )
    assert said["letter"]["state"] == "answered"
    answers = {one["finding_id"]: (one["stance"], one["reason"]) for one in said["replies"][0]["answers"]}
    assert answers == {first: ("accepted", None), third: ("contested", "验收单：见附件")}
    told = perfeval("letters", "show", dossier.report_id, "--home", here.settings.home)[1]
    for words in ("已反馈", "申辩　验收单：见附件", "未答复", "王五 登记", "7.20"):
        assert words in told
    assert second in told
    home = ("--home", here.settings.home)
    assert "必须写明理由" in wrong(perfeval, "letters", *reply, "--finding", f"{second}=申辩", *home)
    assert "没有“也许”这个结论" in wrong(perfeval, "letters", *reply, "--finding", f"{second}=也许", *home)
    assert "没有编号以“zzzz”开头的通知" in wrong(perfeval, "letters", "show", "zzzz", *home)


def test_the_corrected_report_is_found_and_compared(sent: tuple[Site, Dossier], perfeval: Run) -> None:
    here, _ = sent
    (letter,) = here.ledger.letters.everything()
    assert follow_up(here, letter) is None
    new, _ = recorded(here, "cd" * 32, indicators=[MENDED, GUESS, WRONG | {"name": "新增工程(处)", "reason": "雨"}])
    whole = letters(perfeval, here, "show", letter.letter_id)
    found, kinds = whole["follow_up"], {one["id"]: one["kind"] for one in whole["findings"]}
    assert (whole["letter"]["corrected_by"], found["report_id"]) == (new.report_id, new.report_id)
    assert [kinds[one] for one in found["gone"]] == ["score_arithmetic"]
    assert sorted(kinds[one] for one in found["standing"]) == sorted(set(kinds.values()) - {"score_arithmetic"})
    assert ("score_arithmetic", "新增工程(处)") in {(one["kind"], one["indicator"]) for one in found["new"]}
    assert (found["same_content"], found["same_yardstick"]) == (False, True)
    told = perfeval("letters", "show", letter.letter_id[:6], "--home", here.settings.home)[1]
    for words in ("已重新报送", "已消除 1 条", "仍存在 2 条", "新出现：", f"perfeval diff {new.report_id}"):
        assert words in told


def test_a_letter_about_the_corrected_report_takes_the_place_of_the_first(
    sent: tuple[Site, Dossier], perfeval: Run, tmp_path: Path
) -> None:
    here, _ = sent
    (first,) = here.ledger.letters.everything()
    new, _ = recorded(here, "cd" * 32, indicators=[MENDED, GUESS])
    returned(here, new)
    words = ("letter", new.report_id, tmp_path / "再次.docx", "--issue", "--by", "王五", "--home", here.settings.home)
    assert perfeval(*words)[0] == 0
    found = letters(perfeval, here, "list", "--all")["letters"]
    assert (found[0]["letter_id"], found[0]["state"], found[0]["number"]) == (first.letter_id, "superseded", 1)
    assert (found[1]["follows"], found[1]["number"], found[1]["report_id"]) == (first.letter_id, 2, new.report_id)
    assert [one["number"] for one in letters(perfeval, here, "list")["letters"]] == [2]
    closed = letters(perfeval, here, "close", found[1]["letter_id"], "--by", "王五", "--reason", "已全部更正")
    assert (closed["letter"]["state"], closed["letter"]["end_reason"]) == ("closed", "已全部更正")
    assert here.ledger.problems() == []
