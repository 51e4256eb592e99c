"""The outbox of notifications, and the ledger in numbers, on every database."""

from datetime import timedelta

from ledger_helpers import Clock, claimed, item_of, submit, version

from perfeval_core.ledger import FileVersion, Ledger

TTL = timedelta(minutes=5)


def test_an_occasion_is_put_once_a_channel(ledger: Ledger) -> None:
    assert ledger.notices.put("run-1", ["mail", "webhook"], "主题", "正文") == 2
    assert ledger.notices.put("run-1", ["mail", "webhook"], "又一次", "正文") == 0
    assert ledger.notices.put("run-2", ["mail"], "主题", "正文") == 1


def test_what_is_claimed_is_free_again_when_its_sender_died_or_failed(ledger: Ledger, clock: Clock) -> None:
    ledger.notices.put("run-1", ["mail"], "主题", "正文")
    first = ledger.notices.claim("mail", TTL)
    assert first is not None
    assert ledger.notices.claim("mail", TTL) is None
    clock.passes(TTL)
    second = ledger.notices.claim("mail", TTL)
    assert second == first
    ledger.notices.failed(first, "连不上")
    (waiting,) = ledger.notices.waiting()
    assert (waiting.attempts, waiting.problem) == (1, "连不上")
    third = ledger.notices.claim("mail", TTL)
    assert third is not None
    ledger.notices.sent(third)
    assert ledger.notices.waiting() == []
    assert ledger.notices.claim("mail", TTL) is None


def test_the_ledger_in_numbers(ledger: Ledger, clock: Clock) -> None:
    lease = claimed(ledger, "done")
    lease = ledger.advance(lease, "read")
    made = version("done")
    ledger.record_versions(lease, [made], FileVersion("v", "d" * 64))
    ledger.publish_items([item_of(made, lease.sha256)])
    submit(ledger, "waiting")
    before = clock()
    clock.passes(timedelta(days=400))
    found = ledger.measures()
    assert found.submissions == {"read": 1, "received": 1}
    assert (found.reports, found.replaced, found.quarantined) == (1, 0, {})
    assert found.items == {("score", "open"): 1}
    assert found.oldest == {"score": before}
    assert found.overdue == {"score": 1}
    assert found.originals_bytes == sum(one.size for one in ledger.submissions())
    assert found.ledger_bytes > 0
