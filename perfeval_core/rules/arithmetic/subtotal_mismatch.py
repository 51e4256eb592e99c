"""合计与分项之和不符: a stated sum is not the sum of its direct parts that are not blank."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perfeval_core.domain.filing import AMOUNT_FIELDS, Filing
from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import YUAN_PER_UNIT
from perfeval_core.domain.report import BudgetFigures
from perfeval_core.rules.shared import EXECUTED, FULL_YEAR_BUDGET, INDICATOR_POINTS, INITIAL_BUDGET, is_blank, plain
from perfeval_core.rules.subject import Subject

_WORDS = {
    "initial_declared": INITIAL_BUDGET,
    "initial_compiled": INITIAL_BUDGET,
    "full_year": FULL_YEAR_BUDGET,
    "executed": EXECUTED,
}
_OF_WHICH = "其中"


def check(subject: Subject) -> Iterator[Evidence]:
    """Each amount column of the budget table, and the stated points of all indicators (指标得分)."""
    for field in AMOUNT_FIELDS:
        yield from _column(subject, field)
    yield from _indicator_points(subject)


def _column(subject: Subject, field: str) -> Iterator[Evidence]:
    line = subject.report.total_line
    total = _amount(line, field)
    sources = [source for source in subject.report.sources if not is_blank(_text(source, field))]
    amounts = [_amount(source, field) for source in sources]
    known = [amount for amount in amounts if amount is not None]
    if line is None or total is None or not known or len(known) < len(amounts) or _is_partial(subject):
        return
    of_which = [source.line.source.startswith(_OF_WHICH) for source in sources]
    if total in _sums(known, of_which):
        return
    filing, parts = subject.report.filing, sum(known, Decimal(0))
    yield Evidence(
        indicator=_WORDS.get(field),
        field=field,
        stated=_text(line, field),
        expected=_printed(parts, filing),
        at=subject.at_budget(line.line, field),
        money=abs(total - parts),
        facts=(("subject", f"{line.line.source}的{_WORDS.get(field, '资金结(转)余')}"),),
    )


def _text(figures: BudgetFigures, field: str) -> str | None:
    text: str | None = getattr(figures.line, field)
    return text


def _amount(figures: BudgetFigures | None, field: str) -> Decimal | None:
    amount: Decimal | None = getattr(figures, field, None)
    return amount


def _is_partial(subject: Subject) -> bool:
    """A single line 其中 need not be the whole."""
    sources = subject.report.sources
    return len(sources) == 1 and sources[0].line.source.startswith(_OF_WHICH)


def _sums(amounts: Sequence[Decimal], of_which: Sequence[bool]) -> set[Decimal]:
    """All sums of direct parts under any plausible structure.

    A run of lines belongs to the line above it if it begins with 其中, or if it adds up to that line. The first line is
    always direct: its 其中 speaks of the total.
    """
    sums: list[set[Decimal]] = [set() for _ in amounts] + [{Decimal(0)}]
    for start in reversed(range(len(amounts))):
        following = {start + 1}
        for end in range(start + 2, len(amounts) + 1):
            run = amounts[start + 1 : end]
            if of_which[start + 1] or sum(run) == amounts[start]:
                following.add(end)
        sums[start] = {amounts[start] + rest for end in following for rest in sums[end]}
    return sums[0]


def _printed(amount: Decimal, filing: Filing) -> str:
    """``amount`` in the unit of the table."""
    return plain(amount / YUAN_PER_UNIT[filing.budget_unit or "元"])


def _indicator_points(subject: Subject) -> Iterator[Evidence]:
    report = subject.report
    total = report.stated.indicator_points
    lines = [figures for figures in report.indicators if not is_blank(figures.cells.points)]
    points = [figures.points for figures in lines if figures.points is not None]
    if total is None or not points or len(points) < len(lines) or sum(points) == total:
        return
    yield Evidence(
        indicator=INDICATOR_POINTS,
        field="points",
        stated=report.filing.stated.indicator_points,
        expected=plain(sum(points, Decimal(0))),
        at=subject.at_stated("indicator_points"),
        facts=(("subject", "指标得分"),),
    )
