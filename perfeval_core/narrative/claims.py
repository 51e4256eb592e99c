"""Arithmetic that one sentence does itself: equations, changes from one value to another, shares, sums of counts.

Every figure must be exact (约、近、超 abstain) and directly in its place; the shapes are few and closed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from perfeval_core.domain.numbers import dec
from perfeval_core.narrative.exact import Exact, agree, of_decimal, shown, total
from perfeval_core.narrative.figures import PERCENT, POINT, YUAN, Figure, figures
from perfeval_core.narrative.passages import clause_spans
from perfeval_core.narrative.words import either, phrases

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TERM = rf"{_NUMBER}[万亿]?(?:元|人|次|场|个|%)?"
_EQUATION = re.compile(rf"(?<![\d.A-Za-z=+×*÷/-])({_TERM}(?:([+-]){_TERM})(?:\2{_TERM})*)=({_TERM})(?![\d.+×*÷/])")
_PIECES = re.compile(rf"({_NUMBER})([万亿]?)")
_SCALE = {"": 1, "万": 10_000, "亿": 100_000_000}
_SUM_WORD = re.compile(r",?(?:合计|共计|总计|总共|共)(?:为|是)?")
_GENERIC = ("个", "项", "", PERCENT, POINT, YUAN)
"""Counts in these units may be of different things: 3个乡镇,12个村."""


@dataclass(frozen=True)
class Claim:
    """A result as the sentence prints it, and what its own figures give; positions are those of the sentence."""

    stated: str
    expected: str
    how: str
    start: int
    end: int


def false_claims(text: str) -> Iterator[Claim]:
    """The results in ``text`` that its own figures do not give."""
    yield from _equations(text)
    known = figures(text)
    yield from _changes(text, known)
    yield from _shares(text, known)
    yield from _sums(text, known)


def _equations(text: str) -> Iterator[Claim]:
    """``5+3+2=11``; either every number has its own 万 or 亿, or the result alone has one for all."""
    for match in _EQUATION.finditer(text):
        terms, (result,) = _PIECES.findall(match[1]), _PIECES.findall(match[3])
        if any("%" in part for part in (match[1], match[3])) or not _same_scale([*terms, result]):
            continue
        common = result[1] if not any(magnitude for _, magnitude in terms) else None
        values = [_exact(digits, magnitude if common is None else common) for digits, magnitude in [*terms, result]]
        *parts, stated = values
        first, rest = parts[0], total(parts[1:])
        sign = 1 if match[2] == "+" else -1
        computed = Exact(first.value + sign * rest.value, min(first.step, rest.step))
        if not agree(computed, stated):
            factor = _SCALE[result[1]]
            yield Claim(
                match[3], shown(computed.value / factor) + match[3].lstrip("0123456789.,"), match[1], *match.span()
            )


def _same_scale(pieces: list[tuple[str, str]]) -> bool:
    *terms, _ = pieces
    return len({bool(magnitude) for _, magnitude in terms}) == 1


def _exact(digits: str, magnitude: str) -> Exact:
    value = dec(digits)
    return of_decimal(value if value is not None else Decimal(0), Fraction(_SCALE[magnitude]))


def _changes(text: str, known: tuple[Figure, ...]) -> Iterator[Claim]:
    """由40场增加到57场,增加17场 (or 42.5%)."""
    to, by = _change_patterns()
    for before, after, change in zip(known, known[1:], known[2:], strict=False):
        lead = text[max(0, before.start - 12) : before.start]
        between, last = text[before.end : after.start], text[after.end : change.start]
        if before.hedge or after.hedge or change.hedge or before.unit != after.unit:
            continue
        if not (re.search(r"(?:由|从)[^,;。]{0,10}$", lead) and to.search(between) and by.search(last)):
            continue
        computed = _changed(before, after, change)
        if computed is not None and not agree(computed, change.exact):
            unit = "%" if change.is_rate else change.unit
            yield Claim(
                change.text, shown(computed.value, 2) + unit, text[before.start : after.end], before.start, change.end
            )


@cache
def _change_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = either((*phrases().rise, *phrases().fall))
    return (
        re.compile(rf"^(?:{verbs})(?:到|至|为)[^,;。]{{0,8}}$"),
        re.compile(rf"^,?(?:同比|净|共)?(?:{verbs})(?:了|为|达)?$"),
    )


def _changed(before: Figure, after: Figure, change: Figure) -> Exact | None:
    """By how much ``after`` differs from ``before``, in the unit of ``change``; ``None`` if that leaves a doubt."""
    by = abs(after.value - before.value)
    if (change.unit == before.unit and not change.is_rate) or (before.is_rate and change.unit == POINT):
        return Exact(by, min(before.exact.step, after.exact.step))
    if change.is_rate and not before.is_rate and before.value:
        return _fine(100 * by / before.value, change)
    return None


def _fine(value: Fraction, like: Figure) -> Exact:
    """A computed value, finer than ``like`` so that it is the one to be rounded."""
    return Exact(value, like.exact.step / 1000)


def _shares(text: str, known: tuple[Figure, ...]) -> Iterator[Claim]:
    """发放问卷600份,回收571份,回收率95.2%. A rate of 100% on a surplus is capped, not wrong."""
    for whole, part, rate in zip(known, known[1:], known[2:], strict=False):
        if any(figure.hedge for figure in (whole, part, rate)) or not rate.is_rate or whole.unit != part.unit:
            continue
        if not whole.value or whole.is_rate or not _is_share(text, whole, part, rate):
            continue
        percent = 100 * part.value / whole.value
        if agree(_fine(percent, rate), rate.exact) or (rate.value == 100 and percent > 100):
            continue
        yield Claim(rate.text, f"{shown(percent, 2)}%", f"{part.text}/{whole.text}", whole.start, rate.end)


def _is_share(text: str, whole: Figure, part: Figure, rate: Figure) -> bool:
    lead = re.split(r"[,;:。(]", text[: whole.start])[-1]
    for ratio in phrases().ratios:
        parts = (
            (ratio.whole, lead),
            (rf"[^,;]{{0,8}},?{ratio.part}", text[whole.end : part.start]),
            (rf"[^,;]{{0,4}},{ratio.rate}(?:为|是|达到?|:)?", text[part.end : rate.start]),
        )
        if re.search(rf"(?:{parts[0][0]})$", lead) and all(re.fullmatch(*pair) for pair in parts[1:]):
            return True
    return False


def _sums(text: str, known: tuple[Figure, ...]) -> Iterator[Claim]:
    """校园巡讲12场,社区宣讲8场,共21场: one count a clause, the total right behind the last."""
    for position, stated in enumerate(known):
        parts = [figure for figure in known[:position] if figure.unit == stated.unit]
        if len(parts) < 2 or stated.unit in _GENERIC or not _SUM_WORD.fullmatch(text[parts[-1].end : stated.start]):
            continue
        if any(figure.hedge for figure in (*parts, stated)) or not _alone_in_clauses(text, known, parts):
            continue
        computed = total([part.exact for part in parts])
        if not agree(computed, stated.exact):
            how = "+".join(part.text for part in parts)
            yield Claim(stated.text, shown(computed.value) + stated.unit, how, parts[0].start, stated.end)


def _alone_in_clauses(text: str, known: tuple[Figure, ...], parts: list[Figure]) -> bool:
    """Whether the parts stand in clauses that follow one another, each with no other figure, none about a share."""
    spans = [span for span in clause_spans(text) if parts[0].start < span[1] and span[0] <= parts[-1].start]
    counts = [sum(start <= figure.start < end for figure in known) for start, end in spans]
    plain = re.search(r"其中|分别|每|均|另|还", text[spans[0][0] : parts[-1].end]) is None if spans else False
    return plain and counts == [1] * len(parts)
