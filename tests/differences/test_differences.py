"""What is different between two dossiers: nothing between equals, and each change once, seen from both sides."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from console.differences import excerpts
from perfeval_core.differences import difference
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.findings import CheckedFiling
from perfeval_core.rules.examples import filing_of
from tests.helpers.finding import finding


def dossier(cells: dict[str, Any], kinds: list[str] | None = None, rules: str = "rules-1") -> Dossier:
    found = [finding(kind=kind, name=f"f{number}") for number, kind in enumerate(kinds or [])]
    filing = filing_of({"index": 1} | cells)
    return Dossier(
        report_id="r-1",
        report_version="v",
        file_sha256="0" * 64,
        file_name="报告.pdf",
        media_type="application/pdf",
        pages=1,
        reader_version="reader-1",
        engine_version="engine-1",
        ruleset_hash=rules,
        report=CheckedFiling(**dict(filing), scores=None, findings=tuple(found)),
    )


CELLS = st.dictionaries(st.sampled_from(["target", "actual", "weight", "points"]), st.sampled_from(["", "1", "2"]))
ROWS = st.lists(st.tuples(st.sampled_from("甲乙丙"), CELLS), max_size=4).map(
    lambda rows: [{"name": name} | cells for name, cells in rows]
)
SECTIONS = st.lists(st.tuples(st.sampled_from(["一、", "二、"]), st.sampled_from(["甲", "乙"])), max_size=3).map(
    lambda rows: [{"heading": heading, "text": text} for heading, text in rows]
)
KINDS = st.lists(st.sampled_from(["score_arithmetic", "missing_reason", "weights_sum"]), max_size=4)
REPORTS = st.builds(
    lambda name, rows, sections, kinds: dossier(
        {"project_name": name, "indicators": rows, "sections": sections}, kinds
    ),
    st.sampled_from(["项目一", "项目二"]),
    ROWS,
    SECTIONS,
    KINDS,
)
"""Small reports that often share rows."""


@given(REPORTS)
def test_a_report_is_no_different_from_itself(report: Dossier) -> None:
    found = difference(report, report)
    assert found.same_content
    assert (found.cells, found.scores, found.closed, found.new) == ((), (), (), ())
    assert len(found.standing) == len(report.report.findings)


@given(REPORTS, REPORTS)
def test_from_the_other_side_it_is_the_same_the_other_way_round(one: Dossier, two: Dossier) -> None:
    there, back = difference(one, two), difference(two, one)
    swapped = {(cell.part, cell.field, cell.after, cell.before) for cell in back.cells}
    assert {(cell.part, cell.field, cell.before, cell.after) for cell in there.cells} == swapped
    assert there.closed == back.new
    assert len(there.closed) + len(there.standing) == len(one.report.findings)
    assert len(there.new) + len(there.standing) == len(two.report.findings)


def test_a_row_that_comes_a_row_that_goes_and_a_cell_that_changes() -> None:
    row = {"name": "培训场次", "target": "≥5次", "points": "6"}
    before = dossier(
        {"indicators": [row, {"name": "旧", "target": "1"}], "budget": [{"source": "合计", "executed": "9"}]}
    )
    after = dossier({"indicators": [row | {"points": "5"}, {"name": "新", "actual": "2"}], "budget": []})
    found = [(one.part, one.field, one.change, one.before, one.after) for one in difference(before, after).cells]
    assert found == [
        ("预算 合计", "row", "removed", "全年执行数 9", None),
        ("指标 培训场次", "points", "changed", "6", "5"),
        ("指标 新", "row", "added", None, "一级指标 产出指标；二级指标 数量指标；实际完成值 2"),
        ("指标 旧", "row", "removed", "一级指标 产出指标；二级指标 数量指标；指标值 1", None),
    ]


def test_the_same_finding_with_another_figure_still_stands() -> None:
    before, after = dossier({}, ["score_arithmetic"]), dossier({})
    other = finding().model_copy(update={"id": "f9", "stated": "9"})
    assert difference(before, after, added_after=[other]).standing == (other,)


def test_other_rules_are_said() -> None:
    assert not difference(dossier({}), dossier({}, rules="rules-2")).same_yardstick


@given(st.text("甲乙丙", max_size=200), st.text("甲乙丙", max_size=200))
def test_excerpts_of_different_texts_are_different_and_short(before: str, after: str) -> None:
    one, two = excerpts(before, after)
    assert (before == after) or (one != two)
    assert max(len(one), len(two)) <= 170
