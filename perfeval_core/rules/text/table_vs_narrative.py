"""文字与表格不一致: a sentence names a quantity of the table and gives it another value.

What counts as naming is written in ``narrative.mentions`` (indicators) and ``narrative.budget`` (预算、执行、执行率);
a difference counts only beyond the printed precision of both. One finding an indicator.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.report import BudgetFigures
from perfeval_core.narrative.budget import MoneySentence, Statement
from perfeval_core.narrative.exact import Exact, agree, of_decimal, rounded, shown_rate
from perfeval_core.narrative.mentions import contradicts, mentions
from perfeval_core.narrative.passages import sentences_of
from perfeval_core.narrative.words import Basis
from perfeval_core.rules.shared import EXECUTED, EXECUTION_RATE, FULL_YEAR_BUDGET, INITIAL_BUDGET
from perfeval_core.rules.subject import Subject
from perfeval_core.rules.text.money import cell, cells, exact_rates, money_sentences

_HELD_AGAINST: dict[Basis, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "initial": (INITIAL_BUDGET, ("initial_compiled", "initial_declared"), ()),
    "released": (INITIAL_BUDGET, ("initial_compiled", "initial_declared"), ("full_year",)),
    "full_year": (FULL_YEAR_BUDGET, ("full_year",), ()),
    "executed": (EXECUTED, ("executed",), ()),
}
"""For each basis its fixed word, the columns that it must agree with, and those with which it may as well."""


def check(subject: Subject) -> Iterator[Evidence]:
    """The execution rate, the amounts of the total line, the actual values of the indicators."""
    line = subject.report.total_line
    if line is not None:
        sentences = money_sentences(subject.report.filing)
        yield from _rate(subject, line, sentences)
        yield from _amounts(subject, line, [one for sentence in sentences for one in sentence.statements])
    yield from _indicators(subject)


def _rate(subject: Subject, line: BudgetFigures, sentences: Sequence[MoneySentence]) -> Iterator[Evidence]:
    """The text's rate against the table's; both bases are shown."""
    if line.stated_rate is None:
        return
    on_full_year, on_initial = exact_rates(line)
    printed = of_decimal(line.stated_rate)
    readings = [printed] if "%" in (line.line.execution_rate or "") else [printed, _hundredfold(printed)]
    for sentence in sentences:
        for figure in sentence.of("rate"):
            recomputed = on_full_year is not None and rounded(on_full_year, figure.exact.step) == figure.value
            if recomputed or any(agree(reading, figure.exact) for reading in readings):
                continue
            basis = _basis_of(sentence, line, figure.exact, on_full_year, on_initial)
            yield Evidence(
                indicator=EXECUTION_RATE,
                field="execution_rate",
                stated=line.line.execution_rate,
                expected=None if basis is None else shown_rate(basis / 100),
                at=subject.at_budget(line.line, "execution_rate"),
                other=sentence.sentence.passage,
                severity="high",
                facts=(("said", figure.text), ("bases", _bases(on_full_year, on_initial))),
            )
            return


def _hundredfold(printed: Exact) -> Exact:
    """A rate without its sign may be a ratio: 0.95."""
    return Exact(printed.value * 100, printed.step * 100) if abs(printed.value) <= 1 else printed


def _basis_of(
    sentence: MoneySentence, line: BudgetFigures, said: Exact, full_year: Fraction | None, initial: Fraction | None
) -> Fraction | None:
    """The table's rate on the budget that the sentence speaks of; ``None`` if that cannot be told."""
    if initial is None or full_year == initial:
        return full_year if initial is None else initial
    on_initial = rounded(initial, said.step) == said.value
    named = sentence.of("initial", "released", "budget", "full_year")
    budgets = cells(line, ("initial_compiled",))
    agreeing = [figure for figure in named if any(agree(figure.exact, budget) for budget in budgets)]
    return initial if on_initial or agreeing else None


def _bases(full_year: Fraction | None, initial: Fraction | None) -> str:
    """Both bases, as far as the table has them."""
    known = (("全年预算数", full_year), ("年初预算数", initial))
    shown = [f"按{word}计算为{shown_rate(percent / 100)}" for word, percent in known if percent is not None]
    return "；".join(shown) + "。" if shown else ""


def _amounts(subject: Subject, line: BudgetFigures, statements: Sequence[Statement]) -> Iterator[Evidence]:
    if subject.report.filing.budget_unit is None:
        return
    seen: set[str] = set()
    for statement in statements:
        word, wanted, allowed = _HELD_AGAINST.get(statement.basis, ("", (), ()))
        known, figure = cells(line, wanted), statement.figure
        if not known or word in seen or any(agree(figure.exact, one) for one in [*known, *cells(line, allowed)]):
            continue
        seen.add(word)
        field = next(field for field in wanted if cell(line, field) is not None)
        yield Evidence(
            indicator=word,
            field=field,
            stated=getattr(line.line, field),
            expected=figure.text,
            at=subject.at_budget(line.line, field),
            other=statement.sentence.passage,
            severity="high",
            facts=(("said", figure.text), ("bases", "")),
        )


def _indicators(subject: Subject) -> Iterator[Evidence]:
    seen: set[int] = set()
    for sentence in sentences_of(subject.report.filing, "result", "practice", "problems"):
        for mention in mentions(subject.report, sentence):
            row = subject.report.indicators[mention.row]
            if mention.row in seen or not contradicts(mention.figure, row):
                continue
            seen.add(mention.row)
            yield Evidence(
                indicator=row.cells.name,
                field="actual",
                stated=row.cells.actual,
                expected=mention.figure.text,
                at=subject.at_indicator(row.cells, "actual"),
                other=sentence.passage,
                row=mention.row,
                facts=(("said", mention.figure.text), ("bases", "")),
            )
