"""What a person is asked to look at: the review item (复核任务), and why it stands where it stands in its queue."""

from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Severity

Queue = Literal["extraction", "score", "budget", "consistency", "design", "quality", "operations"]
"""人工识别, 得分复核, 预算执行, 文表一致, 指标设置, 数据质量, 运行异常."""

QUEUES: tuple[Queue, ...] = get_args(Queue)


class Factor(Frozen):
    """One factor of a priority: ``reason`` says in Chinese which band of the triage table gave ``weight``."""

    name: Literal["severity", "money", "distance"]
    reason: str
    weight: Decimal


class Priority(Frozen):
    """Priority (优先级): the product of its factors to 4 decimals, higher first."""

    value: Decimal
    factors: tuple[Factor, ...]


class DueDate(Frozen):
    """A due date (办理期限); ``provisional`` says why it may still move, ``None`` where the calendar is known."""

    on: date
    provisional: str | None = None


class ReviewItem(Frozen):
    """One piece of work for one reviewer: what one queue has to say about one subject.

    ``subject`` is what the item is about: a report version, a version of a whole file, or a run of ours. The id follows
    from subject and queue alone. ``reasons`` says in Chinese, line by line, what is to be looked at; ``findings`` holds
    the ids of the findings (疑点), empty where there is none (an unreadable file, an error of ours).
    """

    item_id: str
    subject: str
    queue: Queue
    report_id: str | None = None
    report_version: str | None = None
    submission: str | None = None
    title: str
    severity: Severity
    priority: Priority
    due: DueDate
    reasons: tuple[str, ...]
    findings: tuple[str, ...] = ()


class Disposition(Frozen):
    """What becomes of one subject: its items, at most one a queue, and the findings that ask for nobody's time."""

    items: tuple[ReviewItem, ...] = ()
    noted: tuple[str, ...] = ()
    """Ids of findings that are kept on record but made no item."""

    @property
    def clean(self) -> bool:
        """Whether nobody has to look at it."""
        return not self.items
