"""Samples of reports without a finding: drawn by chance, repeatable, looked at by people, and what they say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from perfeval_core.casework import waive
from perfeval_core.domain.review import Missed, Refused
from perfeval_core.ledger import Decision, Sample
from perfeval_core.reviewing import decide
from perfeval_core.sampling import draw, result
from perfeval_core.site import Site
from tests.helpers.filed import WRONG, filed
from tests.helpers.reviewing import held, refused

Document = Callable[..., tuple[int, Any]]

CLEAN = 5


@pytest.fixture
def here(tmp_path: Path) -> Site:
    """Five reports in which nothing is found, and one in which something is."""
    filed(tmp_path / "home", 99, indicators=[WRONG])
    for number in range(1, CLEAN + 1):
        found, _ = filed(tmp_path / "home", number)
    assert len(found.ledger.samples.frame()) == CLEAN
    return found


def drawn(here: Site, count: int = 3, seed: str = "2026-3-1") -> Sample:
    made = draw(here, "张三", count, seed=seed)
    assert isinstance(made, Sample), made
    return made


def looked_at(here: Site, item_id: str, *missed: Missed) -> Decision:
    found = here.ledger.item(item_id)
    assert found is not None
    made = decide(here, held(here, found.item), "passed", {}, None, missed)
    assert isinstance(made, Decision), made
    return made


def test_what_is_drawn_is_in_the_queue_and_not_drawn_again(here: Site) -> None:
    made = drawn(here)
    reports = here.ledger.samples.reports(made.sample_id)
    assert (made.size, made.frame_size, len(reports)) == (3, CLEAN, 3)
    queued = {one.item.item_id: one for one in here.ledger.items("quality")}
    assert {one.item_id for one in reports} == set(queued)
    assert all(one.item.title.endswith("：抽查") for one in queued.values())
    assert len(here.ledger.samples.frame()) == CLEAN - 3
    assert drawn(here, 10, "another").size == CLEAN - 3
    assert "没有可以抽查的报告" in refused(draw(here, "张三", 1))
    assert here.ledger.problems() == []
    with here.warehouse() as warehouse:
        assert len(warehouse.fetch("SELECT item_id FROM review_item WHERE queue = 'quality'")) == CLEAN


def test_a_percentage_is_rounded_up(here: Site) -> None:
    made = draw(here, "张三", percent=25)
    assert isinstance(made, Sample)
    assert made.size == 2


def test_the_same_seed_draws_the_same_from_the_same(here: Site, tmp_path: Path) -> None:
    mine = [one.report_version for one in here.ledger.samples.reports(drawn(here).sample_id)]
    for number in range(1, CLEAN + 1):
        other, _ = filed(tmp_path / "other", number)
    again = [one.report_version for one in other.ledger.samples.reports(drawn(other).sample_id)]
    assert mine == again
    for number in range(1, CLEAN + 1):
        third, _ = filed(tmp_path / "third", number)
    seeds = [[one.report_version for one in third.ledger.samples.reports(drawn(third, 3, "x").sample_id)]]
    assert mine not in seeds


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE sample SET seed = 'a better one'",
        "UPDATE sample SET size = 2",
        "UPDATE sample_report SET number = number + 5 WHERE number = 1",
        "DELETE FROM sample_report WHERE number = 1",
    ],
)
def test_a_draw_that_cannot_be_repeated_is_named(here: Site, harm: str) -> None:
    made = drawn(here)
    assert here.ledger.samples.repeated(made.sample_id)
    here.ledger._store.write(lambda connection: connection.execute(text(harm)))
    assert not here.ledger.samples.repeated(made.sample_id)
    assert [(one.code, one.subject) for one in here.ledger.problems()] == [("sample_not_repeatable", made.sample_id)]


def test_what_reviewers_see_says_how_much_is_missed(here: Site) -> None:
    made = drawn(here)
    first, second, third = here.ledger.samples.reports(made.sample_id)
    before = result(here, made, [first, second, third])
    assert (before.examined, before.open, before.rate, before.interval) == (0, 3, None, None)
    looked_at(here, first.item_id)
    looked_at(here, second.item_id, Missed(kind="weights_sum", detail="合计98"), Missed(kind="other", detail="缺公章"))
    reports = here.ledger.samples.reports(made.sample_id)
    said = result(here, made, reports)
    assert (said.examined, said.open, said.missed) == (2, 1, 1)
    assert said.kinds == {"weights_sum": 1, "other": 1}
    assert str(said.rate) == "0.5000"
    assert said.interval is not None
    assert (str(said.interval.low), str(said.interval.high)) == ("0.0125", "0.9875")
    assert [len(one.missed) for one in reports] == [0, 2, 0]
    assert here.ledger.problems() == []
    here.ledger.reviews.reopen(second.item_id, "李四", "再看一遍")
    assert result(here, made, here.ledger.samples.reports(made.sample_id)).missed == 0


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        (Missed(kind="nothing", detail="看"), "没有“nothing”这一类"),
        (Missed(kind="weights_sum", detail=" "), "漏了什么"),
    ],
)
def test_what_was_missed_has_a_kind_and_words(here: Site, missed: Missed, words: str) -> None:
    (one,) = here.ledger.samples.reports(drawn(here, 1).sample_id)
    found = here.ledger.item(one.item_id)
    assert found is not None
    assert words in refused(decide(here, held(here, found.item), "passed", {}, None, [missed]))


def test_a_waiver_leaves_a_sampled_item_open(here: Site) -> None:
    (one,) = here.ledger.samples.reports(drawn(here, 1).sample_id)
    found = here.ledger.item(one.item_id)
    assert found is not None
    waive(here, found.item.report_id or "", "SC201", "看过", "王五", None)
    assert [one.item.item_id for one in here.ledger.items("quality")] == [one.item_id]


def test_a_lead_draws_and_reads(here: Site, document: Document, perfeval: Document) -> None:
    home = here.settings.home
    assert perfeval("sample", "draw", "--by", "张三", "--home", home)[0] == 2
    assert "还没有抽查过" in perfeval("sample", "list", "--home", home)[1]
    code, made = document("sample", "draw", "--count", 2, "--seed", "7", "--by", "张三", "--home", home)
    assert (code, made["sample"]["size"], made["sample"]["seed"]) == (0, 2, "7")
    name = made["sample"]["sample_id"]
    first, _ = here.ledger.samples.reports(name)
    words = ("--report", "passed", "--missed", "权重合计：合计为98", "--by", "李四", "--home", home)
    assert perfeval("queue", "decide", first.item_id, *words)[0] == 0
    assert "漏报 权重合计　合计为98" in perfeval("queue", "show", first.item_id, "--home", home)[1]
    shown = perfeval("sample", "show", name[:6], "--home", home)[1]
    for expected in ("100.00%", "2.50% 至 100.00%", "权重合计：合计为98", "与留存的种子、抽样范围相符", "李四"):
        assert expected in shown
    code, listed = document("sample", "list", "--home", home)
    assert (code, [one["rate"] for one in listed["samples"]]) == (0, ["1.0000"])
    assert perfeval("sample", "show", "zz", "--home", home)[0] == 2


def test_nobody_draws_nothing(here: Site) -> None:
    assert isinstance(draw(here, " ", 1), Refused)
    assert isinstance(draw(here, "张三", 0), Refused)
