"""A report filed again: what came before is kept and superseded, what is different is said, item by item."""

from pathlib import Path
from typing import Any

import pytest

from flows.rescore import rescore_all
from perfeval_core.casework import waive
from perfeval_core.doctor import problems
from perfeval_core.ledger import RecordedVersion
from perfeval_core.refiling import before, between
from perfeval_core.site import Site
from tests.helpers.running import run
from tests.makers import Look, make
from tests.makers.description import IndicatorText
from tests.makers.example import ANALYSIS, FORM


def first_row(**changed: Any) -> tuple[IndicatorText, ...]:
    return (FORM.indicators[0].model_copy(update=changed), *FORM.indicators[1:])


def form(path: Path, look: Look | None = None, **changed: Any) -> Path:
    return make(FORM.model_copy(update=changed), look=look).save(path)


def the_one(here: Site) -> RecordedVersion:
    (found,) = (one for one in here.ledger.versions() if one.in_force)
    return found


def test_a_corrected_report_closes_what_it_corrects_and_says_what_is_different(here: Site, tmp_path: Path) -> None:
    run(here, form(tmp_path / "一稿.pdf", indicators=first_row(points="20")))
    wrong = the_one(here)
    assert {one.item.report_id for one in here.ledger.items()} == {wrong.version.report_id}

    rows = (*first_row(points="18")[:-1], FORM.indicators[-1].model_copy(update={"points": "9"}))
    summary = run(here, form(tmp_path / "二稿.pdf", indicators=rows))
    right = the_one(here)
    (refiled,) = summary.refiled
    assert (refiled.report_id, refiled.replaces) == (right.version.report_id, wrong.version.report_id)
    assert {one.item.report_id for one in here.ledger.items()} == {right.version.report_id}
    assert {one.item.report_id for one in here.ledger.items(status="superseded")} == {wrong.version.report_id}

    change = between(here, before(here, right) or right, right)
    assert [(one.part, one.field, one.before, one.after) for one in change.cells] == [
        (f"指标 {FORM.indicators[0].name}", "points", "20", "18"),
        (f"指标 {FORM.indicators[-1].name}", "points", "10", "9"),
    ]
    assert all(one.at_before and one.at_after for one in change.cells)
    assert (FORM.indicators[0].name, "points") in {(one.indicator, one.field) for one in change.closed}
    assert (FORM.indicators[-1].name, "points") in {(one.indicator, one.field) for one in change.new}
    assert (refiled.cells, refiled.findings_closed, refiled.findings_new) == (2, len(change.closed), len(change.new))
    assert change.same_yardstick
    with here.warehouse() as warehouse:
        lines = warehouse.fetch(
            "SELECT report_id, replaced_by, is_current FROM v_ledger ORDER BY replaced_by NULLS LAST"
        )
        units = warehouse.fetch("SELECT reports, full_year FROM v_unit")
    assert [tuple(line.values()) for line in lines] == [
        (wrong.version.report_id, right.version.report_id, True),
        (right.version.report_id, None, True),
    ]
    assert [(unit["reports"], int(unit["full_year"])) for unit in units] == [(1, 800000)]
    assert list(problems(here)) == []


def test_the_same_report_in_other_bytes_says_so(here: Site, tmp_path: Path) -> None:
    run(here, form(tmp_path / "一.pdf"))
    summary = run(here, form(tmp_path / "另存.pdf", look=Look(table_size=8)))
    (refiled,) = summary.refiled
    assert (refiled.same_content, refiled.findings_closed, refiled.findings_new) == (True, 0, 0)
    assert len(here.ledger.versions()) == 2
    assert list(problems(here)) == []


def test_the_same_bytes_again_say_so_and_an_old_draft_does_not_come_back(here: Site, tmp_path: Path) -> None:
    draft = form(tmp_path / "一稿.pdf", indicators=first_row(points="20"))
    run(here, draft)
    (line,) = run(here, draft).files
    assert (line.status, line.detail) == ("known", "内容与以前收到的“一稿.pdf”完全相同，不重复处理")
    run(here, form(tmp_path / "二稿.pdf"))
    final = the_one(here)
    copy = tmp_path / "又是一稿.pdf"
    copy.write_bytes(draft.read_bytes())
    (line,) = run(here, copy).files
    assert line.status == "known"
    assert "以后来的为准" in (line.detail or "")
    assert the_one(here) == final


@pytest.mark.parametrize(
    "other",
    [
        FORM.model_copy(update={"project_name": "道路养护"}),
        FORM.model_copy(update={"fiscal_year": 2023}),
        FORM.model_copy(update={"unit": "399002-云岭市动物园"}),
        ANALYSIS,
    ],
    ids=["another project", "another year", "another unit", "another form"],
)
def test_what_is_about_something_else_replaces_nothing(here: Site, tmp_path: Path, other: Any) -> None:
    summary = run(here, form(tmp_path / "一.pdf"), make(other).save(tmp_path / "二.pdf"))
    assert summary.refiled == ()
    assert all(one.in_force for one in here.ledger.versions())


def test_a_waiver_does_not_wake_the_items_of_a_report_that_was_replaced(here: Site, tmp_path: Path) -> None:
    run(here, form(tmp_path / "一稿.pdf", indicators=first_row(points="20")))
    old = the_one(here)
    run(here, form(tmp_path / "二稿.pdf"))
    waive(here, old.version.report_id, "GX-IND-01", "试一试", "张三", None)
    assert old.version.report_id not in {one.item.report_id for one in here.ledger.items()}
    run(here)
    assert list(problems(here)) == []


def test_a_report_is_compared_with_its_own_version_before_if_it_replaced_none(here: Site, tmp_path: Path) -> None:

    run(here, form(tmp_path / "一.pdf", indicators=first_row(points="20")))
    assert before(here, the_one(here)) is None
    rescore_all("platform", home=str(here.settings.home))
    change = between(here, before(here, the_one(here)) or the_one(here), the_one(here))
    assert change.same_content
    assert not change.same_yardstick
    assert change.before.report_id == change.after.report_id
