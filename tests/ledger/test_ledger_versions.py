"""Versions of reports, and the items that speak of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from ledger_helpers import FILE, MINUTE, Clock, claimed, item, item_of, sha, version

from perfeval_core.ledger import Lease, LeaseLost, Ledger, LedgerError
from tests.helpers.finding import finding


def finish(ledger: Ledger, lease: Lease) -> None:
    for state in ("read", "scored", "loaded", "validated", "queued"):
        lease = ledger.advance(lease, state)


def again(ledger: Ledger) -> Lease:
    """A lease on the one submission that is done, as a rescoring takes it."""
    (lease,) = ledger.claim("rescore", limit=1, ttl=MINUTE, states=("queued",))
    return lease


def test_recording_twice_records_once(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    versions = [version(lease.sha256, 1), version(lease.sha256, 2)]
    first = ledger.record_versions(lease, versions, FILE)
    events = len(ledger.events())
    assert ledger.record_versions(lease, versions, FILE) == first
    assert [found.version for found in first] == versions
    assert all(found.current and found.supersedes is None for found in first)
    assert len(ledger.events()) == events


def test_another_dossier_for_the_same_version_does_not_replace_it_and_is_not_silent(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    kept = version(lease.sha256)
    ledger.record_versions(lease, [kept], FILE)
    (found,) = ledger.record_versions(lease, [replace(kept, dossier_sha256=sha("another"))], FILE)
    assert found.version == kept
    assert ledger.events()[-1].type == "version.differs"


def test_new_rules_make_a_new_version_and_their_items_replace_the_old(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    old, new = version(lease.sha256), version(lease.sha256, rules="rules-2")
    ledger.record_versions(lease, [old], FILE)
    ledger.publish_items([item_of(old, lease.sha256)])
    finish(ledger, lease)

    lease = again(ledger)
    (found,) = ledger.record_versions(lease, [new], FILE)
    ledger.publish_items([item_of(new, lease.sha256)])
    assert ledger.release(lease.owner) == 1
    assert found.supersedes == old.report_version
    assert [found.item.report_version for found in ledger.items()] == [new.report_version]
    assert len(ledger.versions(lease.sha256, current_only=False)) == 2
    assert ledger.problems() == []

    ledger.record_versions(again(ledger), [old], FILE)
    assert [found.version for found in ledger.versions()] == [old]
    assert [found.item.report_version for found in ledger.items()] == [old.report_version]
    assert ledger.problems() == []


def test_a_report_that_a_better_reader_no_longer_sees_is_not_current(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    one, two = version(lease.sha256, 1), version(lease.sha256, 2)
    ledger.record_versions(lease, [one, two], FILE)
    ledger.publish_items([item_of(one, lease.sha256), item_of(two, lease.sha256)])
    ledger.record_versions(lease, [one], FILE)
    assert [found.item.report_id for found in ledger.items()] == [one.report_id]


def test_a_late_worker_opens_no_item_about_a_replaced_version(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    old = version(lease.sha256)
    ledger.record_versions(lease, [old], FILE)
    ledger.record_versions(lease, [version(lease.sha256, rules="rules-2")], FILE)
    assert ledger.publish_items([item_of(old, lease.sha256)]) == 1
    assert ledger.items() == []
    assert len(ledger.items(status="superseded")) == 1


def test_publishing_twice_adds_nothing(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    about = version(lease.sha256)
    ledger.record_versions(lease, [about], FILE)
    items = [item_of(about, lease.sha256), item_of(about, lease.sha256, "budget")]
    assert ledger.publish_items(items) == 2
    events = ledger.events()
    assert ledger.publish_items(items) == 0
    assert ledger.publish_items([*items, item_of(about, lease.sha256, "design")]) == 1
    assert len(ledger.events()) == len(events) + 1
    assert ledger.counts().items == {queue: {"open": 1} for queue in ("score", "budget", "design")}


def test_an_item_comes_back_as_it_went_in(ledger: Ledger, clock: Clock) -> None:
    published = item("run 7", "operations", priority="12.3456")
    ledger.publish_items([published])
    found = ledger.item(published.item_id)
    assert found is not None
    assert found.item == published
    assert found.item.priority.value == Decimal("12.3456")
    assert (found.status, found.overdue, found.published_at) == ("open", False, clock.now)
    assert ledger.item("nothing") is None


def test_the_overdue_come_first_then_the_weighty_then_the_urgent(ledger: Ledger, clock: Clock) -> None:
    today = date(2026, 2, 2)
    assert clock.now.date() == today
    ledger.publish_items(
        [
            item("light but overdue", priority="1", due=date(2026, 2, 1)),
            item("weighty", priority="10.5", due=date(2026, 4, 1)),
            item("light and late", priority="9", due=date(2026, 4, 1)),
            item("light and soon", priority="9", due=today),
            item("elsewhere", "budget", priority="99"),
        ]
    )
    found = ledger.items("score")
    assert [entry.item.subject for entry in found] == [
        "light but overdue",
        "weighty",
        "light and soon",
        "light and late",
    ]
    assert [entry.overdue for entry in found] == [True, False, False, False]
    assert [entry.item.subject for entry in ledger.items(limit=2)] == ["light but overdue", "elsewhere"]


def test_overdue_is_a_matter_of_the_day_in_china(ledger: Ledger, clock: Clock) -> None:
    ledger.publish_items([item("a", due=date(2026, 2, 2))])
    clock.now = clock.now.replace(hour=15, minute=59)
    assert not ledger.items()[0].overdue
    clock.passes(MINUTE)
    assert ledger.items()[0].overdue


def test_of_the_items_about_a_whole_file_the_last_one_is_open(ledger: Ledger) -> None:
    file = claimed(ledger, "a").sha256
    before, after = item("file, rules 1", submission=file), item("file, rules 2", submission=file)
    for published in (before, after):
        ledger.publish_items([published, item("other queue", "budget", submission=file)])
    assert {entry.item.subject for entry in ledger.items()} == {"file, rules 2", "other queue"}
    ledger.publish_items([before])
    assert {entry.item.subject for entry in ledger.items()} == {"file, rules 1", "other queue"}


def test_validation_findings_are_kept_once_and_only_those_of_current_versions_are_given(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    old, new = version(lease.sha256), version(lease.sha256, rules="rules-2")
    ledger.record_versions(lease, [old], FILE)
    found = (old.report_version, finding())
    assert [ledger.record_validation(lease, [found]) for _ in range(2)] == [1, 0]
    assert ledger.validation() == ledger.validation(lease.sha256) == [found]
    assert ledger.validation(sha("another")) == []
    ledger.record_versions(lease, [new], FILE)
    assert ledger.validation() == []


def test_without_the_lease_no_validation_finding_is_kept(ledger: Ledger, clock: Clock) -> None:
    lease = claimed(ledger, "a")
    ledger.record_versions(lease, [version(lease.sha256)], FILE)
    clock.passes(MINUTE)
    with pytest.raises(LeaseLost):
        ledger.record_validation(lease, [(version(lease.sha256).report_version, finding())])
    assert ledger.validation() == []


def test_what_is_done_is_taken_back_with_its_new_versions_and_goes_the_same_way_again(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    old, new = version(lease.sha256), version(lease.sha256, rules="rules-2")
    ledger.record_versions(lease, [old], FILE)
    finish(ledger, lease)
    back = ledger.rescored(again(ledger), [new], FILE)
    assert back.state == "scored"
    assert [found.version for found in ledger.versions()] == [new]
    for state in ("loaded", "validated", "queued"):
        back = ledger.advance(back, state)
    assert ledger.problems() == []


def test_only_what_is_done_is_taken_back(ledger: Ledger) -> None:
    lease = claimed(ledger, "a")
    with pytest.raises(LedgerError, match="no way back"):
        ledger.rescored(lease, [version(lease.sha256)], FILE)
    assert ledger.versions() == []
