"""A report that is filed again: the one that came last is in force, the others stay, their items wait with them."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_helpers import FILE, MINUTE, Clock, item_of, sha, submit, version

from perfeval_core.ledger import FileVersion, Lease, Ledger, Version

PARK, ROAD = "filing-park", "filing-road"


def due(ledger: Ledger, name: str) -> Lease:
    submit(ledger, name)
    (lease,) = ledger.claim("worker", limit=1, ttl=MINUTE, among=[sha(name)])
    return lease


def filed(ledger: Ledger, name: str, *filings: str | None) -> list[Version]:
    """A file with a report for each of ``filings``, taken to its end, with an item for each report."""
    lease = due(ledger, name)
    made = [replace(version(lease.sha256, n), filing=filing) for n, filing in enumerate(filings, start=1)]
    ledger.record_versions(lease, made, FILE)
    for state in ("read", "scored", "loaded", "validated"):
        lease = ledger.advance(lease, state)
    ledger.publish_items([item_of(one, lease.sha256) for one in made])
    ledger.advance(lease, "queued")
    return made


def in_force(ledger: Ledger) -> set[str]:
    return {one.version.report_id for one in ledger.versions() if one.in_force}


def asked(ledger: Ledger) -> set[str | None]:
    return {one.item.report_id for one in ledger.items()}


def test_the_report_that_came_last_replaces_the_one_before_it(ledger: Ledger, clock: Clock) -> None:
    (first,) = filed(ledger, "a", PARK)
    clock.passes(MINUTE)
    (second,) = filed(ledger, "b", PARK)
    clock.passes(MINUTE)
    (third,) = filed(ledger, "c", PARK)
    assert in_force(ledger) == asked(ledger) == {third.report_id}
    assert [one.version for one in ledger.replaced([third.report_id])] == [second, first]
    assert {one.item.report_id for one in ledger.items(status="superseded")} == {first.report_id, second.report_id}
    assert [event.type for event in ledger.events(subject=first.report_version)][-1] == "report.replaced"
    assert ledger.problems() == []


def test_an_item_that_comes_late_about_a_replaced_report_asks_for_nobody(ledger: Ledger, clock: Clock) -> None:
    lease = due(ledger, "a")
    first = replace(version(lease.sha256), filing=PARK)
    ledger.record_versions(lease, [first], FILE)
    clock.passes(MINUTE / 2)
    filed(ledger, "b", PARK)
    ledger.publish_items([item_of(first, lease.sha256)])
    ledger.refresh_items(first.report_version, [item_of(first, lease.sha256)], "张三")
    assert first.report_id not in asked(ledger)
    assert ledger.problems() == []


def test_other_projects_and_reports_that_do_not_say_which_replace_nothing(ledger: Ledger, clock: Clock) -> None:
    filed(ledger, "a", PARK, None)
    clock.passes(MINUTE)
    filed(ledger, "b", ROAD, None)
    assert len(in_force(ledger)) == 4


def test_two_reports_of_one_file_stand_side_by_side(ledger: Ledger, clock: Clock) -> None:
    filed(ledger, "a", PARK)
    clock.passes(MINUTE)
    both = filed(ledger, "b", PARK, PARK)
    assert in_force(ledger) == {one.report_id for one in both}
    assert ledger.problems() == []


def test_a_report_that_is_read_otherwise_gives_the_place_back(ledger: Ledger, clock: Clock) -> None:
    (first,) = filed(ledger, "a", PARK)
    clock.passes(MINUTE)
    (second,) = filed(ledger, "b", PARK)
    (lease,) = ledger.claim("rescore", limit=1, ttl=MINUTE, states=("queued",), among=[sha("b")])
    corrected = replace(version(lease.sha256, rules="rules-2"), filing=ROAD)
    ledger.rescored(lease, [corrected], FileVersion("file-2", sha("file 2")))
    assert in_force(ledger) == {first.report_id, second.report_id}
    assert first.report_id in asked(ledger)
    assert [event.type for event in ledger.events(subject=first.report_version)][-1] == "report.in_force"
    assert ledger.problems() == []


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["1", "2"]), st.sampled_from([PARK, ROAD, None])),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_is_filed_and_scored_again_one_report_of_a_filing_is_in_force(
    steps: list[tuple[str, str, str | None]],
) -> None:
    with (
        TemporaryDirectory() as folder,
        Ledger.open(f"sqlite:///{Path(folder) / 'ledger.db'}", clock := Clock()) as ledger,
    ):
        said: dict[tuple[str, str], str | None] = {}
        for name, rules, filing in steps:
            clock.passes(MINUTE)
            if ledger.submission(sha(name)) is None:
                filed(ledger, name, filing)
                said[name, "rules-1"] = filing
            (lease,) = ledger.claim("rescore", limit=1, ttl=MINUTE, states=("queued",), among=[sha(name)])
            # what a version says never changes
            filing = said.setdefault((name, f"rules-{rules}"), filing)
            again = replace(version(lease.sha256, rules=f"rules-{rules}"), filing=filing)
            lease = ledger.rescored(lease, [again], FileVersion(f"{name}-{rules}", sha(f"{name}-{rules}")))
            for state in ("loaded", "validated"):
                lease = ledger.advance(lease, state)
            ledger.publish_items([item_of(again, lease.sha256)])
            ledger.advance(lease, "queued")
            assert ledger.problems() == []
        current = [one for one in ledger.versions() if one.in_force]
        known = [one.version.filing for one in current if one.version.filing]
        assert len(known) == len(set(known))
        assert {one.item.report_version for one in ledger.items()} == {one.version.report_version for one in current}
