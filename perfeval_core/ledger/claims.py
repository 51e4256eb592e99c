"""Claims (领取): the right of one person to decide one item, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from perfeval_core.domain.clock import CHINA
from perfeval_core.domain.review import Refused
from perfeval_core.ledger.events import Entry, append
from perfeval_core.ledger.queued import ITEM_STATUSES, Holder
from perfeval_core.ledger.review_schema import decision, review_claim
from perfeval_core.ledger.schema import review_item
from perfeval_core.ledger.store import insert_new


@dataclass(frozen=True)
class Claim:
    """The right of ``holder`` to decide an item until ``until``; ``token`` shows that it is this claim."""

    item_id: str
    holder: str
    token: str
    until: datetime


def claim(connection: Connection, now: datetime, item_id: str, by: str, token: str, ttl: timedelta) -> Claim | Refused:
    """Takes an open item that is free, or that ``by`` holds already; see ``Reviews.claim``."""
    item = _may_decide(connection, item_id, by)
    if isinstance(item, Refused):
        return item
    this, until = review_claim.c.item_id == item_id, now + ttl
    fresh = {"holder": by, "token": token, "claimed_at": now, "until": until}
    if insert_new(connection, review_claim, {"item_id": item_id, **fresh}):
        append(connection, now, by, [Entry("item.claimed", item_id, {})])
        return Claim(item_id, by, token, until)
    before = connection.execute(select(review_claim).where(this)).one()
    stale = update(review_claim).where(this, review_claim.c.until <= now).values(fresh)
    if connection.execute(stale).rowcount == 1:
        append(connection, now, by, [Entry("item.claimed", item_id, {"lapsed": before.holder})])
        return Claim(item_id, by, token, until)
    longer = update(review_claim).where(this, review_claim.c.holder == by).values(until=max(until, before.until))
    if connection.execute(longer).rowcount == 1:
        return Claim(item_id, by, before.token, max(until, before.until))
    return _held(before)


def claimable(connection: Connection, now: datetime, item_id: str, by: str) -> Row[Any] | Refused:
    """The item, if ``by`` could claim it now or holds it already."""
    item = _may_decide(connection, item_id, by)
    if isinstance(item, Refused):
        return item
    row = connection.execute(select(review_claim).where(review_claim.c.item_id == item_id)).one_or_none()
    return item if row is None or row.until <= now or row.holder == by else _held(row)


def release(connection: Connection, now: datetime, item_id: str, by: str) -> Refused | None:
    """Gives back what ``by`` holds; see ``Reviews.release``."""
    row = connection.execute(select(review_claim).where(review_claim.c.item_id == item_id)).one_or_none()
    if row is None or row.until <= now:
        return Refused("这个任务现在没有人领取，不用交还")
    if row.holder != by:
        return Refused(f"{_held(row).message}；只有他本人能交还")
    end(connection, item_id)
    append(connection, now, by, [Entry("item.released", item_id, {})])
    return None


def end_all(connection: Connection, holder: str) -> list[str]:
    """Frees all that ``holder`` has claimed; which items that were."""
    mine = review_claim.c.holder == holder
    items = connection.execute(select(review_claim.c.item_id).where(mine)).scalars().all()
    connection.execute(delete(review_claim).where(mine))
    return sorted(items)


def holds(connection: Connection, now: datetime, held: Claim) -> Row[Any] | Refused:
    """The item, if it is open and the claim stands; both stay so until the transaction ends."""
    item = open_item(connection, held.item_id)
    if isinstance(item, Refused):
        return item
    this = select(review_claim).where(review_claim.c.item_id == held.item_id).with_for_update()
    row = connection.execute(this).one_or_none()
    if row is None or (row.token == held.token and row.until <= now):
        return Refused("领取已经过期或已交还，请重新领取")
    return item if row.token == held.token else _held(row)


def open_item(connection: Connection, item_id: str) -> Row[Any] | Refused:
    """The item, which stays open until the transaction ends; refused if it is not."""
    query = select(review_item).where(review_item.c.item_id == item_id).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        return Refused(f"没有编号为“{item_id}”的任务")
    if row.status != "open":
        return Refused(f"这个任务{ITEM_STATUSES[row.status]}，不能再办理")
    return row


def pending(connection: Connection, item_id: str) -> Row[Any] | None:
    """The decision about an open item that waits for a second person to confirm it, if there is one."""
    query = select(decision).where(decision.c.item_id == item_id).order_by(decision.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None or row.final else row


def end(connection: Connection, item_id: str) -> None:
    """Nobody holds the item any more."""
    connection.execute(delete(review_claim).where(review_claim.c.item_id == item_id))


def holder(row: Row[Any], now: datetime) -> Holder | None:
    """Who holds the item of a row that has its claim beside it."""
    if row.status != "open" or row.until is None or row.until <= now:
        return None
    return Holder(by=row.holder, until=row.until)


def _may_decide(connection: Connection, item_id: str, by: str) -> Row[Any] | Refused:
    """The item, if it is open and not for somebody else than ``by`` to confirm."""
    if not by.strip():
        return Refused("要写明是谁领取")
    item = open_item(connection, item_id)
    if isinstance(item, Refused):
        return item
    waiting = pending(connection, item_id)
    if waiting is not None and waiting.reviewer == by:
        return Refused(f"{by} 已经提交了决定，须由另一个人二次复核，不能自己复核自己的")
    return item


def _held(row: Row[Any]) -> Refused:
    until = row.until.astimezone(CHINA)
    return Refused(f"这个任务由 {row.holder} 领取，到 {until:%Y-%m-%d %H:%M} 为止")
