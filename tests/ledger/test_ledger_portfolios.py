"""Portfolios in the ledger: one current version a subject, and its items with it."""

import pytest
from ledger_helpers import Clock, item, sha

from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import Ledger, PortfolioVersion


def version(number: int, subject: str = "unit:102001:2024") -> PortfolioVersion:
    return PortfolioVersion(f"{subject[:4]}-{number}", subject, f"members-{number}", sha(f"{subject}-{number}"))


def record(ledger: Ledger, one: PortfolioVersion) -> int:
    return ledger.record_portfolio(one, [item(one.portfolio_version, queue) for queue in ("score", "budget")])


def status(ledger: Ledger, about: PortfolioVersion) -> set[str]:
    return {one.status for one in ledger.items(status=None) if one.item.subject == about.portfolio_version}


def test_a_newer_version_takes_the_place_of_the_one_before_and_that_one_may_come_back(ledger: Ledger) -> None:
    first, second, other = version(1), version(2), version(1, "year:2024")
    assert [record(ledger, one) for one in (first, other, second)] == [2, 2, 2]
    assert [one.version for one in ledger.portfolios()] == [second, other]
    assert [status(ledger, one) for one in (first, second, other)] == [{"superseded"}, {"open"}, {"open"}]
    assert record(ledger, first) == 0
    assert [status(ledger, one) for one in (first, second, other)] == [{"open"}, {"superseded"}, {"open"}]
    assert {one.version for one in ledger.portfolios(current_only=False)} == {first, second, other}
    assert ledger.problems() == []


def test_recording_twice_adds_nothing(ledger: Ledger, clock: Clock) -> None:
    record(ledger, version(1))
    events = ledger.events()
    assert record(ledger, version(1)) == 0
    assert ledger.events() == events
    assert [event.type for event in events] == ["item.published", "item.published", "portfolio.current"]


def test_every_version_can_be_looked_up(ledger: Ledger) -> None:
    record(ledger, version(1))
    record(ledger, version(2))
    found = ledger.portfolio(version(1).portfolio_version)
    assert found is not None
    assert (found.version, found.current) == (version(1), False)
    assert ledger.portfolio("nothing") is None


@pytest.mark.parametrize(
    ("about", "code"), [(1, "open_item_of_old_portfolio"), (2, "closed_item_of_current_portfolio")]
)
def test_items_that_do_not_go_with_their_version_are_a_problem(ledger: Ledger, about: int, code: str) -> None:
    record(ledger, version(1))
    record(ledger, version(2))
    found: ReviewItem = item(version(about).portfolio_version)
    wrong = "open" if about == 1 else "superseded"
    ledger._store.write(
        lambda connection: connection.exec_driver_sql(
            f"UPDATE review_item SET status = '{wrong}' WHERE item_id = '{found.item_id}'"
        )
    )
    assert [(one.code, one.subject) for one in ledger.problems()] == [(code, found.item_id)]
