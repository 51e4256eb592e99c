"""Working days: around the holidays, over weekends that are worked, and in years that nobody knows."""

from datetime import date

import pytest
from pydantic import ValidationError

from perfeval_core.triage import Calendar, YearArrangement

PLAIN = Calendar()


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a plain weekend
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 3, 2), 10, date(2026, 3, 16)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # 国庆: seven days off
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # then a Saturday that is worked
        (date(2026, 9, 18), 2, date(2026, 9, 21)),  # a Sunday that is worked before it
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # 春节: a Saturday that is worked
        (date(2026, 2, 13), 2, date(2026, 2, 24)),  # then nine days off
        (date(2026, 2, 27), 1, date(2026, 2, 28)),  # and another Saturday
        (date(2025, 1, 24), 3, date(2025, 2, 5)),  # 2025: Sunday 26 January worked, off from the 28th
    ],
)
def test_holidays_and_worked_weekends(start: date, days: int, due: date) -> None:
    found = PLAIN.due(start, days)
    assert (found.on, found.provisional) == (due, None)


def test_an_unknown_year_counts_monday_to_friday_and_says_so() -> None:
    found = PLAIN.due(date(2099, 1, 1), 5)
    assert found.on == date(2099, 1, 8)
    assert found.provisional == "2099年的放假安排未知，暂按周一至周五为工作日计算"


def test_a_due_date_is_provisional_only_if_it_reaches_the_unknown_year() -> None:
    last = max(year for year in range(2024, 2060) if PLAIN.works(date(year, 6, 1)) is not None)
    assert PLAIN.due(date(last, 12, 1), 5).provisional is None
    assert str(last + 1) in (PLAIN.due(date(last, 12, 28), 10).provisional or "")


def test_an_arrangement_makes_a_year_known() -> None:
    calendar = Calendar(
        years=(
            YearArrangement(year="2099", source="通知", days_off=(date(2099, 1, 2),), days_worked=(date(2099, 1, 4),)),
        )
    )
    found = calendar.due(date(2098, 12, 31), 2)
    assert calendar.works(date(2099, 1, 4))
    assert (found.on, found.provisional) == (date(2099, 1, 4), None)
    assert calendar.works(date(2099, 1, 10)) is False


def test_an_arrangement_overrides_single_days_of_a_known_year() -> None:
    calendar = Calendar(years=(YearArrangement(year="2026", source="通知", days_off=(date(2026, 3, 3),)),))
    assert calendar.due(date(2026, 3, 2), 1).on == date(2026, 3, 4)
    assert calendar.due(date(2026, 9, 30), 1).on == date(2026, 10, 8)


@pytest.mark.parametrize(
    "fields",
    [
        {"days_off": [date(2098, 1, 1)]},
        {"days_off": [date(2099, 1, 1)], "days_worked": [date(2099, 1, 1)]},
        {"days_off": [date(2099, 1, 1), date(2099, 1, 1)]},
    ],
)
def test_a_muddled_arrangement_is_refused(fields: dict[str, list[date]]) -> None:
    with pytest.raises(ValidationError):
        YearArrangement.model_validate({"year": "2099", "source": "通知", **fields})
