"""全年预算压减至执行数: the full-year budgets were cut to what was spent, so that every execution rate is 100%."""

from collections.abc import Iterator
from typing import NamedTuple

from perfeval_core.rules.portfolio.subject import Places, Portfolio, PortfolioEvidence, names, packed, spots
from perfeval_core.rules.shared import FULL_YEAR_BUDGET
from perfeval_core.rules.subject import Subject


class Budget(NamedTuple):
    """Whether the full-year budget is what was spent and below the initial one, and where it stands."""

    cut: bool
    at: Places


def look(subject: Subject) -> Iterator[Budget]:
    """Reports whose budget can be read; a budget that was spent in full is not cut."""
    line = subject.report.total_line
    if line is None or line.full_year is None or line.executed is None:
        return
    initial = line.initial_compiled if line.initial_compiled is not None else line.initial_declared
    if initial is not None:
        cut = line.full_year == line.executed < initial
        yield Budget(cut, packed(subject.at_budget(line.line, "full_year")) if cut else ())


def check(portfolio: Portfolio[Budget]) -> Iterator[PortfolioEvidence]:
    """Most of the budgets are cut."""
    cut = [(member, budget.at) for member, budget in portfolio.seen if budget.cut]
    if portfolio.prevails(len(cut)):
        yield PortfolioEvidence(
            indicator=FULL_YEAR_BUDGET,
            field="full_year",
            stated=None,
            at=spots(cut),
            facts=(
                ("cases", str(len(cut))),
                ("number", str(len(portfolio.seen))),
                ("reports", names([member for member, _ in cut])),
            ),
        )
