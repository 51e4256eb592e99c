"""Years and periods that narrative names: 2022年, 2020—2022年, 由2021年至2023年, 1—6月, 2021年7月至2022年7月.

A date here is what a sentence is about. Years inside 《》 and 〔〕 name documents and are none.
"""

import re
from dataclasses import dataclass

_TO = r"(?:至|到|—|–|-|~)"
_YEAR = r"(?<!\d)(?:19|20)\d{2}"
_SPAN = re.compile(
    rf"({_YEAR})(?:年度?)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?{_TO}({_YEAR})年"  # 2020—2022年, 2021年7月至2022年7月
    rf"|({_YEAR})年"
)
_MONTHS = re.compile(rf"(?<!\d)(\d{{1,2}})月?(?:份)?{_TO}(\d{{1,2}})月")
_DOCUMENT = re.compile(r"《[^《》]*》|〔[^〔〕]*〕|\[\d{4}\]")


@dataclass(frozen=True)
class Years:
    """One mention of a year, or of a period from one year to another."""

    first: int
    last: int
    start: int
    end: int

    def covers(self, year: int) -> bool:
        """Whether ``year`` lies in it."""
        return self.first <= year <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def without_documents(text: str) -> str:
    """``text`` with the names and numbers of documents blanked out, every other character at its place."""
    return _DOCUMENT.sub(lambda match: "□" * len(match.group()), text)


def years(text: str) -> tuple[Years, ...]:
    """The years and periods that ``text`` names, in their order."""
    found = []
    for match in _SPAN.finditer(without_documents(text)):
        first, last, single = match.groups()
        low, high = (int(single), int(single)) if single else (int(first), int(last))
        found.append(Years(min(low, high), max(low, high), match.start(), match.end()))
    return tuple(found)


def months(text: str) -> tuple[tuple[int, int], ...]:
    """The periods of months that ``text`` names (1—6月), first and last month."""
    pairs = ((int(match[1]), int(match[2])) for match in _MONTHS.finditer(without_documents(text)))
    return tuple(pair for pair in pairs if all(1 <= month <= 12 for month in pair))


def about_year(text: str, end: int, fiscal_year: int | None) -> bool:
    """Whether what stands at ``end`` is said of ``fiscal_year``: the last year named before it, if any, covers it."""
    named = [mention for mention in years(text) if mention.end <= end]
    if not named:
        return True
    return fiscal_year is not None and named[-1].covers(fiscal_year)
