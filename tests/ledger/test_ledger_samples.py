"""Samples on the ledger alone: what may be drawn, and that a draw is kept whole."""

from ledger_helpers import FILE, Clock, claimed, item, version
from review_helpers import filed, submitted

from perfeval_core.domain import drawing
from perfeval_core.domain.dossier import derived_id
from perfeval_core.domain.review import Missed, ReviewItem, Verdict
from perfeval_core.ledger import Ledger


def clean(ledger: Ledger, name: str) -> tuple[str, str]:
    """A report that is done and has no item: its version and its submission."""
    lease = claimed(ledger, name)
    about = version(lease.sha256)
    ledger.record_versions(lease, [about], FILE)
    for state in ("read", "scored", "loaded", "validated", "queued"):
        assert about.report_version not in ledger.samples.frame()
        lease = ledger.advance(lease, state)  # type: ignore[arg-type]
    return about.report_version, lease.sha256


def test_a_sample_on_record(ledger: Ledger, clock: Clock) -> None:
    filed(ledger, "flagged")
    of = dict(clean(ledger, name) for name in "abcd")
    frame = ledger.samples.frame()
    assert frame == sorted(of)
    names = drawing.sample("7", frame, 2)

    def items(sample: str) -> list[ReviewItem]:
        made = [item(name, "quality", about=version(of[name]), submission=of[name]) for name in names]
        empty = {"findings": ()}
        return [
            one.model_copy(update=empty | {"item_id": derived_id(sample, name)})
            for one, name in zip(made, names, strict=True)
        ]

    made = ledger.samples.record(frame, "7", items, "张三")
    assert ledger.samples.all() == [made]
    assert (made.size, made.frame_size, made.drawn_by, made.drawn_at) == (2, 4, "张三", clock.now)
    assert ledger.samples.repeated(made.sample_id)
    first, second = ledger.samples.reports(made.sample_id)
    assert [first.report_version, second.report_version] == names
    assert ledger.samples.frame() == sorted(set(frame) - set(names))
    missed = (Missed(kind="weights_sum", detail="合计98"), Missed(kind="other", detail="缺章"))
    queued = ledger.item(first.item_id)
    assert queued is not None
    decided = submitted(ledger, queued.item, Verdict(outcome="passed", missed=missed))
    assert ledger.reviews.decisions(first.item_id) == [decided]
    assert [one.missed for one in ledger.samples.reports(made.sample_id)] == [missed, ()]
    (event,) = (one for one in ledger.events() if one.type == "sample.drawn")
    assert event.subject == made.sample_id
    assert ledger.problems() == []
