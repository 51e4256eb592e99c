"""The numbers as leads ask for them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.site import Site
from perfeval_core.workload import numbers, precision
from tests.helpers.filed import WRONG, filed
from tests.helpers.reviewing import decided, mended

Document = Callable[..., tuple[int, Any]]


@pytest.fixture
def here(tmp_path: Path) -> Site:
    for number in (1, 2, 3):
        found, _ = filed(tmp_path / "home", number, indicators=[WRONG])
    return found


def test_a_decision_says_of_which_rules(here: Site) -> None:
    assert precision(here, "SC201") is None
    first, second, third = (one.item for one in here.ledger.items("score"))
    decided(here, first)
    decided(here, second, "rejected")
    mended(here, third, "indicators.1.points", "7.2")
    if not decided(here, third, "corrected").final:
        assert decided(here, third, "corrected", by="李四").final
    found = numbers(here)
    rules = {one.counts.rule: one for one in found.rules}
    assert "SC201" in rules
    one = rules["SC201"]
    assert (one.decided, str(one.confirmed)) == (3, "0.3333")
    assert (one.counts.confirmed, one.counts.rejected, one.counts.corrected) == (1, 1, 1)
    assert precision(here, "SC201") == one
    (misread,) = found.misread
    assert (misread.field, misread.cells) == ("indicators.points", 1)
    assert misread.form
    assert sum(day.decisions for day in found.days) >= 3


def test_leads_read_them(here: Site, perfeval: Document, document: Document) -> None:
    home = here.settings.home
    assert "待办任务" in perfeval("queue", "numbers", "--home", home)[1]
    assert "实际办理" not in perfeval("rules", "show", "SC201", "--home", home)[1]
    for one, outcome in zip(here.ledger.items("score"), ("confirmed", "rejected", "explained"), strict=True):
        decided(here, one.item, outcome)  # type: ignore[arg-type]
    assert "实际办理：已决定 3 条，确认 33.33%" in perfeval("rules", "show", "SC201", "--home", home)[1]
    shown = perfeval("queue", "numbers", "--home", home)[1]
    for words in ("SC201", "33.33%", "张三"):
        assert words in shown
    code, found = document("queue", "numbers", "--days", "7", "--home", home)
    assert (code, found["span"], found["days"][0]["decisions"]) == (0, 7, 3)


def test_a_rule_is_shown_where_there_is_no_home(tmp_path: Path, perfeval: Document) -> None:
    assert perfeval("rules", "show", "SC201", "--home", tmp_path / "none")[0] == 0
    assert not (tmp_path / "none").exists()
