"""分项金额与合计不符: itemised amounts that do not sum to their stated total, or to the initial budget of the project.

Which lists are read, and when one abstains, is written in ``narrative.items``.
"""

from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.narrative.dates import years
from perfeval_core.narrative.exact import agree, shown_money, total
from perfeval_core.narrative.items import Items, item_lists
from perfeval_core.narrative.passages import sources
from perfeval_core.rules.shared import INITIAL_BUDGET
from perfeval_core.rules.subject import Subject
from perfeval_core.rules.text.money import cells

_READ = ("overview", "period_goal", "goal", "plan", "result", "practice", "problems")


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a list."""
    for source in sources(subject.report.filing):
        if source.role not in _READ:
            continue
        for items in item_lists(source):
            yield from _against_total(items) if items.total else _against_budget(subject, items)


def _against_total(items: Items) -> Iterator[Evidence]:
    stated, parts = items.total, total([part.exact for part in items.parts])
    if stated is None or agree(parts, stated.exact):
        return
    yield _evidence(items, None, stated.text, shown_money(parts.value))


def _against_budget(subject: Subject, items: Items) -> Iterator[Evidence]:
    """The initial budget; a list that sums to the full-year budget is the project's as well."""
    line, parts = subject.report.total_line, total([part.exact for part in items.parts])
    filing = subject.report.filing
    if line is None or filing.budget_unit is None or not _is_of_one_year(items, filing.fiscal_year):
        return
    initial = cells(line, ("initial_compiled", "initial_declared"))
    if not initial or any(agree(parts, budget) for budget in [*initial, *cells(line, ("full_year",))]):
        return
    yield _evidence(items, INITIAL_BUDGET, shown_money(parts.value), shown_money(initial[0].value))


def _is_of_one_year(items: Items, fiscal_year: int | None) -> bool:
    """Whether the list names no other year: the parts of several years are not one year's budget."""
    named = years(items.source.text[items.start : items.end])
    return all(fiscal_year is not None and mention.covers(fiscal_year) for mention in named)


def _evidence(items: Items, indicator: str | None, stated: str, expected: str) -> Evidence:
    how = "+".join(part.text for part in items.parts)
    return Evidence(
        indicator=indicator,
        field="text",
        stated=stated,
        expected=expected,
        at=items.source.at(items.start, items.end),
        other=items.source.passage(items.start, items.end),
        facts=(("how", how), ("subject", "年初预算" if indicator else "各分项之和")),
    )
