"""Reviews: one holder at a time, decisions that stand, a second person where one must be, corrections applied once."""

import json
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from ledger_helpers import FILE, MINUTE, Clock, version
from review_helpers import TTL, filed, held, refused, said, submitted
from sqlalchemy import text

from perfeval_core.domain.drawing import drawn
from perfeval_core.domain.review import FindingVerdict, ReviewItem, Verdict
from perfeval_core.ledger import Claim, Decision, Ledger, LedgerError, RecordedCorrection


@pytest.fixture
def item(ledger: Ledger) -> ReviewItem:
    return filed(ledger)


def status(ledger: Ledger, item: ReviewItem) -> str:
    found = ledger.item(item.item_id)
    assert found is not None
    return found.status


def mended(ledger: Ledger, item: ReviewItem, value: str = "18", field: str = "indicators.1.points") -> str:
    made = ledger.reviews.correct(held(ledger, item), field, "20", value, "原件是 18")
    assert isinstance(made, RecordedCorrection), made
    return made.correction.correction_id


def test_the_other_is_told_who_has_it(ledger: Ledger, item: ReviewItem) -> None:
    mine = held(ledger, item)
    words = refused(ledger.reviews.claim(item.item_id, "李四", TTL))
    assert "张三" in words
    assert "2026-02-02 10:00" in words  # in China
    found = ledger.item(item.item_id)
    assert found is not None
    assert found.holder is not None
    assert (found.holder.by, found.holder.until) == ("张三", mine.until)


def test_of_many_who_claim_at_once_exactly_one_wins(ledger: Ledger, item: ReviewItem) -> None:
    start, answers = Barrier(6), list[Any]()

    def work(name: str) -> None:
        start.wait()
        answers.append(ledger.reviews.claim(item.item_id, name, TTL))

    threads = [Thread(target=work, args=(f"复核员{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = (one for one in answers if isinstance(one, Claim))
    assert all(winner.holder in refused(one) for one in answers if not isinstance(one, Claim))
    assert ledger.problems() == []


def test_a_stale_claim_comes_back_and_its_token_is_worth_nothing(
    ledger: Ledger, item: ReviewItem, clock: Clock
) -> None:
    old = held(ledger, item)
    clock.passes(TTL)
    assert "过期" in refused(ledger.reviews.decide(old, said()))
    new = held(ledger, item, "李四")
    assert "李四" in refused(ledger.reviews.decide(old, said()))
    assert "李四" in refused(ledger.reviews.correct(old, "stated.total", "98", "97", "看过"))
    assert ledger.reviews.decide(new, said()) is not None
    assert status(ledger, item) == "decided"
    assert ledger.problems() == []


def test_who_holds_it_holds_it_longer_by_the_same_token(ledger: Ledger, item: ReviewItem, clock: Clock) -> None:
    first = held(ledger, item)
    clock.passes(MINUTE)
    again = held(ledger, item)
    assert (again.token, again.until) == (first.token, first.until + MINUTE)


def test_only_the_holder_gives_it_back(ledger: Ledger, item: ReviewItem) -> None:
    assert "没有人" in refused(ledger.reviews.release(item.item_id, "张三"))
    held(ledger, item)
    assert "张三" in refused(ledger.reviews.release(item.item_id, "李四"))
    assert ledger.reviews.release(item.item_id, "张三") is None
    held(ledger, item, "李四")


def test_a_decision_closes_the_item_for_good(ledger: Ledger, item: ReviewItem) -> None:
    made = submitted(ledger, item, said())
    assert made.final
    assert status(ledger, item) == "decided"
    assert ledger.items() == []
    assert "已经决定" in refused(ledger.reviews.claim(item.item_id, "李四", TTL))
    assert ledger.reviews.decisions(item.item_id) == [made]
    assert ledger.reviews.outcomes() == {item.item_id: "passed"}
    types = [one.type for one in ledger.events(subject=item.item_id)]
    assert types == ["item.published", "item.claimed", "item.decided"]
    assert ledger.problems() == []


def test_another_opinion_is_another_decision(ledger: Ledger, item: ReviewItem) -> None:
    first = submitted(ledger, item, said("rejected"))
    assert "为什么" in refused(ledger.reviews.reopen(item.item_id, "李四", " "))
    assert ledger.reviews.reopen(item.item_id, "李四", "单位补交了凭证") is None
    assert ledger.reviews.answers(item.report_id or "") == []
    second = submitted(ledger, item, said("confirmed"), "李四")
    assert ledger.reviews.decisions(item.item_id) == [first, second]
    assert {one.verdict.outcome for one in ledger.reviews.answers(item.report_id or "")} == {"confirmed"}
    assert ledger.problems() == []


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        (Verdict(outcome="passed"), "还有 2 条疑点没有决定"),
        (said("rejected", reason=None), "必须写明理由"),
        (said("explained", reason=" "), "必须写明理由"),
        (said("corrected"), "没有更正任何单元格"),
        (said(report="handed_over", reason=None), "转给谁"),
        (said("rejected", "returned").model_copy(update={"reason": None}), "没有确认任何疑点"),
        (Verdict(outcome="passed", findings=(FindingVerdict(finding_id="f9", outcome="confirmed"),)), "f9"),
    ],
)
def test_what_is_not_whole_is_not_submitted(ledger: Ledger, item: ReviewItem, verdict: Verdict, words: str) -> None:
    events = ledger.events()
    mine = held(ledger, item)
    assert words in refused(ledger.reviews.decide(mine, verdict))
    assert ledger.reviews.decisions(item.item_id) == []
    assert len(ledger.events()) == len(events) + 1
    assert status(ledger, item) == "open"


def test_what_is_handed_over_may_leave_findings_to_others(ledger: Ledger, item: ReviewItem) -> None:
    assert submitted(ledger, item, Verdict(outcome="handed_over", reason="转监督科")).final


@pytest.mark.parametrize("verdict", [said(report="returned"), said(flips=True)], ids=["returned", "grade flips"])
def test_a_second_person_confirms(ledger: Ledger, item: ReviewItem, verdict: Verdict) -> None:
    assert not submitted(ledger, item, verdict).final
    (waiting,) = ledger.items()
    assert (waiting.second_review, waiting.holder) == ("张三", None)
    assert "另一个人" in refused(ledger.reviews.claim(item.item_id, "张三", TTL))
    assert submitted(ledger, item, verdict, "李四").final
    assert status(ledger, item) == "decided"
    assert ledger.problems() == []


def test_two_who_disagree_about_a_return_need_a_third_view(ledger: Ledger, item: ReviewItem) -> None:
    submitted(ledger, item, said("confirmed", "returned"))
    assert not submitted(ledger, item, said("explained", "returned"), "李四").final
    assert "李四" in refused(ledger.reviews.claim(item.item_id, "李四", TTL))
    assert submitted(ledger, item, said("explained", "returned"), "张三").final
    assert ledger.problems() == []


def test_the_second_person_may_let_it_pass(ledger: Ledger, item: ReviewItem) -> None:
    submitted(ledger, item, said(report="returned"))
    assert submitted(ledger, item, said(), "李四").final
    assert ledger.reviews.outcomes() == {item.item_id: "passed"}


def test_what_is_drawn_waits_for_another_person_whose_word_stands(ledger: Ledger, item: ReviewItem) -> None:
    first = ledger.reviews.decide(held(ledger, item), said("rejected"), second_percent=100)
    assert isinstance(first, Decision)
    assert (first.final, first.drawn, status(ledger, item)) == (False, True, "open")
    assert "自己复核自己" in refused(ledger.reviews.claim(item.item_id, "张三", TTL))
    second = ledger.reviews.decide(held(ledger, item, "李四"), said(), second_percent=100)
    assert isinstance(second, Decision)
    assert (second.final, second.drawn, status(ledger, item)) == (True, False, "decided")
    assert ledger.reviews.decisions(item.item_id) == [first, second]
    assert ledger.problems() == []


def test_what_waits_anyway_is_not_drawn(ledger: Ledger, item: ReviewItem) -> None:
    first = ledger.reviews.decide(held(ledger, item), said(report="returned"), second_percent=100)
    assert isinstance(first, Decision)
    assert not first.drawn


def test_an_auditor_repeats_the_draws_from_the_log(ledger: Ledger) -> None:
    made = []
    for name in map(str, range(24)):
        mine = held(ledger, filed(ledger, name))
        made.append(ledger.reviews.decide(mine, said(), second_percent=50))
    again = []
    for one in ledger.events(limit=10_000):
        if one.type == "item.decided":
            draw = json.loads(one.payload)["draw"]
            assert draw["seed"] == one.prev_hash
            again.append(drawn(draw["seed"], one.subject, draw["percent"]))
    assert again == [isinstance(one, Decision) and one.drawn for one in made]
    assert 0 < sum(again) < 24
    assert ledger.problems() == []


def test_a_correction_is_due_once_it_is_decided(ledger: Ledger, item: ReviewItem) -> None:
    name = mended(ledger, item)
    assert ledger.reviews.due() == []
    submitted(ledger, item, said("corrected", flips=True))
    assert ledger.reviews.due() == []
    submitted(ledger, item, said("corrected", flips=True), "李四")
    (due,) = ledger.reviews.due()
    assert (due.correction.correction_id, due.submission, due.report_id) == (name, item.submission, item.report_id)
    assert (due.correction.machine, due.correction.corrected) == ("20", "18")


def test_a_correction_is_applied_once_with_its_version(ledger: Ledger, item: ReviewItem) -> None:
    name = mended(ledger, item)
    submitted(ledger, item, said("corrected"))
    (lease,) = ledger.claim("run", 1, MINUTE, ("queued",))
    new = version(lease.sha256, rules="rules-1 and a correction")
    moved = ledger.reviews.applied(lease, [new], FILE, [name])
    assert moved.state == "scored"
    assert ledger.reviews.due() == []
    (one,) = ledger.reviews.corrections(item.report_id)
    assert one.applied_in == new.report_version
    with pytest.raises(LedgerError, match="not due"):
        ledger.reviews.applied(replace(moved), [new], FILE, [name])
    for state in ("loaded", "validated", "queued"):
        moved = ledger.advance(moved, state)
    assert ledger.problems() == []
    assert "新的版本" in refused(ledger.reviews.reopen(item.item_id, "李四", "再看一遍"))


def test_corrections_under_several_claims_keep_their_order(ledger: Ledger, item: ReviewItem) -> None:
    made = [mended(ledger, item, value) for value in ("17", "18", "17")]
    assert [one.correction.correction_id for one in ledger.reviews.corrections(item.report_id)] == made
    assert len(set(made)) == 3
    assert "理由" in refused(ledger.reviews.correct(held(ledger, item), "stated.total", "98", "97", " "))


def test_an_item_about_a_replaced_version_is_not_decided(ledger: Ledger, item: ReviewItem) -> None:
    mine = held(ledger, item)
    (lease,) = ledger.claim("rescore", 1, MINUTE, ("queued",))
    ledger.record_versions(lease, [version(lease.sha256, rules="rules-2")], FILE)
    assert "新的版本" in refused(ledger.reviews.decide(mine, said()))
    assert "新的版本" in refused(ledger.reviews.claim(item.item_id, "李四", TTL))


HARM = {
    "decided_item_without_decision": "UPDATE review_item SET status = 'decided'",
    "decided_item_is_held": "UPDATE review_item SET status = 'decided'",
    "decision_without_event": "INSERT INTO decision (decision_id, item_id, number, reviewer, outcome, reason,"
    " flips_grade, corrections, final, drawn, made_at) SELECT 'forged', item_id, 2, reviewer, outcome, reason,"
    " flips_grade, corrections, final, drawn, made_at FROM decision",
    "second_review_missing": "UPDATE decision SET outcome = 'returned'",
    "drawn_decision_alone": "UPDATE decision SET drawn = (1 = 1)",
    "draw_told_otherwise": "UPDATE decision SET drawn = (1 = 1)",
    "reason_missing": "UPDATE finding_decision SET outcome = 'rejected', reason = NULL",
    "correction_not_decided": "UPDATE decision SET final = (1 = 0)",
}


@pytest.mark.parametrize("code", HARM)
def test_what_is_broken_is_named(ledger: Ledger, item: ReviewItem, code: str) -> None:
    mended(ledger, item)
    if not code.startswith("decided"):
        submitted(ledger, item, said("corrected"))
    assert ledger.problems() == []
    ledger._store.write(lambda connection: connection.execute(text(HARM[code])))
    assert code in {one.code for one in ledger.problems()}


def test_nothing_of_a_refusal_is_kept(ledger: Ledger, item: ReviewItem, clock: Clock) -> None:
    old = held(ledger, item)
    clock.passes(timedelta(days=2))
    events = ledger.events()
    refused(ledger.reviews.correct(old, "stated.total", "98", "97", "看过"))
    refused(ledger.reviews.decide(old, said()))
    refused(ledger.reviews.claim("nothing", "张三", TTL))
    refused(ledger.reviews.claim(item.item_id, " ", TTL))
    assert ledger.events() == events
