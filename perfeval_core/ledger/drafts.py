"""Drafts (草稿): what a reviewer noted of single findings of an item before he decides the whole of it.

A draft is his alone and binds nobody; only the decision that it ends in is on record.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from perfeval_core.domain.review import FindingVerdict, Refused
from perfeval_core.ledger.claims import claimable
from perfeval_core.ledger.review_schema import finding_draft


def keep(
    connection: Connection, now: datetime, item_id: str, by: str, said: Sequence[FindingVerdict]
) -> Refused | None:
    """Notes what ``by`` would say of some findings, in place of what he noted before; see ``Reviews.draft``."""
    item = claimable(connection, now, item_id, by)
    if isinstance(item, Refused):
        return item
    for one in said:
        if one.finding_id not in item.findings:
            return Refused(f"这个任务没有编号为 {one.finding_id} 的疑点")
        if one.lacks_reason:
            return Refused(f"疑点 {one.finding_id} 定为不成立或说明，必须写明理由")
    mine = (finding_draft.c.item_id == item_id, finding_draft.c.reviewer == by)
    names = [one.finding_id for one in said]
    connection.execute(delete(finding_draft).where(*mine, finding_draft.c.finding_id.in_(names)))
    about = {"item_id": item_id, "reviewer": by, "made_at": now}
    rows = [about | one.model_dump(include={"finding_id", "outcome", "reason"}) for one in said]
    if rows:
        connection.execute(insert(finding_draft), rows)
    return None


def of(connection: Connection, item_id: str, by: str) -> list[FindingVerdict]:
    """What ``by`` noted, by finding."""
    mine = (finding_draft.c.item_id == item_id, finding_draft.c.reviewer == by)
    rows = connection.execute(select(finding_draft).where(*mine).order_by(finding_draft.c.finding_id))
    return [FindingVerdict(finding_id=row.finding_id, outcome=row.outcome, reason=row.reason) for row in rows]


def end(connection: Connection, item_id: str, by: str | None) -> None:
    """What ``by`` noted (``None``: anybody) is of no more use."""
    mine = [finding_draft.c.reviewer == by] if by is not None else []
    connection.execute(delete(finding_draft).where(finding_draft.c.item_id == item_id, *mine))
