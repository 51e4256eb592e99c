"""The form's own arithmetic vouches for recognised figures, and only where it comes out exactly."""

from collections.abc import Mapping

import pytest

from perfeval_core.domain.filing import BudgetLine, Filing, Indicator, Stated
from perfeval_core.domain.place import CERTAIN, Place, Route
from perfeval_core.extraction.witness import witnessed


def place(confidence: float, route: Route = "ocr") -> Place:
    return Place(page=1, bbox=(0, 0, 1, 1), route=route, confidence=confidence)


def row(weight: str, points: str, confidence: float = 0.8, **more: str) -> Indicator:
    fields = {
        "level1": "产出指标",
        "level2": "数量指标",
        "name": "巡河次数",
        "weight": weight,
        "points": points,
        **more,
    }
    return Indicator(**fields, at={field: place(confidence) for field in fields})


def line(source: str, confidence: float = 0.8, **amounts: str) -> BudgetLine:
    return BudgetLine(source=source, **amounts, at={field: place(confidence) for field in amounts})


def filing(
    *indicators: Indicator, budget: tuple[BudgetLine, ...] = (), stated: Mapping[str, str] | None = None, **more: object
) -> Filing:
    said = dict(stated or {})
    return Filing(
        index=1,
        first_page=1,
        last_page=1,
        status="extracted",
        form="self_evaluation_form",
        title="项目支出绩效自评表",
        budget=budget,
        indicators=indicators,
        stated=Stated(**said, at={field: place(0.8) for field in said}),
        at={"title": place(0.99)},
        **more,  # type: ignore[arg-type]
    )


def sure(row: BudgetLine | Indicator | Stated, field: str) -> bool:
    return all(place.confidence >= CERTAIN for place in row.where(field))


def test_weights_that_make_the_whole_are_sure() -> None:
    read = witnessed(filing(row("50", "50"), row("30", "20"), row("20", "20")))
    assert all(sure(one, "weight") for one in read.indicators)
    assert not any(sure(one, "points") for one in read.indicators)


@pytest.mark.parametrize("misread", ["51", "5O", ""])
def test_weights_that_do_not_are_left_as_they_were(misread: str) -> None:
    read = witnessed(filing(row(misread, "50"), row("30", "20"), row("20", "20")))
    assert not any(sure(one, "weight") for one in read.indicators)


def test_the_weight_of_the_execution_rate_counts_where_the_form_prints_it() -> None:
    total = line("年度资金总额", max_points="10", points="10")
    read = witnessed(filing(row("60", "60"), row("30", "25"), budget=(total,), stated={"total": "95"}))
    assert all(sure(one, field) for one in read.indicators for field in ("weight", "points"))
    assert sure(read.budget[0], "max_points")
    assert sure(read.budget[0], "points")
    assert sure(read.stated, "total")


def test_a_stated_total_that_the_points_do_not_make_vouches_for_nothing() -> None:
    read = witnessed(filing(row("60", "60"), row("40", "25"), stated={"total": "95"}))
    assert not any(sure(one, "points") for one in read.indicators)
    assert not sure(read.stated, "total")


def test_sources_vouch_for_their_total_and_equal_amounts_for_a_rate_of_100() -> None:
    total = line("合计", full_year="800000", executed="760000")
    parts = (
        line("财政资金", full_year="500000", executed="500000", execution_rate="100%"),
        line("其他", full_year="300000"),
    )
    read = witnessed(filing(row("1", "1"), budget=(total, *parts)))
    assert all(sure(one, "full_year") for one in read.budget)
    assert not sure(read.budget[0], "executed")
    assert sure(read.budget[1], "executed")
    assert sure(read.budget[1], "execution_rate")


def test_words_of_the_columns_own_few_are_sure_and_others_are_not() -> None:
    known, unknown = row("1", "1", actual="达成预期指标"), row("1", "1", actual="达成预期指际", level2="数最指标")
    read = witnessed(filing(known, unknown)).indicators
    assert [sure(one, field) for one in read for field in ("actual", "level2")] == [True, True, False, False]


@pytest.mark.parametrize("confidence", [0.0, 0.3, 0.5])
def test_where_the_readings_differ_or_ink_was_lost_no_sum_helps(confidence: float) -> None:
    read = witnessed(filing(row("50", "50", confidence), row("50", "20")))
    assert [sure(one, "weight") for one in read.indicators] == [False, True]


def test_what_was_not_recognised_in_a_picture_is_left_alone() -> None:
    doubted = filing(row("50", "50"), row("50", "20"))
    native = doubted.model_copy(update={"at": {"title": place(1.0, "text")}})
    assert witnessed(native) == native
