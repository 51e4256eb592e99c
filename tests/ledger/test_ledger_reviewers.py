"""Two reviewers in whatever order: no claim is given twice, no decision is lost, the log is whole."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from ledger_helpers import MINUTE, Clock
from review_helpers import TTL, filed, said
from sqlalchemy.event import listen

from perfeval_core.domain.review import FindingOutcome, FindingVerdict, Refused, ReviewItem, Verdict
from perfeval_core.ledger import Claim, Decision, Ledger, RecordedCorrection
from perfeval_core.ledger.store import Store

REVIEWERS = st.sampled_from(["张三", "李四"])
VERDICTS = st.sampled_from(
    [
        said(),
        said("rejected"),
        said("corrected"),
        said(report="returned"),
        said("explained", "returned"),
        said(flips=True),
    ]
)


@cache
def fresh() -> tuple[bytes, ReviewItem]:
    """A ledger's file with one item in it, and the item."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        with Ledger.open(f"sqlite:///{path}", Clock()) as ledger:
            item = filed(ledger)
            ledger.compact()
        return path.read_bytes(), item


class Desk(RuleBasedStateMachine):
    """One item, two reviewers, and a model of who holds it and what was submitted."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = Clock()
        path = Path(self.folder.name) / "ledger.db"
        content, self.item = fresh()
        path.write_bytes(content)
        store = Store(f"sqlite:///{path}")
        listen(store._engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
        self.ledger = Ledger(store, self.clock)
        self.claims: dict[str, Claim] = {}
        """The last claim that each reviewer was given, whether or not it still stands."""
        self.holder: str | None = None
        self.submitted: list[Decision] = []
        self.corrections: list[str] = []
        self.drafts: dict[str, dict[str, FindingOutcome]] = {"张三": {}, "李四": {}}
        self.closed = False

    def teardown(self) -> None:
        problems = self.ledger.problems()
        self.ledger.close()
        self.folder.cleanup()
        assert problems == []

    def standing(self) -> str | None:
        """Who holds the item now."""
        stands = self.holder is not None and self.claims[self.holder].until > self.clock.now
        return self.holder if stands and not self.closed else None

    def waiting(self) -> str | None:
        """Whose decision waits for the other."""
        last = self.submitted[-1] if self.submitted else None
        return last.reviewer if last and not last.final and not self.closed else None

    @rule(by=REVIEWERS)
    def claim(self, by: str) -> None:
        answer = self.ledger.reviews.claim(self.item.item_id, by, TTL)
        may = not self.closed and self.waiting() != by and self.standing() in (None, by)
        assert isinstance(answer, Claim) == may, answer
        if isinstance(answer, Claim):
            self.claims[by], self.holder = answer, by
        elif not self.closed and self.waiting() != by:
            assert str(self.standing()) in answer.message

    @rule(by=REVIEWERS)
    def release(self, by: str) -> None:
        answer = self.ledger.reviews.release(self.item.item_id, by)
        assert (answer is None) == (self.standing() == by)
        if answer is None:
            self.holder = None

    @precondition(lambda self: self.claims)
    @rule(by=REVIEWERS, value=st.sampled_from(["17", "18"]))
    def correct(self, by: str, value: str) -> None:
        if by not in self.claims:
            return
        answer = self.ledger.reviews.correct(self.claims[by], "indicators.1.points", "20", value, "看过原件")
        assert isinstance(answer, RecordedCorrection) == (self.standing() == by), answer
        if isinstance(answer, RecordedCorrection):
            self.corrections.append(answer.correction.correction_id)

    @precondition(lambda self: self.claims)
    @rule(by=REVIEWERS, verdict=VERDICTS, percent=st.sampled_from([0, 50, 100]))
    def decide(self, by: str, verdict: Verdict, percent: int) -> None:
        if by not in self.claims:
            return
        before, held = self.waiting(), self.standing() == by
        answer = self.ledger.reviews.decide(self.claims[by], verdict, percent)
        if not held:
            assert isinstance(answer, Refused)
            return
        if isinstance(answer, Refused):
            assert "没有更正任何单元格" in answer.message
            return
        assert answer.final or verdict.needs_second or answer.drawn
        if answer.final and verdict.needs_second:
            assert before not in (None, by)
        assert before != by
        may_be_drawn = before is None and not verdict.needs_second
        assert answer.drawn in ([False, True] if percent == 50 and may_be_drawn else [percent == 100 and may_be_drawn])
        self.submitted.append(answer)
        self.holder, self.closed = None, answer.final
        for name in self.drafts if answer.final else (by,):
            self.drafts[name] = {}

    @rule(by=REVIEWERS, finding=st.sampled_from(["f1", "f2"]), outcome=st.sampled_from(["confirmed", "rejected"]))
    def draft(self, by: str, finding: str, outcome: FindingOutcome) -> None:
        one = FindingVerdict(finding_id=finding, outcome=outcome, reason="看过原件")
        answer = self.ledger.reviews.draft(self.item.item_id, by, [one])
        may = not self.closed and self.waiting() != by and self.standing() in (None, by)
        assert (answer is None) == may, answer
        assert (self.ledger.reviews.claimable(self.item.item_id, by) is None) == may
        if answer is None:
            self.drafts[by][finding] = outcome

    @rule(by=REVIEWERS)
    def reopen(self, by: str) -> None:
        answer = self.ledger.reviews.reopen(self.item.item_id, by, "再看一遍")
        assert (answer is None) == self.closed
        self.closed = False

    @rule(minutes=st.sampled_from([1, 30, 61]))
    def time_passes(self, minutes: int) -> None:
        self.clock.passes(minutes * MINUTE)

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.ledger.reviews.decisions(self.item.item_id) == self.submitted
        for by, drafts in self.drafts.items():
            kept = self.ledger.reviews.drafts(self.item.item_id, by)
            assert {one.finding_id: one.outcome for one in kept} == drafts
        made = self.ledger.reviews.corrections(self.item.report_id)
        assert [one.correction.correction_id for one in made] == self.corrections

    @invariant()
    def the_queue_says_what_is_so(self) -> None:
        found = self.ledger.item(self.item.item_id)
        assert found is not None
        assert found.status == ("decided" if self.closed else "open")
        assert (found.holder.by if found.holder else None) == self.standing()
        assert found.second_review == self.waiting()


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@pytest.mark.slow
def test_a_thousand_interleavings() -> None:
    at_length = settings(max_examples=1000, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(Desk, settings=at_length)
