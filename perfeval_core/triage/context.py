"""What triage must know beside the findings: what they are about, what is at stake, how far the scores are apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from perfeval_core.domain.dossier import Dossier, PortfolioDossier
from perfeval_core.domain.filing import BudgetLine, Filing, Status
from perfeval_core.domain.findings import CheckedFile, RuleFailure
from perfeval_core.domain.numbers import amount, points
from perfeval_core.domain.scores import ScoreSheet


@dataclass(frozen=True)
class Distance:
    """How far the stated scores are from the recomputed ones; ``None`` where they cannot be compared.

    ``points`` from the stated total to the nearest end of the recomputed interval, 0 inside it; ``grades`` in steps.
    """

    points: Decimal | None = None
    grades: int | None = None


@dataclass(frozen=True)
class Context:
    """One subject of triage. ``money`` is in yuan, not below 0; ``on`` is the day from which due dates count."""

    subject: str
    name: str
    on: date
    report_id: str | None = None
    report_version: str | None = None
    submission: str | None = None
    status: Status = "extracted"
    reason: str | None = None
    money: Decimal | None = None
    distance: Distance = Distance()
    failures: tuple[str, ...] = ()


def report_context(dossier: Dossier, grade_words: Sequence[str], on: date) -> Context:
    """One version of one report. ``grade_words`` run from best to worst (the pack's)."""
    report = dossier.report
    return Context(
        subject=dossier.report_version,
        name=report.project_name or report.title or f"{dossier.file_name} 第{report.index}份报告",
        on=on,
        report_id=dossier.report_id,
        report_version=dossier.report_version,
        submission=dossier.file_sha256,
        status=report.status,
        reason=report.reason,
        money=money_at_stake(report),
        distance=distance(report.scores, grade_words),
        failures=tuple(_failure(failure) for failure in dossier.failures),
    )


def file_context(file: CheckedFile, file_version: str, grade_words: Sequence[str], on: date) -> Context:
    """One file as a whole: what keeps it from being read, and its portfolio findings.

    ``file_version`` is what ``report_version`` gives for index 0. What is wrong with one of the file's reports is left
    to that report's own context.
    """
    told = any(report.status != "extracted" for report in file.reports)
    reports = {report.index for report in file.reports}
    apart = [distance(report.scores, grade_words) for report in file.reports]
    budgets = [money for money in map(money_at_stake, file.reports) if money is not None]
    return Context(
        subject=file_version,
        name=PurePath(file.path).name,
        on=on,
        submission=file.sha256,
        status="extracted" if told else file.status,
        reason=None if told else file.reason,
        money=sum(budgets, Decimal(0)) if budgets else None,
        distance=Distance(
            points=max((one.points for one in apart if one.points is not None), default=None),
            grades=max((one.grades for one in apart if one.grades is not None), default=None),
        ),
        failures=tuple(_failure(failure) for failure in file.failures if failure.report_index not in reports),
    )


def portfolio_context(portfolio: PortfolioDossier, on: date) -> Context:
    """One version of a unit's or a year's reports together. Their scores are compared report by report."""
    return Context(
        subject=portfolio.portfolio_version,
        name=portfolio.name,
        on=on,
        money=portfolio.money,
        failures=tuple(_failure(failure) for failure in portfolio.failures),
    )


def run_context(run_id: str, failures: Sequence[str], on: date) -> Context:
    """A run of ours in which something did not work: ``failures`` says what, in Chinese, one line each."""
    return Context(subject=run_id, name="程序运行", on=on, failures=tuple(failures))


def money_at_stake(filing: Filing) -> Decimal | None:
    """The largest budget figure that the report shows, in yuan; ``None`` if it shows none.

    The largest, because a full-year budget cut to what was spent must not make a project look small.
    """
    if filing.budget_unit is None:
        return None
    unit = filing.budget_unit
    figures = [amount(text, unit) for line in filing.budget for text in _budgets(line)]
    return max((figure for figure in figures if figure is not None and figure >= 0), default=None)


def distance(sheet: ScoreSheet | None, grade_words: Sequence[str]) -> Distance:
    """How far what the report states is from ``sheet``."""
    if sheet is None:
        return Distance()
    return Distance(_points_apart(sheet), _grades_apart(sheet, grade_words))


def _points_apart(sheet: ScoreSheet) -> Decimal | None:
    stated = points(sheet.stated_total)
    if stated is None or sheet.total is None:
        return None
    return max(sheet.total.low - stated, stated - sheet.total.high, Decimal(0))


def _grades_apart(sheet: ScoreSheet, grade_words: Sequence[str]) -> int | None:
    steps = {word: step for step, word in enumerate(grade_words)}
    stated = steps.get(sheet.stated_grade or "")
    if stated is None:
        return None
    return min((abs(stated - steps[word]) for word in sheet.grade if word in steps), default=None)


def _budgets(line: BudgetLine) -> tuple[str | None, ...]:
    return line.full_year, line.initial_compiled, line.initial_declared


def _failure(failure: RuleFailure) -> str:
    return f"规则 {failure.rule} 执行出错：{failure.error}"
