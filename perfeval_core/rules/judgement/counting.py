"""Counts in the narrative: a number, the unit that it counts, and the words around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from perfeval_core.domain.numbers import dec
from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures
from perfeval_core.reading.text import fold
from perfeval_core.rules.judgement.lexicon import alternatives, says, words
from perfeval_core.rules.judgement.prose import Sentence

_POWER = {"万": 10_000, "亿": 100_000_000, "": 1}
_STOPS = ",:、()《》“”"


@dataclass(frozen=True)
class Count:
    """``value`` of ``unit`` (as the lexicon groups units), as printed, with the text on both sides in its clause."""

    sentence: Sentence
    value: Decimal
    unit: str
    printed: str
    bound: str
    """``at_least``, ``at_most``, ``about``, or ``""`` for a plain number."""
    before: str
    after: str
    start: int

    @property
    def clause(self) -> Sentence:
        """The clause that it stands in."""
        text = self.before + self.printed + self.after
        return Sentence(self.sentence.block, self.sentence.start + self.start - len(self.before), text)

    @property
    def distributive(self) -> bool:
        """Whether it counts for each of something, or only a part (每次30人, 其中5人)."""
        return says(self.before.replace("每年", ""), words().each)

    @property
    def stock(self) -> bool:
        """Whether it counts what there is, not what was planned or done in the year (现有, 累计)."""
        return says(self.before, words().stock)


@cache
def _pattern() -> re.Pattern[str]:
    lexicon = words()
    bounds = "|".join(
        f"(?P<{name}>{alternatives(getattr(lexicon, name))})" for name in ("at_least", "at_most", "about")
    )
    units = alternatives([unit for group in lexicon.units.values() for unit in group])
    number = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    return re.compile(
        rf"(?:{bounds})?(?<!第)(?<![\d.])(?<!\d[-~—至到])(?<!-){number}(?P<power>[万亿])?"
        rf"(?P<more>{alternatives(lexicon.more)})?(?P<unit>{units})(?![均年月次]|工作日|百分点|小时|季度|方面|环节|阶段|学期)"
    )


def counts(sentence: Sentence) -> Iterator[Count]:
    """All counts in one sentence, from left to right; ranges and ordinals are none."""
    text = sentence.text
    for match in _pattern().finditer(text):
        value = dec(match["number"])
        if value is None:
            continue
        bound = next((name for name in ("at_least", "at_most", "about") if match[name]), "")
        yield Count(
            sentence=sentence,
            value=value * _POWER[match["power"] or ""],
            unit=unit_group(match["unit"]) or match["unit"],
            printed=match.group(),
            bound=bound or ("about" if match["more"] else ""),
            before=_clause_before(text, match.start()),
            after=_clause_after(text, match.end()),
            start=match.start(),
        )


def _clause_before(text: str, end: int) -> str:
    start = max((text.rfind(stop, 0, end) for stop in _STOPS), default=-1)
    return text[start + 1 : end]


def _clause_after(text: str, start: int) -> str:
    found = [position for stop in _STOPS if (position := text.find(stop, start)) >= 0]
    return text[start : min(found, default=len(text))]


@cache
def unit_group(unit: str) -> str | None:
    """The group of comparable units that ``unit`` belongs to, or ``None``."""
    return next((group for group, members in words().units.items() if unit in members), None)


_NAME_UNIT = re.compile(r"\(([^\d()]{1,4})\)$")


def counted(figures: IndicatorFigures, quantity: Quantity) -> tuple[Decimal, str] | None:
    """A target or actual value as a count with its group of units; ``None`` if it counts nothing in the lexicon.

    The unit is the cell's own, or else the target's, or else the one in brackets behind the name.
    """
    target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
    named = _NAME_UNIT.search(fold(figures.cells.name))
    for unit in (quantity.unit, target.unit if isinstance(target, Quantity) else "", named.group(1) if named else ""):
        power = next((sign for sign in ("万", "亿") if unit.startswith(sign)), "")
        group = unit_group(unit.removeprefix(power))
        if group is not None:
            return quantity.value * _POWER[power], group
        if unit:
            return None
    return None
