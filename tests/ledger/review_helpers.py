"""A ledger with items to review, and what reviewers say."""

from datetime import timedelta

from ledger_helpers import FILE, claimed, item_of, version

from perfeval_core.domain.review import FindingOutcome, FindingVerdict, Refused, ReportOutcome, ReviewItem, Verdict
from perfeval_core.ledger import Claim, Decision, Ledger

TTL = timedelta(hours=1)


def filed(ledger: Ledger, name: str = "a") -> ReviewItem:
    """A report that is done, and its open item with the findings f1 and f2."""
    lease = claimed(ledger, name)
    about = version(lease.sha256)
    ledger.record_versions(lease, [about], FILE)
    made = item_of(about, lease.sha256)
    for state in ("read", "scored", "loaded", "validated"):
        lease = ledger.advance(lease, state)
    ledger.publish_items([made])
    ledger.advance(lease, "queued")
    return made


def said(
    findings: FindingOutcome = "confirmed",
    report: ReportOutcome = "passed",
    reason: str | None = "看过原件",
    flips: bool = False,
) -> Verdict:
    return Verdict(
        outcome=report,
        reason=reason,
        findings=tuple(FindingVerdict(finding_id=name, outcome=findings, reason=reason) for name in ("f1", "f2")),
        flips_grade=flips,
    )


def held(ledger: Ledger, item: ReviewItem, by: str = "张三") -> Claim:
    found = ledger.reviews.claim(item.item_id, by, TTL)
    assert isinstance(found, Claim), found
    return found


def submitted(ledger: Ledger, item: ReviewItem, verdict: Verdict, by: str = "张三") -> Decision:
    made = ledger.reviews.decide(held(ledger, item, by), verdict)
    assert isinstance(made, Decision), made
    return made


def refused(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.message
