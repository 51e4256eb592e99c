"""What several rules ask of the project's money: what the text says of it, and the table's exact amounts."""

from collections.abc import Sequence
from fractions import Fraction

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.numbers import Amount, dec, decimals
from perfeval_core.domain.report import BudgetFigures
from perfeval_core.narrative.budget import MoneySentence, money_sentence
from perfeval_core.narrative.exact import Exact
from perfeval_core.narrative.figures import figures
from perfeval_core.narrative.once import once
from perfeval_core.narrative.passages import sentences_of


@once
def money_sentences(filing: Filing) -> tuple[MoneySentence, ...]:
    """The sentences that state the project's budget, execution or rate in its year."""
    told = sentences_of(filing, "overview", "conclusion", "result", "practice", "problems")
    read = (money_sentence(sentence, filing.project_name, filing.fiscal_year) for sentence in told)
    return tuple(found for found in read if found.statements)


def cell(line: BudgetFigures, field: str) -> Exact | None:
    """An amount of the table in yuan with the step of its last printed digit; ``None`` if blank or unreadable."""
    value, text = getattr(line, field), getattr(line.line, field)
    if value is None or text is None:
        return None
    own = figures(text)
    if own:
        return own[0].exact
    number = dec(text)
    scale = Fraction(value) / Fraction(number) if number else Fraction(1)
    return Exact(Fraction(value), Fraction(1, 10 ** decimals(text)) * scale)


def cells(line: BudgetFigures, fields: Sequence[str]) -> list[Exact]:
    """The amounts of ``fields`` that are there."""
    return [amount for field in fields if (amount := cell(line, field)) is not None]


def exact_rates(line: BudgetFigures) -> tuple[Fraction | None, Fraction | None]:
    """Executed / full-year budget and executed / initial budget, in per cent; ``None`` where undefined."""
    return _percent(line.executed, line.full_year), _percent(line.executed, line.initial_compiled)


def _percent(executed: Amount | None, budget: Amount | None) -> Fraction | None:
    return 100 * Fraction(executed) / Fraction(budget) if executed is not None and budget else None
