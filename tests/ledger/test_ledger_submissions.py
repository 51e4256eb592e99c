"""Submissions: received once, leased to one worker, moved by whoever holds the lease and by nobody else."""

import time
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import pytest
from ledger_helpers import FILE, MINUTE, Clock, claimed, sha, submit

from perfeval_core.ledger import NEXT, PENDING, STATES, Lease, LeaseLost, Ledger, LedgerError, Refusal

WAY = ("read", "scored", "loaded", "validated", "queued")


def test_same_bytes_are_one_submission_and_a_receipt_for_each_name(ledger: Ledger, clock: Clock) -> None:
    first = ledger.submit(sha("a"), "inbox/a.pdf", 1, "application/pdf", "watch", "张三")
    clock.passes(MINUTE)
    again = ledger.submit(sha("a"), "inbox/a.pdf", 1, "application/pdf", "watch", "张三")
    other = ledger.submit(sha("a"), "a (1).pdf", 1, "application/pdf", "desk", "李四")
    assert [(receipt.new, receipt.new_name) for receipt in (first, again, other)] == [
        (True, True),
        (False, False),
        (False, True),
    ]
    assert [(receipt.name, receipt.channel, receipt.submitted_by) for receipt in ledger.receipts(sha("a"))] == [
        ("inbox/a.pdf", "watch", "张三"),
        ("a (1).pdf", "desk", "李四"),
    ]
    found = ledger.submission(sha("a"))
    assert found is not None
    assert (found.name, found.state, found.received_at) == ("inbox/a.pdf", "received", clock.now - MINUTE)
    assert [event.type for event in ledger.events()] == ["submission.received", "submission.repeated"]
    assert ledger.submission(sha("b")) is None


def test_a_refusal_and_remarks_outlive_whoever_made_them(ledger: Ledger) -> None:
    why = Refusal("encrypted", "压缩包设有密码")
    ledger.submit(sha("a"), "a.zip!/a.pdf", 1, None, "watch", "", {"unit": "102001"}, why)
    submit(ledger, "b")
    assert ledger.refusals([sha("a"), sha("b")]) == {sha("a"): why}
    assert ledger.refusals([]) == {}
    assert '"unit":"102001"' in ledger.events(subject=sha("a"))[0].payload


def test_the_whole_way(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    for state in WAY:
        assert ledger.problems() == []
        lease = ledger.advance(lease, state)
    found = ledger.submission(sha("a"))
    assert found is not None
    assert (found.state, found.owner, found.lease_until) == ("queued", None, None)
    assert ledger.due() == []
    assert [event.payload for event in ledger.events(subject=sha("a"))][-1] == '{"from":"validated","to":"queued"}'


@pytest.mark.parametrize("target", [state for state in STATES if state != NEXT["received"]])
def test_no_state_is_skipped(ledger: Ledger, target: str) -> None:
    with pytest.raises(LedgerError, match="no way"):
        ledger.advance(claimed(ledger, "a"), target)
    assert ledger.counts().submissions == {"received": 1}


def test_a_move_under_the_same_lease_happens_once(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    ledger.advance(lease, "read")
    with pytest.raises(LeaseLost):
        ledger.advance(lease, "read")


def test_the_end_has_no_way_on(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    ledger.quarantine(lease, "encrypted", "需要口令", FILE)
    found = ledger.submission(sha("a"))
    assert found is not None
    assert (found.state, found.reason, found.detail, found.owner) == ("quarantined", "encrypted", "需要口令", None)
    assert ledger.due() == []
    assert ledger.problems() == []
    with pytest.raises(LeaseLost):
        ledger.advance(lease, "read")
    (again,) = ledger.claim("worker", limit=1, ttl=MINUTE, states=("quarantined",))
    with pytest.raises(LedgerError, match="no way"):
        ledger.quarantine(again, "damaged", "", FILE)


def test_what_is_leased_is_not_due(ledger: Ledger, clock: Clock) -> None:
    submit(ledger, "a")
    clock.passes(MINUTE)
    submit(ledger, "b")
    (lease,) = ledger.claim("one", limit=1, ttl=MINUTE)
    assert lease.sha256 == sha("a")
    assert [found.sha256 for found in ledger.due()] == [sha("b")]
    assert ledger.due(states=("scored",)) == []
    assert [found.sha256 for found in ledger.claim("two", limit=5, ttl=MINUTE)] == [sha("b")]
    assert ledger.claim("three", limit=5, ttl=MINUTE) == []


def test_a_worker_that_slept_past_its_lease_is_fenced_off(ledger: Ledger, clock: Clock) -> None:
    slow = claimed(ledger, "a", owner="slow")
    clock.passes(2 * MINUTE)
    (fast,) = ledger.claim("fast", limit=1, ttl=MINUTE)
    assert (slow.fencing, fast.fencing, fast.attempts) == (1, 2, 2)
    refused(ledger, slow)
    assert ledger.advance(fast, "read").attempts == 0
    assert [event.type for event in ledger.events()] == ["submission.received", "lease.taken_over", "submission.moved"]


def test_even_if_it_has_the_same_name(ledger: Ledger, clock: Clock) -> None:
    first = claimed(ledger, "a", owner="worker")
    clock.passes(2 * MINUTE)
    (second,) = ledger.claim("worker", limit=1, ttl=MINUTE)
    refused(ledger, first)
    ledger.advance(second, "read")


def test_a_lease_that_ran_out_counts_for_nothing_though_nobody_took_it(ledger: Ledger, clock: Clock) -> None:
    lease = claimed(ledger, "a")
    clock.passes(MINUTE)
    refused(ledger, lease)


def test_a_renewed_lease_holds(ledger: Ledger, clock: Clock) -> None:
    lease = claimed(ledger, "a")
    assert ledger.renew(lease.owner, timedelta(hours=1)) == 1
    clock.passes(30 * MINUTE)
    assert ledger.claim("other", limit=1, ttl=MINUTE) == []
    ledger.advance(lease, "read")


def test_a_lease_that_ran_out_is_not_renewed(ledger: Ledger, clock: Clock) -> None:
    lease = claimed(ledger, "a")
    clock.passes(MINUTE)
    assert ledger.renew(lease.owner, MINUTE) == 0
    refused(ledger, lease)


def test_what_is_released_is_due_again_as_it_stood(ledger: Ledger) -> None:
    lease = ledger.advance(claimed(ledger, "a"), "read")
    assert ledger.release(lease.owner) == 1
    refused(ledger, lease)
    (again,) = ledger.claim("other", limit=1, ttl=MINUTE)
    assert (again.state, again.fencing) == ("read", 2)


def refused(ledger: Ledger, lease: Lease) -> None:
    """Nothing that is asked under ``lease`` happens."""
    before = ledger.submission(lease.sha256)
    with pytest.raises(LeaseLost):
        ledger.advance(lease, NEXT[lease.state])
    with pytest.raises(LeaseLost):
        ledger.quarantine(lease, "damaged", "", FILE)
    with pytest.raises(LeaseLost):
        ledger.record_versions(lease, [], FILE)
    assert ledger.submission(lease.sha256) == before


def claim_all(url: str, owner: str, start: Barrier, out: "Queue[list[tuple[str, int]]]") -> None:
    taken: list[tuple[str, int]] = []
    with Ledger.open(url) as ledger:
        start.wait()
        while leases := ledger.claim(owner, limit=3, ttl=timedelta(hours=1), states=("received",)):
            taken += [(lease.sha256, lease.fencing) for lease in leases]
            time.sleep(0.01)  # as if there were something to read, else the first one is done before the other starts
            for lease in leases:
                ledger.advance(lease, "read")
    out.put(taken)


def test_two_processes_never_claim_the_same(url: str) -> None:
    with Ledger.open(url) as ledger:
        names = [submit(ledger, f"file {n}") for n in range(200)]
    spawn = get_context("spawn")
    out: Queue[list[tuple[str, int]]] = spawn.Queue()
    start = spawn.Barrier(2)
    workers = [spawn.Process(target=claim_all, args=(url, f"worker {n}", start, out)) for n in range(2)]
    for worker in workers:
        worker.start()
    first, second = out.get(timeout=120), out.get(timeout=120)
    for worker in workers:
        worker.join()
    assert first
    assert second
    assert sorted(first + second) == sorted((name, 1) for name in names)
    with Ledger.open(url) as ledger:
        assert ledger.counts().submissions == {"read": 200}
        assert len(ledger.events(limit=1000)) == 400
        assert ledger.problems() == []


def test_the_states_are_the_ones_of_the_design() -> None:
    assert ("received", *WAY[:-1]) == PENDING
    assert (*PENDING, "queued", "quarantined") == STATES


def test_of_a_batch_those_move_that_still_stand(ledger: Ledger, clock: Clock) -> None:
    slow = claimed(ledger, "a", owner="worker")
    clock.passes(2 * MINUTE)
    submit(ledger, "b")
    taken, new = ledger.claim("worker", limit=2, ttl=MINUTE)
    assert (taken.sha256, new.sha256) == (sha("a"), sha("b"))
    moved = ledger.advance_all([slow, new], "read")
    assert [(one.sha256, one.state) for one in moved] == [(sha("b"), "read")]
    assert ledger.counts().submissions == {"received": 1, "read": 1}
    with pytest.raises(LedgerError, match="no way"):
        ledger.advance_all([taken, *moved], "read")
    assert ledger.counts().submissions == {"received": 1, "read": 1}
    assert ledger.advance_all([], "read") == []
    assert ledger.problems() == []
