"""A review item (复核任务) as it stands in its queue."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.review import ReviewItem

ItemStatus = Literal["open", "decided", "superseded", "waived"]
"""``decided``: reviewers are done with it; ``superseded``: the item speaks of a version that is no longer current;
``waived``: all of it is set aside."""

ITEM_STATUSES: Mapping[ItemStatus, str] = {
    "open": "待办",
    "decided": "已经决定",
    "superseded": "针对的报告已有新的版本",
    "waived": "已豁免",
}


class Holder(Frozen):
    """Who has claimed an item (领取), and until when."""

    by: str
    until: datetime


class QueuedItem(Frozen):
    """A review item as it stands in its queue; ``overdue`` on the day (in China) on which it was asked for.

    ``holder`` is who has claimed it, ``second_review`` whose decision waits for a second person (二次复核),
    ``decisions`` how many were ever submitted.
    """

    item: ReviewItem
    status: ItemStatus
    overdue: bool
    published_at: datetime
    holder: Holder | None = None
    second_review: str | None = None
    decisions: int = 0
