"""Numbers for leads: what waits and since when, who decides how much, how two agree, what holds, what is misread."""

from datetime import date, timedelta

from ledger_helpers import Clock
from review_helpers import TTL, filed, held, said, submitted

from perfeval_core.domain.review import FindingOutcome, FindingVerdict, Verdict
from perfeval_core.ledger import Agreement, DayOfWork, Decision, Ledger, Misread, RuleOutcomes

DAY = timedelta(days=1)


def by_rule(first: FindingOutcome, second: FindingOutcome) -> Verdict:
    both = (("f1", first, "SC201"), ("f2", second, "SC203"))
    findings = tuple(
        FindingVerdict(finding_id=name, outcome=word, reason="看过", rule=rule) for name, word, rule in both
    )
    return Verdict(outcome="passed", findings=findings)


def test_open_items_by_age(ledger: Ledger, clock: Clock) -> None:
    assert ledger.workload.queues() == []
    began = clock.now
    for name, later in (("a", 10), ("b", 2), ("c", 4), ("d", 0)):
        filed(ledger, name)
        clock.passes(later * DAY)
    (one,) = ledger.workload.queues()
    # published 16, 6, 4 and 0 days ago; due on 2 March
    assert (one.queue, one.open, one.ages, one.oldest) == ("score", 4, (1, 2, 0, 1), began)
    assert (one.overdue, one.claimed, one.second) == (0, 0, 0)
    clock.passes(date(2026, 3, 2) - clock.now.date())
    assert ledger.workload.queues()[0].overdue == 0
    clock.passes(DAY)
    assert ledger.workload.queues()[0].overdue == 4


def test_what_is_claimed_or_waits_for_a_second_person(ledger: Ledger, clock: Clock) -> None:
    first, second, third = (filed(ledger, name) for name in "abc")
    held(ledger, first)
    submitted(ledger, second, said(report="returned"))
    submitted(ledger, third, said())
    (one,) = ledger.workload.queues()
    assert (one.open, one.claimed, one.second) == (2, 1, 1)
    clock.passes(TTL)
    submitted(ledger, second, said(report="returned"), "李四")
    (one,) = ledger.workload.queues()
    assert (one.open, one.claimed, one.second) == (1, 0, 0)


def test_days_end_in_china(ledger: Ledger, clock: Clock) -> None:
    one, two, three = (filed(ledger, name) for name in "abc")
    submitted(ledger, one, said())  # 2 February, 09:00 in China
    clock.passes(timedelta(hours=14, minutes=59))
    submitted(ledger, two, said(), "李四")
    clock.passes(timedelta(minutes=1))
    submitted(ledger, three, said(), "李四")
    second = [DayOfWork("2026-02-02", "张三", 1), DayOfWork("2026-02-02", "李四", 1)]
    third = DayOfWork("2026-02-03", "李四", 1)
    assert ledger.workload.days(1) == [third]
    found = ledger.workload.days(2)
    assert found[-1] == third
    assert sorted(found[:-1], key=str) == sorted(second, key=str)


def test_how_two_agree(ledger: Ledger) -> None:
    assert ledger.workload.agreement() == []
    for name, second in (("a", by_rule("confirmed", "confirmed")), ("b", by_rule("confirmed", "rejected"))):
        item = filed(ledger, name)
        first = ledger.reviews.decide(held(ledger, item), by_rule("confirmed", "confirmed"), 100)
        assert isinstance(first, Decision)
        submitted(ledger, item, second, "李四")
    item = filed(ledger, "c")
    submitted(ledger, item, said(report="returned"))
    submitted(ledger, item, said(), "李四")
    submitted(ledger, filed(ledger, "d"), said(report="returned"))
    assert ledger.workload.agreement() == [Agreement(True, 2, 2, 4, 3), Agreement(False, 1, 0, 2, 2)]


def test_a_rule_holds_by_the_last_word_about_each_finding(ledger: Ledger) -> None:
    one, two, three = (filed(ledger, name) for name in "abc")
    submitted(ledger, one, by_rule("confirmed", "rejected"))
    ledger.reviews.reopen(one.item_id, "王五", "再看一遍")
    submitted(ledger, one, by_rule("explained", "confirmed"))
    submitted(ledger, two, by_rule("confirmed", "confirmed"))
    submitted(
        ledger, three, by_rule("rejected", "rejected").model_copy(update={"outcome": "returned", "reason": "看过"})
    )
    ledger.reviews.reopen(two.item_id, "王五", "再看一遍")
    held(ledger, two)
    wanted = [RuleOutcomes("SC201", 1, 0, 1, 0), RuleOutcomes("SC203", 2, 0, 0, 0)]
    assert ledger.workload.rules() == wanted
    assert ledger.workload.rules("SC203") == wanted[1:]
    assert ledger.workload.rules("SC999") == []


def test_what_is_misread_is_counted_by_column(ledger: Ledger) -> None:
    one, two = filed(ledger, "a"), filed(ledger, "b")
    for item, fields in (
        (one, ("indicators.1.points", "indicators.12.points", "stated.total")),
        (two, ("stated.total",)),
    ):
        for field in fields:
            mine = held(ledger, item)
            ledger.reviews.correct(mine, field, "20", "18", "原件是 18", "self_evaluation_form")
    assert ledger.workload.misread() == []
    submitted(ledger, one, said("corrected"))
    form, pdf = "self_evaluation_form", "application/pdf"
    assert ledger.workload.misread() == [
        Misread(form, pdf, "indicators.points", 2),
        Misread(form, pdf, "stated.total", 1),
    ]
