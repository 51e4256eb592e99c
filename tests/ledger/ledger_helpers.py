"""What the ledger's tests make things with."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from perfeval_core.domain.dossier import derived_id, report_id, report_version
from perfeval_core.domain.review import DueDate, Factor, Priority, Queue, ReviewItem
from perfeval_core.ledger import FileVersion, Lease, Ledger, Version

MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def passes(self, time: timedelta) -> None:
        self.now += time


def sha(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def submit(ledger: Ledger, name: str) -> str:
    """Submits a file whose bytes are its name."""
    return ledger.submit(sha(name), f"inbox/{name}.pdf", len(name), "application/pdf", "cli", "张三").sha256


FILE = FileVersion("file-version-1", sha("dossier of a file"))


def claimed(ledger: Ledger, name: str, owner: str = "worker") -> Lease:
    """A lease on a new submission, the only one that is due."""
    submit(ledger, name)
    (lease,) = ledger.claim(owner, limit=1, ttl=MINUTE)
    return lease


def version(file: str, index: int = 1, rules: str = "rules-1") -> Version:
    return Version(
        report_version=report_version(file, index, "reader-1", "engine-1", rules),
        report_id=report_id(file, index),
        index=index,
        reader_version="reader-1",
        engine_version="engine-1",
        ruleset_hash=rules,
        dossier_sha256=sha(f"{file}-{index}-{rules}"),
        project_name="信访维稳工作经费",
        unit_code="102001",
        fiscal_year=2025,
    )


def item(
    subject: str,
    queue: Queue = "score",
    priority: str = "8",
    due: date = date(2026, 3, 2),
    about: Version | None = None,
    submission: str | None = None,
) -> ReviewItem:
    return ReviewItem(
        item_id=derived_id(subject, queue),
        subject=subject,
        queue=queue,
        report_id=about and about.report_id,
        report_version=about and about.report_version,
        submission=submission,
        title="信访维稳工作经费：得分复核",
        severity="high",
        priority=Priority(
            value=Decimal(priority), factors=(Factor(name="severity", reason="严重程度 高", weight=Decimal(priority)),)
        ),
        due=DueDate(on=due, provisional="2027年放假安排未知"),
        reasons=("培训场次：得分应为 5.00",),
        findings=("f1", "f2"),
    )


def item_of(about: Version, submission: str, queue: Queue = "score") -> ReviewItem:
    return item(about.report_version, queue, about=about, submission=submission)
