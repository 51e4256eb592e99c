"""Leafing through queues and reports: pages that fit together, filters, and nothing of units one may not see."""

from datetime import timedelta

import pytest
from ledger_helpers import FILE, Clock, claimed, item_of, version
from review_helpers import held, said, submitted

from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import Ledger, Wanted


def filed(ledger: Ledger, name: str, unit_code: str | None, unit_name: str | None) -> ReviewItem:
    """A report of a unit, and its open item."""
    lease = claimed(ledger, name)
    about = version(lease.sha256)
    about = type(about)(
        **{**about.__dict__, "unit_code": unit_code, "unit_name": unit_name, "project_name": f"项目{name}_100%"}
    )
    ledger.record_versions(lease, [about], FILE)
    made = item_of(about, lease.sha256)
    ledger.publish_items([made])
    return made


@pytest.fixture
def items(ledger: Ledger) -> list[ReviewItem]:
    units = [("101001", "教育局"), ("101002", "教育局二小"), ("102001", "水务局"), (None, "档案馆"), (None, None)]
    return [filed(ledger, f"f{number}", *unit) for number, unit in enumerate(units)]


def seen(ledger: Ledger, wanted: Wanted = Wanted(), units: list[str] | None = None) -> set[str]:  # noqa: B008 - frozen
    return {one.item.item_id for one in ledger.browse.items(wanted, units, 100).items}


def test_pages_fit_together(ledger: Ledger, items: list[ReviewItem]) -> None:
    pages = [ledger.browse.items(Wanted(), None, 2, offset) for offset in (0, 2, 4, 6)]
    assert [page.total for page in pages] == [5, 5, 5, 5]
    leafed = [one.item.item_id for page in pages for one in page.items]
    assert leafed == [one.item.item_id for one in ledger.items()]


@pytest.mark.parametrize(
    ("units", "numbers"),
    [
        (None, {0, 1, 2, 3, 4}),
        ([], set()),
        (["101001"], {0}),
        (["教育局"], {0}),
        (["101*"], {0, 1}),
        (["档案馆", "102001"], {2, 3}),
        (["*"], {0, 1, 2}),
        (["1_1*"], set()),
        (["10"], set()),
    ],
)
def test_one_sees_ones_units(
    ledger: Ledger, items: list[ReviewItem], units: list[str] | None, numbers: set[int]
) -> None:
    expected = {items[number].item_id for number in numbers}
    assert seen(ledger, units=units) == expected
    assert sum(count for count, _ in ledger.browse.open_items(units).values()) == len(expected)
    reports = ledger.browse.reports("", units, 100)
    assert {one.version.report_id for one in reports.reports} == {items[number].report_id for number in numbers}
    assert reports.total == len(numbers)
    first = ledger.browse.next_item(Wanted(), units, "", "张三")
    assert (first is None) == (not expected)


def test_accounts_and_pages_agree_on_who_sees_what(ledger: Ledger, items: list[ReviewItem]) -> None:
    for units in (["101001"], ["101*"], ["教育局", "档案馆"], ["*"]):
        ledger.people.create(f"某{units}", "viewer", units, "admin")
        account = ledger.people.find(f"某{units}")
        assert account is not None
        of_account = {
            one.version.report_id
            for one in ledger.versions()
            if account.sees(one.version.unit_code, one.version.unit_name)
        }
        assert of_account == {one.version.report_id for one in ledger.browse.reports("", units, 100).reports}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("教育局", {0, 1}), ("项目f2", {2}), ("102001", {2}), ("%", {0, 1, 2, 3, 4}), ("f_", set()), ("没有", set())],
)
def test_text_is_looked_for_as_it_stands(ledger: Ledger, items: list[ReviewItem], text: str, numbers: set[int]) -> None:
    assert seen(ledger, Wanted(text=text)) == {items[number].item_id for number in numbers}
    found = ledger.browse.reports(text, None, 100).reports
    assert {one.version.report_id for one in found} == {items[number].report_id for number in numbers}
    assert seen(ledger, Wanted(text=items[0].item_id[:8])) == {items[0].item_id}


def test_mine_and_what_waits_for_a_second_person(ledger: Ledger, items: list[ReviewItem], clock: Clock) -> None:
    held(ledger, items[0], "张三")
    assert seen(ledger, Wanted(held_by="张三")) == {items[0].item_id}
    assert seen(ledger, Wanted(held_by="李四")) == set()
    submitted(ledger, items[1], said(report="returned"), "张三")
    assert seen(ledger, Wanted(second_for="李四")) == {items[1].item_id}
    assert seen(ledger, Wanted(second_for="张三")) == set()
    following = ledger.browse.next_item(Wanted(), None, items[2].item_id, "张三")
    assert following not in (items[1].item_id, items[2].item_id, None)
    taken = {ledger.browse.next_item(Wanted(), None, "", "李四")}
    assert items[0].item_id not in taken
    clock.passes(timedelta(hours=2))
    assert seen(ledger, Wanted(held_by="张三")) == set()
    submitted(ledger, items[1], said(report="returned"), "李四")
    assert seen(ledger, Wanted(second_for="王五")) == set()


def test_overdue_comes_first_and_alone(ledger: Ledger, items: list[ReviewItem], clock: Clock) -> None:
    assert seen(ledger, Wanted(overdue=True)) == set()
    clock.passes(timedelta(days=60))
    assert len(seen(ledger, Wanted(overdue=True))) == 5
    assert all(late == count for count, late in ledger.browse.open_items(None).values())


def test_the_log_is_leafed_through_from_its_end(ledger: Ledger, items: list[ReviewItem]) -> None:
    held(ledger, items[0], "张三")
    every = ledger.events(limit=1000)
    found, total = ledger.browse.events("", "", 3)
    assert (found, total) == (every[:-4:-1], len(every))
    mine, count = ledger.browse.events("张三", "item.", 10)
    assert ([one.type for one in mine], count) == (["item.claimed"], 1)
