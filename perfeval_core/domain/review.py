"""What a person is asked to look at: the review item (复核任务), and why it stands where it stands in its queue."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.findings import Severity

Queue = Literal["extraction", "score", "budget", "consistency", "design", "quality", "operations"]
"""人工识别, 得分复核, 预算执行, 文表一致, 指标设置, 数据质量, 运行异常."""

QUEUES: tuple[Queue, ...] = get_args(Queue)


FindingOutcome = Literal["confirmed", "rejected", "explained", "corrected"]
"""确认 (it stands), 不成立 (a false alarm), 说明 (explained, and accepted), 更正 (the program misread a cell)."""

FINDING_OUTCOMES: dict[FindingOutcome, str] = {
    "confirmed": "确认",
    "rejected": "不成立",
    "explained": "说明",
    "corrected": "更正",
}

ReportOutcome = Literal["passed", "returned", "handed_over"]
"""通过, 退回 (to the unit, with a letter), 转交 (to another office)."""

REPORT_OUTCOMES: dict[ReportOutcome, str] = {"passed": "通过", "returned": "退回", "handed_over": "转交"}


@dataclass(frozen=True)
class Refused:
    """What was asked for is not done (不予办理): ``message`` says in Chinese why, and what to do."""

    message: str


class FindingVerdict(Frozen):
    """What a reviewer says of one finding; ``stated``, ``expected`` and ``rule`` are the finding's own at that time.

    ``rule`` is ``None`` where it was not noted yet when the decision was made.
    """

    finding_id: str
    outcome: FindingOutcome
    reason: str | None = None
    stated: str | None = None
    expected: str | None = None
    rule: str | None = None

    @property
    def lacks_reason(self) -> bool:
        """Whether it would need a reason and has none."""
        return self.outcome in ("rejected", "explained") and not (self.reason or "").strip()


OTHER_KIND = "other"
"""其他: the kind of what no kind of the triage table names."""


class Missed(Frozen):
    """What a reviewer found in a report and the program did not (漏报): its kind, as the triage table has it."""

    kind: str
    detail: str


class Verdict(Frozen):
    """What a reviewer decides about an item (复核决定): each of its findings, and the report.

    ``missed`` is what the program should have found and did not; empty: nothing that he saw (未发现问题).
    ``flips_grade``: it says that the report has another grade than stated, which a second person must confirm.
    """

    outcome: ReportOutcome
    reason: str | None = None
    findings: tuple[FindingVerdict, ...] = ()
    missed: tuple[Missed, ...] = ()
    flips_grade: bool = False

    @property
    def needs_second(self) -> bool:
        """Whether a second person must confirm it (二次复核)."""
        return self.outcome == "returned" or self.flips_grade


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
