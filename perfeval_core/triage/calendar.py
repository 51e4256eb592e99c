"""Working days (工作日) in China: public holidays off, and the weekends worked in exchange (调休)."""

from datetime import date, timedelta
from typing import Annotated, Self

import chinese_calendar
from pydantic import BeforeValidator, model_validator

from perfeval_core.domain.base import Frozen
from perfeval_core.domain.review import DueDate

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class YearArrangement(Frozen):
    """One year's holiday arrangement (放假安排) as the State Council's notice ``source`` announced it.

    For a year that the ``chinesecalendar`` package knows, the days listed here override the package, the others stay.
    For any other year this is the whole arrangement: days not listed follow the week.
    """

    year: Annotated[int, BeforeValidator(int)]
    source: str
    days_off: tuple[date, ...] = ()
    days_worked: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        days = self.days_off + self.days_worked
        if len(set(days)) != len(days):
            raise ValueError(f"{self.year}: a day is listed twice")
        if strays := [str(day) for day in days if day.year != self.year]:
            raise ValueError(f"{self.year}: days of another year: {', '.join(strays)}")
        return self


class Calendar(Frozen):
    """The working days: our own arrangements first, then the package's, else Monday to Friday, provisionally."""

    years: tuple[YearArrangement, ...] = ()

    @model_validator(mode="after")
    def _once_a_year(self) -> Self:
        if len({arrangement.year for arrangement in self.years}) != len(self.years):
            raise ValueError("a year is listed twice")
        return self

    def due(self, start: date, working_days: int) -> DueDate:
        """The ``working_days``-th working day after ``start``, provisional if a year on the way is unknown."""
        day, left, unknown = start, working_days, set()
        while left > 0:
            day += ONE_DAY
            works = self.works(day)
            if works is None:
                unknown.add(day.year)
                works = day.weekday() < SATURDAY
            left -= works
        return DueDate(on=day, provisional=_provisional(unknown))

    def works(self, day: date) -> bool | None:
        """Whether people work on ``day``; ``None`` where the year's arrangement is not known."""
        arrangement = next((found for found in self.years if found.year == day.year), None)
        if arrangement is not None and day in arrangement.days_off:
            return False
        if arrangement is not None and day in arrangement.days_worked:
            return True
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:  # the package's word for a year that it does not know
            return None if arrangement is None else day.weekday() < SATURDAY


def _provisional(unknown: set[int]) -> str | None:
    if not unknown:
        return None
    years = "、".join(f"{year}年" for year in sorted(unknown))
    return f"{years}的放假安排未知，暂按周一至周五为工作日计算"
