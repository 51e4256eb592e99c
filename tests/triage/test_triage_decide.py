"""Triage: where things go, why they stand where they stand, and that nothing falls through."""

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage_helpers import SHA, TABLES, by_queue, context, filing

from perfeval_core.domain.dossier import Dossier, derived_id
from perfeval_core.domain.filing import QuarantineReason, Status
from perfeval_core.domain.findings import CheckedFile, RuleFailure
from perfeval_core.domain.review import QUEUES
from perfeval_core.domain.scores import Interval, ScoreSheet
from perfeval_core.triage import Distance, TriageTable, file_context, load_table, report_context, run_context, triage
from perfeval_core.triage.table import SEVERITIES
from tests.helpers.finding import finding

GRADES = ("优", "良", "中", "差")
TABLE = load_table(TABLES, kinds=())


def test_a_clean_report_goes_nowhere(table: TriageTable) -> None:
    found = triage([], context(), table)
    assert found.clean
    assert found.items == ()
    assert found.noted == ()


def test_one_item_a_queue_lists_its_findings_the_gravest_first(table: TriageTable) -> None:
    findings = [
        finding("score_arithmetic", "medium", "f1"),
        finding("table_vs_narrative", "high", "f2"),
        finding("grade_flips", "critical", "f3"),
    ]
    items = by_queue(triage(findings, context(), table).items)
    assert set(items) == {"score", "consistency"}
    score = items["score"]
    assert score.findings == ("f3", "f1")
    assert score.severity == "critical"
    assert score.title == "信访维稳工作经费：得分复核（2项）"
    assert score.reasons == ("复算后等级改变（严重）：得分应为 5.00", "定量指标得分（中）：得分应为 5.00")
    assert score.item_id == derived_id("version-1", "score")


def test_a_hint_alone_takes_nobodys_time_but_is_shown_along_with_the_rest(table: TriageTable) -> None:
    hint, error = finding("weights_sum", "info", "f1"), finding("target_below_plan", "medium", "f2")
    alone = triage([hint], context(), table)
    assert (alone.items, alone.noted) == ((), ("f1",))
    (item,) = triage([hint, error], context(), table).items
    assert item.findings == ("f2", "f1")


def test_the_table_decides_what_stands_alone_and_what_is_kept_on_record(table: TriageTable) -> None:
    kinds = {route.kind: route for route in table.kinds}
    loud = kinds["toc_not_monotonic"].model_copy(update={"alone_from": "info"})
    mute = kinds["grade_flips"].model_copy(update={"queue": "none"})
    edited = table.model_copy(update={"kinds": (loud, mute)})
    found = triage(
        [finding("toc_not_monotonic", "info", "f1"), finding("grade_flips", "high", "f2")], context(), edited
    )
    assert [item.queue for item in found.items] == ["quality"]
    assert found.noted == ("f2",)


def test_what_could_not_be_read_goes_to_a_person(table: TriageTable) -> None:
    (partial,) = triage([], context(status="partial", reason="第5页表格有3格读不准"), table).items
    assert (partial.queue, partial.severity, partial.findings) == ("extraction", "medium", ())
    assert partial.reasons == ("部分内容须人工识别：第5页表格有3格读不准",)
    (shut,) = triage([], context(status="quarantined", reason="encrypted"), table).items
    assert (shut.queue, shut.reasons) == ("extraction", ("无法读取，已隔离：文件加密",))


def test_an_error_of_ours_goes_to_operations(table: TriageTable) -> None:
    (item,) = triage([], run_context("2026-03-02", ["数据校验 GX-BUD-01 未能运行"], date(2026, 3, 2)), table).items
    assert (item.queue, item.report_version, item.submission) == ("operations", None, None)
    assert item.reasons == ("数据校验 GX-BUD-01 未能运行",)


def test_a_kind_that_nobody_routed_is_not_lost(table: TriageTable) -> None:
    found = triage([finding("unheard_of", "info", "f1")], context(), table)
    assert [(item.queue, item.findings) for item in found.items] == [("operations", ("f1",))]


def test_the_priority_is_the_product_that_it_says(table: TriageTable) -> None:
    apart = Distance(points=Decimal("7.50"), grades=1)
    (item,) = triage([finding(severity="high")], context(money=Decimal(2_500_000), distance=apart), table).items
    assert [(factor.name, factor.weight, factor.reason) for factor in item.priority.factors] == [
        ("severity", Decimal(8), "严重程度：高"),
        ("money", Decimal(2), "预算 2500000 元，达到 1000000 元一档"),
        ("distance", Decimal("2.5"), "自评等级与复算相差 1 级"),
    ]
    assert item.priority.value == Decimal(40)


def test_what_is_not_known_is_said_to_be_unknown(table: TriageTable) -> None:
    (item,) = triage([finding()], context(), table).items
    assert [factor.reason for factor in item.priority.factors[1:]] == ["预算金额未知", "自评得分与复算得分无法比较"]
    assert item.priority.value == Decimal(8) * table.money.unknown * table.distance.unknown


@pytest.mark.parametrize(
    ("severity", "money", "due"),
    [
        ("low", None, date(2026, 3, 30)),
        ("high", None, date(2026, 3, 9)),
        ("critical", None, date(2026, 3, 5)),
        ("critical", Decimal(500_000_000), date(2026, 3, 4)),
    ],
)
def test_due_dates(table: TriageTable, severity: str, money: Decimal | None, due: date) -> None:
    apart = Distance(grades=1) if money else Distance()
    (item,) = triage([finding(severity=severity)], context(money=money, distance=apart), table).items
    assert item.due.on == due


SEVERITY = st.sampled_from(SEVERITIES)
MONEY = st.decimals(min_value=0, max_value=10**13, places=2)
POINTS = st.decimals(min_value=0, max_value=100, places=2)
STEPS = st.integers(min_value=0, max_value=3)
KIND = st.sampled_from([*(route.kind for route in TABLE.kinds), "unheard_of", ""])
FINDINGS = st.lists(st.tuples(KIND, SEVERITY), max_size=12)


@given(
    FINDINGS,
    st.sampled_from(get_args(Status)),
    st.sampled_from([None, "", "读不准", *get_args(QuarantineReason)]),
    st.none() | MONEY,
    st.builds(Distance, points=st.none() | POINTS, grades=st.none() | STEPS),
    st.lists(st.text(), max_size=2),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)),
)
def test_triage_is_total_and_loses_nothing(
    pairs: list[tuple[str, str]],
    status: Status,
    reason: str | None,
    money: Decimal | None,
    apart: Distance,
    failures: list[str],
    on: date,
) -> None:
    findings = [finding(kind, severity, f"f{n}") for n, (kind, severity) in enumerate(pairs)]
    given_ = context(status=status, reason=reason, money=money, distance=apart, failures=tuple(failures), on=on)
    found = triage(findings, given_, TABLE)
    assert sorted([*found.noted, *(name for item in found.items for name in item.findings)]) == sorted(
        one.id for one in findings
    )
    queues = [item.queue for item in found.items]
    assert len(set(queues)) == len(queues)
    assert set(queues) <= set(QUEUES)
    assert (status != "extracted") <= ("extraction" in queues)
    assert bool(failures) <= ("operations" in queues)
    assert all(item.due.on > on and item.priority.value > 0 and item.reasons for item in found.items)
    assert triage(findings, given_, TABLE) == found


@given(SEVERITY, SEVERITY, MONEY, MONEY, POINTS, POINTS, STEPS, STEPS)
def test_more_at_stake_never_means_later(
    severity: str, other: str, money: Decimal, more: Decimal, near: Decimal, far: Decimal, few: int, many: int
) -> None:
    slight, grave = sorted((severity, other), key=SEVERITIES.index, reverse=True)
    (money, more), (near, far), (few, many) = sorted((money, more)), sorted((near, far)), sorted((few, many))
    (less,) = triage(
        [finding("unheard_of")], context(money=money, distance=Distance(near, few)), weighing(slight)
    ).items
    (item,) = triage([finding("unheard_of")], context(money=more, distance=Distance(far, many)), weighing(grave)).items
    assert less.priority.value <= item.priority.value
    assert less.due.on >= item.due.on


def weighing(severity: str) -> TriageTable:
    """The table in which an unknown kind has this severity, so that hints make an item too."""
    return TABLE.model_copy(update={"failure": TABLE.failure.model_copy(update={"severity": severity})})


def sheet(stated: str | None, low: str, high: str, grades: tuple[str, ...], stated_grade: str | None) -> ScoreSheet:
    return ScoreSheet(
        pack="mof-2020-10",
        pack_hash="h",
        execution=None,
        indicators=(),
        total=Interval(low=Decimal(low), high=Decimal(high), high_included=False),
        stated_total=stated,
        grade=grades,
        stated_grade=stated_grade,
    )


def dossier(**fields: object) -> Dossier:
    return Dossier(
        report_id="ab-1",
        report_version="version-1",
        file_sha256=SHA,
        file_name="自评.pdf",
        media_type=None,
        pages=8,
        reader_version="1",
        engine_version="1",
        ruleset_hash="r",
        report=filing(**fields),
        failures=(RuleFailure(rule="SC201", report_index=1, error="ZeroDivisionError: x"),),
    )


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (None, Distance()),
        (sheet("97.5", "85.00", "90.00", ("良",), "优"), Distance(Decimal("7.50"), 1)),
        (sheet("80", "85.00", "90.00", ("良",), "中"), Distance(Decimal("5.00"), 1)),
        (sheet("87分", "85.00", "90.00", ("良",), "良"), Distance(Decimal(0), 0)),
        (sheet("90.00", "85.00", "90.00", ("良",), "优"), Distance(Decimal(0), 1)),
        (sheet("95", "50.00", "85.00", ("差", "中", "良"), "优"), Distance(Decimal("10.00"), 1)),
        (sheet(None, "85.00", "90.00", ("良",), "优秀"), Distance()),
    ],
)
def test_how_far_the_stated_is_from_the_recomputed(scores: ScoreSheet | None, expected: Distance) -> None:
    assert report_context(dossier(scores=scores), GRADES, date(2026, 3, 2)).distance == expected


def test_the_money_at_stake_is_the_largest_budget_whatever_it_was_cut_to() -> None:
    lines = [
        {
            "source": "合计",
            "initial_declared": "250",
            "initial_compiled": "250",
            "full_year": "156.39",
            "executed": "900",
        },
        {"source": "其中：财政拨款", "initial_declared": "", "full_year": "156.39"},
    ]
    found = report_context(dossier(budget=lines, budget_unit="万元"), GRADES, date(2026, 3, 2))
    assert found.money == Decimal(2_500_000)
    assert report_context(dossier(budget=lines), GRADES, date(2026, 3, 2)).money is None
    assert report_context(dossier(budget_unit="元"), GRADES, date(2026, 3, 2)).money is None


def test_a_report_brings_its_ids_its_status_and_our_failures() -> None:
    found = report_context(dossier(status="partial", reason="读不准"), GRADES, date(2026, 3, 2))
    assert (found.subject, found.report_version, found.report_id, found.submission) == (
        "version-1",
        "version-1",
        "ab-1",
        SHA,
    )
    assert (found.name, found.status, found.reason) == ("自评分析报告", "partial", "读不准")
    assert found.failures == ("规则 SC201 执行出错：ZeroDivisionError: x",)


def whole(**fields: object) -> CheckedFile:
    plain = {"path": "汇编.pdf", "sha256": SHA, "media_type": None, "pages": 68, "status": "extracted"}
    return CheckedFile.model_validate({**plain, **fields})


def test_a_quarantined_file_is_an_item_of_its_own(table: TriageTable) -> None:
    given_ = file_context(whole(status="quarantined", reason="encrypted"), "file-1", GRADES, date(2026, 3, 2))
    (item,) = triage([], given_, table).items
    assert (item.queue, item.submission, item.report_version) == ("extraction", SHA, None)
    assert item.title == "汇编.pdf：人工识别（1项）"


def test_what_a_report_says_itself_is_not_said_of_the_file_again(table: TriageTable) -> None:
    reports = [filing(status="partial", reason="读不准"), filing(index=2)]
    file = whole(status="partial", reason="第1份：读不准", reports=reports)
    assert triage([], file_context(file, "file-1", GRADES, date(2026, 3, 2)), table).clean
    lonely = whole(status="partial", reason="第7页没有归属", reports=[filing()])
    assert not triage([], file_context(lonely, "file-1", GRADES, date(2026, 3, 2)), table).clean


def test_a_portfolio_is_as_large_as_its_reports_together() -> None:
    budget = [{"source": "合计", "full_year": "100"}]
    scores = sheet("97.5", "85.00", "90.00", ("良",), "优")
    reports = [
        filing(budget=budget, budget_unit="万元"),
        filing(index=2, budget=budget, budget_unit="元", scores=scores),
    ]
    failures = [RuleFailure(rule=rule, report_index=index, error="x") for rule, index in (("SC201", 1), ("PF001", 0))]
    found = file_context(whole(reports=reports, failures=failures), "file-1", GRADES, date(2026, 3, 2))
    assert found.money == Decimal(1_000_100)
    assert found.distance == Distance(Decimal("7.50"), 1)
    assert found.failures == ("规则 PF001 执行出错：x",)
