"""What reviewers correct makes a new version, once, however often and wherever a run breaks off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.apply_review import apply_review
from flows.rescore import rescore_all
from flows.summary import ReviewSummary
from perfeval_core.casework import report_items
from perfeval_core.correcting import machine_reading
from perfeval_core.doctor import problems
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.review import FindingVerdict, ReviewItem, Verdict
from perfeval_core.rebuilding import rebuild
from perfeval_core.refiling import before, between
from perfeval_core.rescoring import filing_of
from perfeval_core.reviewing import decide, preview_of
from perfeval_core.site import Site
from tests.flows.test_flow_rebuild import rows
from tests.helpers.reviewing import decided, held, mended, refused
from tests.helpers.running import broken_off, run
from tests.makers import make
from tests.makers.example import FORM

FIELD = "indicators.1.points"


def applied(here: Site) -> ReviewSummary:
    return apply_review(home=str(here.settings.home))


def dossier(here: Site) -> Dossier:
    (one,) = here.ledger.versions()
    return here.archive.get_dossier(one.version.dossier_sha256)


def score_item(here: Site) -> ReviewItem:
    (one,) = here.ledger.items("score")
    return one.item


@pytest.fixture
def misread(here: Site, tmp_path: Path) -> Site:
    """A home with a report of whose first indicator the machine reads 20 points, where 18 stand; its last is wrong."""
    first, *rest, last = FORM.indicators
    drawn = (first.model_copy(update={"points": "20"}), *rest, last.model_copy(update={"points": "9"}))
    run(here, make(FORM.model_copy(update={"indicators": drawn})).save(tmp_path / "一.pdf"))
    return here


@pytest.fixture
def corrected(misread: Site) -> Site:
    """The same, corrected and decided by two, and not applied yet."""
    item = score_item(misread)
    mended(misread, item, FIELD, "18 分")
    if not decided(misread, item, "corrected").final:
        assert decided(misread, item, "corrected", by="李四").final
    return misread


def test_a_correction_makes_a_new_version_that_supersedes_the_former(corrected: Site) -> None:
    old, (was,) = dossier(corrected), corrected.ledger.versions()
    summary = applied(corrected)
    assert (summary.corrections, len(summary.changes), summary.errors) == (1, 1, ())

    new, (now,) = dossier(corrected), corrected.ledger.versions()
    assert (now.supersedes, now.version.report_id) == (was.version.report_version, was.version.report_id)
    assert (old.report.indicators[0].points, new.report.indicators[0].points) == ("20", "18分")
    (place,) = new.report.indicators[0].where("points")
    assert (place.route, place.confidence) == ("person", 1.0)
    (correction,) = new.corrections
    assert (correction.field, correction.machine, correction.corrected) == (FIELD, "20", "18分")
    assert (correction.reviewer, correction.reason) == ("张三", "原件如此")
    assert machine_reading(new) == filing_of(old.report)
    assert new.reader_version == old.reader_version

    change = between(corrected, before(corrected, now) or now, now)
    assert [(one.field, one.before, one.after) for one in change.cells] == [("points", "20", "18分")]
    assert (FORM.indicators[0].name, "points") in {(one.indicator, one.field) for one in change.closed}
    assert list(problems(corrected)) == []


def test_what_is_applied_is_applied_once(corrected: Site) -> None:
    applied(corrected)
    events, version = corrected.ledger.events(limit=10_000), corrected.ledger.versions()
    again = applied(corrected)
    assert (again.corrections, again.changes, again.items_new) == (0, (), 0)
    assert corrected.ledger.versions() == version
    assert corrected.ledger.events(limit=10_000) == events


def test_the_preview_says_what_a_run_then_does(misread: Site) -> None:
    item = score_item(misread)
    mended(misread, item, FIELD, "18")
    said = preview_of(misread, item)
    decided(misread, item, "corrected")
    decided(misread, item, "corrected", by="李四") if misread.ledger.items("score") else None
    (change,) = applied(misread).changes
    assert change == said


def test_without_a_decision_nothing_is_applied(misread: Site) -> None:
    mended(misread, score_item(misread), FIELD, "18")
    assert applied(misread).corrections == 0
    assert dossier(misread).report.indicators[0].points == "20"


def test_the_next_nightly_run_takes_it_where_no_server_runs(corrected: Site) -> None:
    assert run(corrected).corrections == 1
    assert dossier(corrected).report.indicators[0].points == "18分"
    assert list(problems(corrected)) == []


STAGES = ("更正生效", "入库", "校验", "分流", "入队", "汇总核对")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("then", [applied, run], ids=["by the same flow", "by the nightly run"])
def test_a_run_that_breaks_off_is_finished_by_the_next(
    corrected: Site, stage: str, then: Callable[[Site], Any]
) -> None:
    broken_off(stage, lambda: applied(corrected))
    then(corrected)
    new = dossier(corrected)
    assert new.report.indicators[0].points == "18分"
    assert len(corrected.ledger.versions(current_only=False)) == 2
    (event,) = [one for one in corrected.ledger.events(limit=10_000) if one.type == "correction.applied"]
    assert event.subject == new.corrections[0].correction_id
    assert list(problems(corrected)) == []


def test_corrected_cells_survive_a_rebuild_and_a_rescore(corrected: Site) -> None:
    applied(corrected)
    corrections, table = dossier(corrected).corrections, rows(corrected)
    first = [one["points"] for one in table["indicator"] if one["name"] == FORM.indicators[0].name]
    assert sorted(map(int, first)) == [18, 20]
    rebuild(corrected, lambda: None)
    assert rows(corrected) == table

    rescore_all("platform", home=str(corrected.settings.home))
    again = dossier(corrected)
    assert again.report.scores is not None
    assert again.report.scores.pack == "platform"
    assert (again.report.indicators[0].points, again.corrections) == ("18分", corrections)
    assert list(problems(corrected)) == []


def test_a_correction_after_a_rescore_keeps_the_pack_and_the_corrections_before_it(corrected: Site) -> None:
    applied(corrected)
    rescore_all("platform", home=str(corrected.settings.home))
    (queued, *_) = [one for one in corrected.ledger.items() if one.item.report_version]
    mended(corrected, queued.item, "budget.1.executed", "79")
    if not decided(corrected, queued.item).final:
        decided(corrected, queued.item, by="李四")
    applied(corrected)
    new = dossier(corrected)
    assert new.report.scores is not None
    assert new.report.scores.pack == "platform"
    assert (new.report.budget[0].executed, new.report.indicators[0].points) == ("79", "18分")
    assert {one.field for one in new.corrections} == {FIELD, "budget.1.executed"}
    assert machine_reading(new).budget[0].executed == "80"
    assert list(problems(corrected)) == []


def test_what_was_decided_is_not_asked_again_about_the_new_version(corrected: Site) -> None:
    items = {one.item.queue: one.item for one in corrected.ledger.items() if one.item.report_version}
    for item in items.values():
        decided(corrected, item, "rejected")
    applied(corrected)
    asked = {name for one in corrected.ledger.items() for name in one.item.findings}
    assert asked.isdisjoint(name for item in items.values() for name in item.findings)
    assert list(problems(corrected)) == []


def test_a_gap_that_was_looked_at_is_not_asked_about_again(misread: Site) -> None:
    whole = dossier(misread)
    gap = {"status": "partial", "reason": "第3页是图片，没有读"}
    partial = whole.model_copy(update={"report": whole.report.model_copy(update=gap)})
    (item,) = (one for one in report_items(misread, partial, ()) if one.queue == "extraction")
    misread.ledger.publish_items([item])
    assert decided(misread, item).final
    assert [one for one in report_items(misread, partial, ()) if one.queue == "extraction"] == []
    other = whole.report.model_copy(update={**gap, "reason": "第5页是图片，没有读"})
    again = report_items(misread, whole.model_copy(update={"report": other}), ())
    assert [one.queue for one in again if one.queue == "extraction"] == ["extraction"]


def test_a_correction_that_no_longer_fits_is_an_error_of_ours_and_changes_nothing(misread: Site) -> None:
    item = score_item(misread)
    claimed = held(misread, item)
    misread.ledger.reviews.correct(claimed, FIELD, "21", "18", "机器当时读作 21")
    said = tuple(FindingVerdict(finding_id=name, outcome="confirmed") for name in item.findings)
    assert "请重新更正" in refused(decide(misread, claimed, "passed", {}, None))
    misread.ledger.reviews.decide(claimed, Verdict(outcome="passed", findings=said))
    before_ = misread.ledger.versions()
    for new in (1, 0):
        summary = applied(misread)
        assert (summary.corrections, summary.items_new, len(summary.errors)) == (0, new, 1)
        assert "请重新更正" in summary.errors[0]
    assert misread.ledger.versions() == before_
