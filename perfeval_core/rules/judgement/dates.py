"""Dates and periods in the narrative."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WRITTEN = r"年(?P<{0}m>\d{{1,2}})月(?:(?P<{0}d>\d{{1,2}})日)?"
_DOTTED = r"[./](?P<{0}n>\d{{1,2}})(?:[./](?P<{0}e>\d{{1,2}}))?"
_EITHER = rf"(?P<{{0}}y>20\d\d)(?:{_WRITTEN}|{_DOTTED})"
_PERIOD = re.compile(_EITHER.format("a") + r"起?(?:[-—~–]{1,2}|至|到)" + _EITHER.format("b"))
# Outside a period 2021.7 may be an amount.
_DATE = re.compile(r"(?P<ay>20\d\d)" + _WRITTEN.format("a"))


class Month(NamedTuple):
    """A month, and the day if it is printed (else 0)."""

    year: int
    month: int
    day: int = 0

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")

    @property
    def exists(self) -> bool:
        """Whether there is such a month and such a day in any month."""
        return 1 <= self.month <= 12 and self.day <= 31

    def months_to(self, other: "Month") -> int:
        """How many months ``other`` is later."""
        return 12 * (other.year - self.year) + other.month - self.month


class Period(NamedTuple):
    """From one date to another, where it is printed in a text."""

    begin: Month
    end: Month
    start: int
    stop: int


def dates(text: str) -> Iterator[tuple[Month, re.Match[str]]]:
    """All full dates (year and month at least) in ``text``."""
    for match in _DATE.finditer(text):
        yield Month(int(match["ay"]), int(match["am"]), int(match["ad"] or 0)), match


def periods(text: str) -> Iterator[Period]:
    """All periods between two full dates in ``text``."""
    for match in _PERIOD.finditer(text):
        yield Period(_month(match, "a"), _month(match, "b"), match.start(), match.end())


def _month(match: re.Match[str], which: str) -> Month:
    month, day = match[f"{which}m"] or match[f"{which}n"], match[f"{which}d"] or match[f"{which}e"]
    return Month(int(match[f"{which}y"]), int(month), int(day or 0))
