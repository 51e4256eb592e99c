"""A reviewer's work, for tests in which it only has to be done."""

from perfeval_core.domain.review import FindingOutcome, Refused, ReportOutcome, ReviewItem
from perfeval_core.ledger import Claim, Decision, RecordedCorrection
from perfeval_core.reviewing import claim, correct, decide
from perfeval_core.site import Site


def held(here: Site, item: ReviewItem, by: str = "张三") -> Claim:
    """The item, claimed."""
    found = claim(here, item.item_id, by)
    assert isinstance(found, Claim), found
    return found


def mended(here: Site, item: ReviewItem, field: str, value: str, by: str = "张三") -> RecordedCorrection:
    """One corrected cell, under a claim."""
    made = correct(here, held(here, item, by), field, value, "原件如此")
    assert isinstance(made, RecordedCorrection), made
    return made


def decided(
    here: Site,
    item: ReviewItem,
    findings: FindingOutcome = "confirmed",
    report: ReportOutcome = "passed",
    by: str = "张三",
) -> Decision:
    """A decision that says the same of all findings."""
    said = {name: (findings, None) for name in item.findings}
    made = decide(here, held(here, item, by), report, said, "看过原件")
    assert isinstance(made, Decision), made
    return made


def refused(answer: object) -> str:
    """Why something was refused."""
    assert isinstance(answer, Refused), answer
    return answer.message
