"""Where a sentence gives the value of an indicator, and whether it agrees with the table's actual value (实际完成值).

Evidence for a mention: the indicator's name as the table prints it (quotation marks, the unit in brackets and a first
verb such as 开展 aside, 数 as 数量), four characters or more and of one indicator only; its number directly behind it
(only 为、是、达到、共… between); a clause's end behind the number; before the name only words that do not narrow it;
the sentence about the fiscal year, and not about a plan, a target or one month's event (``scope``); the same unit, or
a like one of the lexicon.
An approximation or a bound is no mention. A mention contradicts the table only if no reading of the cell agrees.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from perfeval_core.domain.quantity import Quantity
from perfeval_core.domain.report import IndicatorFigures, Report
from perfeval_core.extraction.values import comparable
from perfeval_core.narrative.exact import Exact, agree, of_decimal
from perfeval_core.narrative.figures import Figure, figures
from perfeval_core.narrative.passages import Sentence, clause_spans
from perfeval_core.narrative.scope import earlier, in_year, is_narrowed, is_planned, leads
from perfeval_core.narrative.words import words

_QUOTES = "“”\"'‘’《》"
_NO_QUOTES = dict.fromkeys(map(ord, _QUOTES))
_BRACKET = re.compile(r"\((?:单位:?)?([^()]{1,8})\)$")
_ENDS = re.compile(r"[,;:。!?()\]”\"]|、(?!\d)|$")
_BASE = re.compile(r"([十百千]?[万亿])?(.*)")
_POWER = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SHORTEST = 4
_ONCE = "满意"
_MONTH = re.compile(r"(?<!\d)(?:1[01]|[1-9])月|12月(?!31|底|末)")


@dataclass(frozen=True)
class Mention:
    """A value that a sentence gives for one indicator; ``row`` is the indicator's number from 0."""

    row: int
    figure: Figure
    sentence: Sentence


@lru_cache(maxsize=4096)
def normal_name(name: str) -> str:
    """An indicator's name without quotation marks and without the unit in brackets at its end."""
    return _BRACKET.sub("", name.translate(_NO_QUOTES))


def name_unit(name: str) -> str:
    """The unit in brackets at the end of an indicator's name, or ""."""
    match = _BRACKET.search(name)
    return match.group(1) if match else ""


def unit_of(row: IndicatorFigures) -> str:
    """The unit of an indicator's actual value: its own, else its target's, else the one in its name; "" if none."""
    cells = (row.actual, row.target, row.target_initial)
    printed = [cell.unit for cell in cells if isinstance(cell, Quantity) and cell.unit]
    return printed[0] if printed else name_unit(row.cells.name)


def base_unit(unit: str) -> str:
    """``万人次`` as ``人次``."""
    match = _BASE.fullmatch(unit.strip("()"))
    return match.group(2) if match else unit


def magnitude(unit: str) -> int:
    """What one of ``unit`` is worth in its base unit: 10,000 for 万人次."""
    match, factor = _BASE.fullmatch(unit.strip("()")), 1
    for sign in (match.group(1) or "") if match else "":
        factor *= _POWER[sign]
    return factor


def mentions(report: Report, sentence: Sentence) -> Iterator[Mention]:
    """The values that ``sentence`` gives for indicators of ``report``."""
    names = Counter(normal_name(row.cells.name) for row in report.indicators)
    for number, row in enumerate(report.indicators):
        name = normal_name(row.cells.name)
        if len(name) < _SHORTEST or names[name] > 1:
            continue
        for match in _named(name).finditer(sentence.text):
            known = figures(sentence.text, [base_unit(unit_of(row))])
            figure = next((figure for figure in known if figure.start == match.end()), None)
            if figure is not None and _is_said(report, sentence, match.start(), figure, _ONCE in name):
                yield Mention(number, figure, sentence)


@lru_cache(maxsize=4096)
def _named(name: str) -> re.Pattern[str]:
    stem = name.removesuffix("数量").removesuffix("数")
    counted = "(?:数量|数)" if stem != name else ""
    verb = next((verb for verb in words().verbs if stem.startswith(verb) and len(stem) - len(verb) >= _SHORTEST), "")
    spelled = f"[{_QUOTES}]*".join(map(re.escape, stem.removeprefix(verb)))
    return re.compile(rf"[{_QUOTES}]*{spelled}[{_QUOTES}]*{counted}{words().governing}")


def _is_said(report: Report, sentence: Sentence, start: int, figure: Figure, once: bool) -> bool:
    """Whether the sentence says the figure of the indicator in its year, as a fact.

    A month in an earlier clause makes it the figure of one event, unless it is measured but ``once`` a year.
    """
    text, filing = sentence.text, report.filing
    if figure.hedge or not _ENDS.match(text, figure.end):
        return False
    begin = max((a for a, b in clause_spans(text) if a <= start < b), default=0)
    before = [*earlier(sentence, start), text[begin:start]]
    if any(is_narrowed(clause) or is_planned(clause) or (_MONTH.search(clause) and not once) for clause in before):
        return False
    return leads(text[begin:start], filing.project_name) and in_year(
        sentence, sentence.start + start, filing.fiscal_year
    )


def contradicts(figure: Figure, row: IndicatorFigures) -> bool | None:
    """Whether ``figure`` differs from the actual cell under every reading; ``None`` if that cannot be told."""
    pairs = _pairs(figure, row)
    return None if not pairs else not any(agree(one, other) for one, other in pairs)


def _pairs(figure: Figure, row: IndicatorFigures) -> list[tuple[Exact, Exact]]:
    """The figure and every reading of the actual cell in the same unit; a bare actual may be in its target's unit."""
    actual, unit = row.actual, _like(figure.unit, unit_of(row))
    if not isinstance(actual, Quantity) or actual.operator or unit is None:
        return []
    said = Quantity(Decimal(figure.value.numerator) / Decimal(figure.value.denominator), unit)
    if Fraction(said.value) != figure.value:
        return []
    own = of_decimal(actual.value)
    cells = [actual] if actual.unit else [actual, Quantity(actual.value, unit_of(row))]
    found = []
    for pair in (pair for cell in cells for pair in comparable(said, cell, row.cells.name)):
        scale = pair.actual / own.value if own.value else Fraction(1)
        found.append((Exact(pair.target, figure.exact.step), Exact(pair.actual, own.step * scale)))
    return found


def _like(said: str, unit: str) -> str | None:
    """``said`` in the words of the cell's unit where both mean the same; ``None`` if they do not or one is unknown.

    A cell in 万 or 亿 alone may be money; a cell without any unit is a count.
    """
    cell = base_unit(unit)
    is_magnitude, is_count = bool(unit) and not cell, said not in ("%", "元", "")
    if said == cell or (is_magnitude and said == "元") or (not unit and is_count) or (not said and cell == "元"):
        return said
    if any(said in group and cell in group for group in words().like_units):
        return cell
    return None
