"""Blind second reviews (盲审): who has not had his say does not see what the first decided."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import Decision, QueuedItem
from perfeval_core.reviewing import decide, visible_decisions
from perfeval_core.site import Site
from tests.helpers.filed import WRONG, filed
from tests.helpers.reviewing import decided, held, refused

Document = Callable[..., tuple[int, Any]]


def with_settings(here: Site, **values: object) -> Site:
    return replace(here, settings=here.settings.model_copy(update=values))


@pytest.fixture
def here(tmp_path: Path) -> Site:
    found, _ = filed(tmp_path / "home", indicators=[WRONG])
    return with_settings(found, second_review_percent=100, second_review_blind=True)


def queued(here: Site) -> QueuedItem:
    (one,) = here.ledger.items("score", status=None)
    return one


@pytest.fixture
def item(here: Site) -> ReviewItem:
    return queued(here).item


def seen(here: Site, person: str | None) -> list[str]:
    return [one.decision_id for one in visible_decisions(here, queued(here), person)]


def test_the_second_sees_it_after_his_own_decision(here: Site, item: ReviewItem) -> None:
    first = decided(here, item, "rejected")
    assert first.drawn
    assert seen(here, "李四") == []
    assert seen(here, None) == []
    assert seen(here, "张三") == [first.decision_id]
    second = decided(here, item, by="李四")
    assert seen(here, "李四") == [first.decision_id, second.decision_id]
    assert seen(here, None) == [first.decision_id, second.decision_id]


def test_what_he_cannot_see_he_has_to_decide_himself(here: Site, item: ReviewItem) -> None:
    decided(here, item, report="returned")
    words = refused(decide(here, held(here, item, "李四"), "returned", {}, "看过"))
    assert f"还有 {len(item.findings)} 条疑点没有决定" in words
    assert decided(here, item, report="returned", by="李四").final


def test_what_stood_before_is_seen_by_all(here: Site, item: ReviewItem) -> None:
    open_ = with_settings(here, second_review_percent=0)
    before = decided(open_, item)
    assert before.final
    here.ledger.reviews.reopen(item.item_id, "王五", "再看一遍")
    decided(here, item)
    assert seen(here, "李四") == [before.decision_id]


def test_without_it_the_second_need_not_repeat_the_first(here: Site, item: ReviewItem) -> None:
    open_ = with_settings(here, second_review_blind=False)
    first = decided(open_, item, "rejected")
    assert seen(open_, "李四") == [first.decision_id]
    second = decide(open_, held(here, item, "李四"), "passed", {}, None)
    assert isinstance(second, Decision)
    assert [one.outcome for one in second.verdict.findings] == ["rejected"] * len(item.findings)


def test_queue_show_asks_who_is_looking(tmp_path: Path, document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFEVAL_SECOND_REVIEW_PERCENT", "100")
    monkeypatch.setenv("PERFEVAL_SECOND_REVIEW_BLIND", "true")
    home = tmp_path / "asked"
    here, _ = filed(home, indicators=[WRONG])
    decided(here, queued(here).item)

    def shown(*words: str) -> int:
        return len(document("queue", "show", queued(here).item.item_id, *words, "--home", home)[1]["decisions"])

    assert (shown(), shown("--by", "李四"), shown("--by", "张三")) == (0, 0, 1)
