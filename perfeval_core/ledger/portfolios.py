"""Portfolios (多份报告汇总): which version of each is current, and the items that speak of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from perfeval_core.domain.review import ReviewItem
from perfeval_core.ledger import items
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.records import PortfolioVersion, RecordedPortfolio
from perfeval_core.ledger.schema import chain_head, portfolio, review_item
from perfeval_core.ledger.store import insert_new


def record(
    connection: Connection, now: datetime, version: PortfolioVersion, about: Sequence[ReviewItem], actor: str
) -> int:
    """Makes ``version`` the current one of its subject; see ``Ledger.record_portfolio``."""
    name = version.portfolio_version
    # one after the other, or else two first versions of a subject would both become current
    connection.execute(select(chain_head.c.seq).with_for_update())
    current = (portfolio.c.subject == version.subject, portfolio.c.is_current)
    replaced = connection.execute(select(portfolio.c.portfolio_version).where(*current)).scalar_one_or_none()
    insert_new(connection, portfolio, {**version.__dict__, "is_current": False, "updated_at": now})
    if replaced != name:
        if replaced is not None:
            _set_current(connection, now, replaced, current=False)
        _set_current(connection, now, name, current=True)
    new = items.publish(connection, now, about, actor)
    if replaced != name:
        payload = {"subject": version.subject, "dossier": version.dossier_sha256, "supersedes": replaced}
        append(connection, now, actor, [Entry("portfolio.current", name, payload)])
    return new


def recorded(connection: Connection, current_only: bool) -> list[RecordedPortfolio]:
    """Recorded versions of all portfolios, in the order of subjects."""
    query = select(portfolio).order_by(portfolio.c.subject, portfolio.c.updated_at, portfolio.c.portfolio_version)
    if current_only:
        query = query.where(portfolio.c.is_current)
    return [_recorded(row) for row in connection.execute(query)]


def find(connection: Connection, portfolio_version: str) -> RecordedPortfolio | None:
    """The version with this id."""
    query = select(portfolio).where(portfolio.c.portfolio_version == portfolio_version)
    row = connection.execute(query).one_or_none()
    return None if row is None else _recorded(row)


def _set_current(connection: Connection, now: datetime, name: str, current: bool) -> None:
    """Flips the flag, and closes or reopens the items nobody has decided yet along with it."""
    this = portfolio.c.portfolio_version == name
    connection.execute(update(portfolio).where(this).values(is_current=current, updated_at=now))
    before, after = ("superseded", "open") if current else ("open", "superseded")
    about = (review_item.c.subject == name, review_item.c.status == before)
    connection.execute(update(review_item).where(*about).values(status=after))


def _recorded(row: Row[Any]) -> RecordedPortfolio:
    found = dict(row._mapping)
    current, updated_at = found.pop("is_current"), found.pop("updated_at")
    return RecordedPortfolio(PortfolioVersion(**found), current, updated_at)
