"""数量不一致: the same thing is counted differently in two places, and nothing says why."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.quantity import Quantity
from perfeval_core.rules.judgement.counting import Count, counted, counts
from perfeval_core.rules.judgement.evidence import on_indicator, on_text, param
from perfeval_core.rules.judgement.items import items
from perfeval_core.rules.judgement.lexicon import says, words
from perfeval_core.rules.judgement.naming import stem
from perfeval_core.rules.judgement.prose import sentences
from perfeval_core.rules.subject import Subject

_COUNTS_OF_ITEMS = ("项目", "合同", "付款", "支付")


def check(subject: Subject) -> Iterator[Evidence]:
    """The narrative against the table, the list of items against the table, and two descriptions of one scope."""
    yield from _beyond_table(subject)
    yield from _items(subject)
    yield from _scopes(subject)


def _beyond_table(subject: Subject) -> Iterator[Evidence]:
    """The results tell of many times what the table counts. Parts of it, and counts over years, are no mismatch."""
    told = [count for sentence in sentences(subject.report.filing, "result") for count in counts(sentence)]
    for row, figures in enumerate(subject.report.indicators):
        actual = counted(figures, figures.actual) if isinstance(figures.actual, Quantity) else None
        if actual is None or actual[0] <= 0 or not figures.cells.level2.startswith("数量"):
            continue
        matter = stem(figures.cells.name)
        like = [c for c in told if c.unit == actual[1] and matter in c.before + c.after and not c.distributive]
        if any(count.value == actual[0] for count in like):
            continue
        times = Fraction(param(subject, "times"))
        beyond = [c for c in like if not c.stock and Fraction(c.value) >= times * Fraction(actual[0])]
        if beyond:
            yield on_indicator(subject, row, "actual", other=beyond[0].clause, here=beyond[0].printed)


def _items(subject: Subject) -> Iterator[Evidence]:
    """The overview lists its projects or contracts with their amounts, and an indicator counts more of them."""
    listed = items(subject.report.filing)
    if listed is None:
        return
    for row, figures in enumerate(subject.report.indicators):
        target = figures.target if isinstance(figures.target, Quantity) else figures.target_initial
        number = counted(figures, target) if isinstance(target, Quantity) else None
        if number is None or number[1] != "个" or not figures.cells.level2.startswith("数量"):
            continue
        if says(figures.cells.name, _COUNTS_OF_ITEMS) and number[0] > len(listed.names):
            here = f"{len(listed.names)}个（{'、'.join(listed.names)}）"
            yield on_indicator(subject, row, "target", other=listed.sentence, here=here)
            return


def _scopes(subject: Subject) -> Iterator[Evidence]:
    """Two counts of what the project covers, with the same long noun behind them."""
    before = [c for s in sentences(subject.report.filing, "plan") for c in counts(s) if _is_scope(c)]
    after = [c for s in sentences(subject.report.filing, "result") for c in counts(s) if _is_scope(c)]
    seen: set[str] = set()
    for one in before:
        for other in after:
            noun = _noun(one, other, int(param(subject, "least_noun")))
            if one.unit == other.unit and noun and noun not in seen and _apart(subject, one.value, other.value):
                seen.add(noun)
                yield on_text(one.clause, other=other.clause, here=other.printed + noun)


def _is_scope(count: Count) -> bool:
    """Whether its sentence describes what is covered, up to the count."""
    before = count.sentence.text[: count.sentence.text.find(count.printed)]
    return says(before, words().scope) and not count.distributive


def _noun(one: Count, other: Count, least: int) -> str:
    """What both counts count, if the words behind them begin alike for long enough."""
    length = 0
    for left, right in zip(one.after, other.after, strict=False):
        if left != right:
            break
        length += 1
    return one.after[:length] if length >= least else ""


def _apart(subject: Subject, one: Decimal, other: Decimal) -> bool:
    low, high = sorted((Fraction(one), Fraction(other)))
    return low > 0 and high / low >= Fraction(param(subject, "apart"))
