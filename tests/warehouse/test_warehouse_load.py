"""What goes into the warehouse comes out exactly, once, and all of it or nothing."""

from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from perfeval_core.domain.findings import RuleFailure
from perfeval_core.domain.review import DueDate, Priority, ReviewItem
from perfeval_core.warehouse import QueueState, UnknownReportVersion, Warehouse, store
from tests.warehouse.dossiers import BUDGET, FINDING, INDICATORS, RECEIVED, loaded, submission


def test_amounts_are_exact_and_in_yuan(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded()])
    total, _, blank = warehouse.fetch("SELECT * FROM budget_line ORDER BY row")
    assert str(total["full_year"]) == "249798700.0000"
    assert (total["full_year_text"], total["is_total"], total["stated_rate_percent"]) == (
        "24979.87",
        True,
        Decimal("83.27"),
    )
    assert (blank["full_year"], blank["full_year_text"], blank["carry_over_text"]) == (None, "", None)
    assert (blank["points"], blank["points_text"]) == (None, "—")


def test_a_total_line_below_its_sources_keeps_its_place(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded(budget=(BUDGET[1], BUDGET[2], BUDGET[0]))])
    rows = warehouse.fetch("SELECT row, source, is_total FROM budget_line ORDER BY row")
    assert [(row["source"], row["is_total"]) for row in rows][2] == ("年度资金总额", True)
    assert warehouse.fetch("SELECT full_year FROM v_ledger") == [{"full_year": Decimal("249798700.0000")}]


@pytest.mark.parametrize("points", ["8.33333", "123456.5", "9" * 40])
def test_a_number_that_its_column_cannot_hold_exactly_is_null_and_its_text_stays(
    warehouse: Warehouse, points: str
) -> None:
    warehouse.load("b1", [], [loaded(indicators=(INDICATORS[0].model_copy(update={"points": points}),))])
    assert warehouse.fetch("SELECT points, points_text FROM indicator") == [{"points": None, "points_text": points}]


def test_readings_scores_and_findings(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded(failures=(RuleFailure(rule="TX1", report_index=1, error="boom"),))])
    count, words, _ = warehouse.fetch("SELECT * FROM indicator ORDER BY row")
    assert (count["target_operator"], count["target_value"], count["target_unit"]) == ("≥", Decimal(5), "次")
    assert (words["target_kind"], words["target_value"], words["actual_kind"]) == ("words", None, "quality")
    lines = warehouse.fetch("SELECT line, indicator_row, points_text, agrees FROM score ORDER BY row")
    assert [row["line"] for row in lines] == ["execution_full_year", "execution_initial", *["indicator"] * 3, "total"]
    assert [row["indicator_row"] for row in lines] == [None, None, 0, 1, 2, None]
    assert (lines[3]["points_text"], lines[5]["agrees"], lines[1]["agrees"]) == ("[24.00,30.00]", True, None)
    assert warehouse.fetch("SELECT finding_id, page FROM finding") == [{"finding_id": "f1", "page": 1}]
    assert warehouse.fetch("SELECT rule, error FROM rule_failure") == [{"rule": "TX1", "error": "boom"}]


def test_a_report_that_could_not_be_scored_has_no_score_rows(warehouse: Warehouse) -> None:
    warehouse.load("b1", [], [loaded(scores=None)])
    assert warehouse.counts()["score"] == 0
    (line,) = warehouse.fetch("SELECT total_low, total_agrees, recomputed_grades FROM v_ledger")
    assert set(line.values()) == {None}


def test_loading_again_changes_nothing(warehouse: Warehouse) -> None:
    reports = [loaded("甲"), loaded("乙")]
    submissions = [submission(report) for report in reports]
    first = warehouse.load("b1", submissions, reports)
    before = (warehouse.counts(), warehouse.snapshot(), warehouse.fetch("SELECT * FROM batch"))
    again = warehouse.load("b1", submissions, reports)
    assert (warehouse.counts(), warehouse.snapshot(), warehouse.fetch("SELECT * FROM batch")) == before
    assert (first.reports_new, first.reports_known, first.rows["indicator"]) == (2, 0, 6)
    assert (again.reports_new, again.reports_known) == (0, 2)


def test_results_under_two_rulesets_live_side_by_side(warehouse: Warehouse) -> None:
    old, new = loaded(), loaded(rules="rules-2", findings=())
    warehouse.load("b1", [], [old])
    warehouse.load("b2", [], [new])
    versions = [report.dossier.report_version for report in (old, new)]
    assert warehouse.loaded([*versions, "unknown"]) == frozenset(versions)
    rows = warehouse.fetch("SELECT ruleset_hash, findings FROM v_unit ORDER BY ruleset_hash")
    assert [(row["ruleset_hash"], row["findings"]) for row in rows] == [("rules-1", 1), ("rules-2", 0)]


def test_the_order_of_loading_leaves_no_trace(tmp_path: Path) -> None:
    reports = [loaded("甲"), loaded("乙"), loaded("丙")]
    hashes = []
    for name, order in {"a": reports, "b": reports[::-1]}.items():
        with Warehouse.open(tmp_path / name) as warehouse:
            for report in order:
                warehouse.load(f"{name}-{report.dossier.report_id}", [submission(report)], [report])
            hashes.append(warehouse.snapshot())
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0].values())) > 5


def test_an_exception_within_a_load_leaves_nothing(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    before = warehouse.snapshot()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        real = store.arrow_table
        patched.setattr(
            store, "arrow_table", lambda rows, schema: full() if "rule" in schema.names else real(rows, schema)
        )
        with pytest.raises(OSError, match="no space"):
            warehouse.load("b1", [submission(loaded())], [loaded()])
    assert warehouse.snapshot() == before
    assert warehouse.counts()["batch"] == 0
    assert warehouse.load("b1", [], [loaded()]).reports_new == 1


def test_one_report_that_breaks_a_key_rolls_the_batch_back(warehouse: Warehouse) -> None:
    twice = loaded("乙", findings=(FINDING, FINDING))
    with pytest.raises(duckdb.ConstraintException):
        warehouse.load("b1", [], [loaded("甲"), twice])
    assert warehouse.counts()["report"] == 0


def test_a_submission_takes_the_state_handed_over_last(warehouse: Warehouse) -> None:
    warehouse.load("b1", [submission(loaded(), "quarantined")], [])
    warehouse.load("b2", [submission(loaded())], [])
    rows = warehouse.fetch("SELECT status, received_at FROM submission")
    assert rows == [{"status": "extracted", "received_at": RECEIVED.astimezone(UTC).replace(tzinfo=None)}]


def test_findings_made_after_the_load_are_added_once(warehouse: Warehouse) -> None:
    report = loaded()
    warehouse.load("b1", [], [report])
    late = FINDING.model_copy(update={"id": "late", "rule": "GX-BUD-01", "caused_by": ("f1",)})
    for _ in range(2):
        warehouse.add_findings([(report.dossier.report_version, late)])
    rows = warehouse.fetch("SELECT ruleset_hash, caused_by FROM finding WHERE finding_id = 'late'")
    assert rows == [{"ruleset_hash": "rules-1", "caused_by": ["f1"]}]
    with pytest.raises(UnknownReportVersion, match="elsewhere"):
        warehouse.add_findings([("elsewhere", late)])


def test_review_items_are_replaced_as_a_whole(warehouse: Warehouse) -> None:
    def state(item_id: str, status: str) -> QueueState:
        item = ReviewItem(
            item_id=item_id,
            subject="v1",
            queue="score",
            report_id="r1",
            report_version="v1",
            title="得分复核",
            severity="high",
            priority=Priority(value=Decimal("12.5000"), factors=()),
            due=DueDate(on=date(2023, 3, 1)),
            reasons=(),
            findings=("f1", "f2"),
        )
        return QueueState(item, status)

    warehouse.replace_review_items([state("i1", "open"), state("i2", "open")])
    for _ in range(2):
        warehouse.replace_review_items([state("i1", "superseded")])
    (row,) = warehouse.fetch("SELECT * FROM review_item")
    assert (row["item_id"], row["status"], row["finding_ids"]) == ("i1", "superseded", ["f1", "f2"])
    assert (row["priority"], row["due"]) == (Decimal("12.5000"), date(2023, 3, 1))
