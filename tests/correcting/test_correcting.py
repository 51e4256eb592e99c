"""Cells by their names, what may stand in them, and a report with and without what a person corrected."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval_core.correcting import corrected
from perfeval_core.domain.correction import Correction
from perfeval_core.domain.filing import BudgetLine, Filing, Indicator, Stated
from perfeval_core.domain.place import Place
from perfeval_core.domain.review import Refused
from perfeval_core.extraction.cells import Cell, cell, readable, with_cell

SURE = Place(page=2, bbox=(0, 0, 9, 9))
DOUBTED = Place(page=2, bbox=(0, 0, 9, 9), route="ocr", confidence=0.4)
GAP = "有 1 个单元格没有把握，例如第2页"

READ = Filing(
    index=1,
    first_page=1,
    last_page=3,
    status="partial",
    reason=f"{GAP}；第3页是图片，没有读",
    form="self_evaluation_form",
    title="项目支出绩效自评表",
    project_name="绿地养护",
    fiscal_year=2024,
    budget_unit="万元",
    budget=(BudgetLine(source="年度资金总额", initial_compiled="80", full_year="80", executed="80"),),
    indicators=(
        Indicator(
            level1="产出指标",
            level2="数量指标",
            name="补植乔木",
            target="≥150株",
            actual="1S2株",
            weight="20",
            points="20",
            reason="",
            at={"name": SURE, "actual": DOUBTED, "points": (SURE, SURE)},
        ),
    ),
    stated=Stated(total="98"),
)


def correction(field: str, machine: str | None, text: str, name: str = "c1") -> Correction:
    return Correction(
        correction_id=name,
        field=field,
        machine=machine,
        corrected=text,
        reason="看过原件",
        reviewer="张三",
        made_at=datetime(2026, 2, 2, tzinfo=UTC),
    )


def text_of(filing: Filing, field: str) -> str | None:
    found = cell(filing, field)
    assert isinstance(found, Cell), found
    return found.text


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("project_name", "绿地养护"),
        ("fiscal_year", "2024"),
        ("unit_code", None),
        ("stated.total", "98"),
        ("stated.grade", None),
        ("budget.1.executed", "80"),
        ("indicators.1.actual", "1S2株"),
    ],
)
def test_a_cell_is_found_by_its_name(field: str, text: str | None) -> None:
    assert text_of(READ, field) == text


@pytest.mark.parametrize(
    "field",
    [
        *(
            "",
            "form",
            "status",
            "sections.1.text",
            "indicators",
            "indicators.1",
            "indicators.0.points",
            "goals.1.actual",
        ),
        *(
            "goals.1.actual",
            "indicators.2.points",
            "indicators.-1.points",
            "indicators.1.at",
            "budget.1.carry_over",
            "stated.pages",
        ),
        *("indicators.١.points", "indicators.1.points.x", "at"),
    ],
)
def test_what_is_no_cell_is_refused(field: str) -> None:
    assert isinstance(cell(READ, field), Refused)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("indicators.1.actual", " １５２ 株 ", "152株"),
        ("indicators.1.points", "18分", "18分"),
        ("indicators.1.points", "—", "—"),
        ("indicators.1.reason", "", ""),
        ("budget.1.executed", "1,234.50", "1234.50"),
        ("budget.1.executed", "2.6亿元", "2.6亿元"),
        ("stated.total", "", ""),
        ("fiscal_year", "2023", "2023"),
        ("indicators.1.points", "1e2", None),
        ("indicators.1.points", "NaN", None),
        ("budget.1.executed", "约80", None),
        ("fiscal_year", "24", None),
        ("report_date", "2024-13", None),
        ("budget_unit", "美元", None),
        ("unit_code", "A1", None),
        ("project_name", " ", None),
        ("indicators.1.name", "", None),
    ],
)
def test_a_value_is_spelt_as_all_cells_are_or_refused(field: str, value: str, text: str | None) -> None:
    found = cell(READ, field)
    assert isinstance(found, Cell)
    spelt = readable(found, value)
    assert isinstance(spelt, Refused) if text is None else spelt == text


def test_a_corrected_cell_is_a_persons_and_no_longer_doubted() -> None:
    made = corrected(READ, [correction("indicators.1.actual", "1S2株", "152株")])
    assert not isinstance(made, Refused)
    filing, (applied,) = made
    (place,) = filing.indicators[0].where("actual")
    assert (filing.indicators[0].actual, place.route, place.confidence, place.page) == ("152株", "person", 1.0, 2)
    assert applied.machine_at == DOUBTED
    assert (filing.status, filing.reason) == ("partial", "第3页是图片，没有读")


def test_a_cell_that_has_no_place_stands_where_its_row_begins() -> None:
    made = corrected(READ, [correction("indicators.1.weight", "20", "30"), correction("stated.total", "98", "")])
    assert not isinstance(made, Refused)
    assert [one.route for one in made[0].indicators[0].where("weight")] == ["person"]
    assert made[0].stated.total is None


def test_the_last_correction_of_a_cell_holds() -> None:
    made = corrected(READ, [correction("stated.total", "98", "97"), correction("stated.total", "98", "96", "c2")])
    assert not isinstance(made, Refused)
    assert (made[0].stated.total, [one.correction_id for one in made[1]]) == ("96", ["c2"])


def test_what_the_machine_reads_otherwise_by_now_is_not_overwritten() -> None:
    answer = corrected(READ, [correction("stated.total", "89", "98")])
    assert isinstance(answer, Refused)
    assert "请重新更正" in answer.message


FIELDS = ("indicators.1.actual", "indicators.1.points", "indicators.1.reason", "budget.1.executed", "stated.total")


@given(st.lists(st.tuples(st.sampled_from((*FIELDS, "project_name", "fiscal_year")), st.integers(1990, 2090))))
def test_the_machines_reading_comes_back_whole(said: list[tuple[str, int]]) -> None:
    made = corrected(READ, [correction(field, text_of(READ, field), str(value)) for field, value in said])
    assert not isinstance(made, Refused)
    filing = made[0]
    for field, value in dict(said).items():
        assert text_of(filing, field) == str(value)
    for one in made[1]:
        filing = with_cell(filing, one.field, one.machine, one.machine_at)
    assert filing.model_copy(update={"status": READ.status, "reason": READ.reason}) == READ
