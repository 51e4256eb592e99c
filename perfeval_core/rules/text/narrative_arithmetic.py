"""文字中的计算错误: a sum, difference or quotient within one sentence is wrong at its printed precision.

An amount that is the table's own, rounded, counts as the table's exact amount as well: 7万元 of 50万元 may be 13.94%.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.place import Location
from perfeval_core.narrative.budget import MoneySentence
from perfeval_core.narrative.claims import false_claims
from perfeval_core.narrative.exact import Exact, agree, rounded, shown_money, shown_rate
from perfeval_core.narrative.figures import Figure
from perfeval_core.narrative.passages import sentences_of
from perfeval_core.rules.shared import EXECUTION_RATE
from perfeval_core.rules.subject import Subject
from perfeval_core.rules.text.money import cells, money_sentences

_BUDGETS = ("initial_compiled", "initial_declared", "full_year")


def check(subject: Subject) -> Iterator[Evidence]:
    """The execution rate and the balance of a sentence's own amounts, then every other result that it prints."""
    for sentence in money_sentences(subject.report.filing):
        if sentence.alone:
            yield from _rate(subject, sentence)
            yield from _balance(subject, sentence)
    for one in sentences_of(subject.report.filing, "overview", "result", "practice", "problems"):
        for claim in false_claims(one.text):
            at = one.source.at(one.start + claim.start, one.start + claim.end)
            yield Evidence(
                indicator=None,
                field="text",
                stated=claim.stated,
                expected=claim.expected,
                at=at,
                other=one.passage,
                facts=(("how", claim.how),),
            )


def _rate(subject: Subject, sentence: MoneySentence) -> Iterator[Evidence]:
    """One rate beside exactly one executed amount; any budget of the sentence may be its basis."""
    rates, executed = sentence.of("rate"), sentence.of("executed")
    budgets = sentence.of("initial", "released", "full_year", "budget")
    if len(rates) != 1 or len(executed) != 1 or not budgets or any(budget.value == 0 for budget in budgets):
        return
    stated = rates[0].exact
    inputs = product(_exact(subject, executed[0], ("executed",)), *[_all(subject, budgets)])
    quotients = [100 * spent.value / budget.value for spent, budget in inputs if budget.value]
    if any(rounded(quotient, stated.step) == stated.value for quotient in quotients):
        return
    ratio = executed[0].value / budgets[0].value
    yield Evidence(
        indicator=EXECUTION_RATE,
        field="text",
        stated=rates[0].text,
        expected=shown_rate(ratio, max(2, _decimals(stated.step))),
        at=_at(sentence, rates[0]),
        other=sentence.sentence.passage,
        facts=(("how", f"{executed[0].text}/{budgets[0].text}"),),
    )


def _balance(subject: Subject, sentence: MoneySentence) -> Iterator[Evidence]:
    """Budget less executed is what is left; the table's own carry-over is right as well."""
    left, executed = sentence.of("left"), sentence.of("executed")
    budgets = sentence.of("initial", "released", "full_year", "budget")
    line = subject.report.total_line
    if len(left) != 1 or len(executed) != 1 or not budgets:
        return
    inputs = product(_exact(subject, executed[0], ("executed",)), *[_all(subject, budgets)])
    balances = [Exact(budget.value - spent.value, min(budget.step, spent.step)) for spent, budget in inputs]
    balances += cells(line, ("carry_over",)) if line else []
    if any(agree(balance, left[0].exact) for balance in balances):
        return
    yield Evidence(
        indicator=None,
        field="text",
        stated=left[0].text,
        expected=shown_money(budgets[0].value - executed[0].value),
        at=_at(sentence, left[0]),
        other=sentence.sentence.passage,
        facts=(("how", f"{budgets[0].text}-{executed[0].text}"),),
    )


def _all(subject: Subject, budgets: list[Figure]) -> list[Exact]:
    return [exact for budget in budgets for exact in _exact(subject, budget, _BUDGETS)]


def _exact(subject: Subject, figure: Figure, fields: tuple[str, ...]) -> list[Exact]:
    """The figure as printed, and the table's amounts of which it is the rounding."""
    line = subject.report.total_line
    known = cells(line, fields) if line and subject.report.filing.budget_unit else []
    return [figure.exact, *(amount for amount in known if agree(amount, figure.exact))]


def _at(sentence: MoneySentence, figure: Figure) -> tuple[Location, ...]:
    start = sentence.sentence.start
    return sentence.sentence.source.at(start + figure.start, start + figure.end)


def _decimals(step: Fraction) -> int:
    return len(str(step.denominator)) - 1
