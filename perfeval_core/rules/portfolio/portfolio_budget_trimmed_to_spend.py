"""全年预算压减至执行数: the full-year budgets were cut to what was spent, so that every execution rate is 100%."""

from collections.abc import Iterator

from perfeval_core.domain.report import Report
from perfeval_core.rules.portfolio.subject import Portfolio, PortfolioEvidence, Spot, names
from perfeval_core.rules.shared import FULL_YEAR_BUDGET


def check(portfolio: Portfolio) -> Iterator[PortfolioEvidence]:
    """Among the reports whose budget can be read; a budget that was spent in full is not cut."""
    known = [member for member in portfolio.members if _cut(member.report) is not None]
    cut = [member for member in known if _cut(member.report)]
    if not portfolio.prevails(len(cut), len(known)):
        return
    places: list[Spot] = []
    for member in cut:
        line = member.report.total_line
        if line is not None:
            found = portfolio.look(member).at_budget(line.line, "full_year")
            places += [Spot(member.report_id, location) for location in found]
    yield PortfolioEvidence(
        indicator=FULL_YEAR_BUDGET,
        field="full_year",
        stated=None,
        at=tuple(places),
        facts=(("cases", str(len(cut))), ("number", str(len(known))), ("reports", names(cut))),
    )


def _cut(report: Report) -> bool | None:
    """Whether the full-year budget is what was spent and below the initial one; ``None`` if it cannot be read."""
    line = report.total_line
    if line is None or line.full_year is None or line.executed is None:
        return None
    initial = line.initial_compiled if line.initial_compiled is not None else line.initial_declared
    if initial is None:
        return None
    return line.full_year == line.executed < initial
