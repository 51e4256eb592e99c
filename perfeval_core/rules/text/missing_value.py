"""金额缺数: an amount noun with a unit but no number (项目万), or a blank amount in the total line of the budget table.

Blank lines below the total are the form's own. A cell is blank only if it shows nothing: — and / say that there is
none.
"""

from collections.abc import Iterator

from perfeval_core.domain.filing import AMOUNT_FIELDS
from perfeval_core.domain.findings import Evidence
from perfeval_core.narrative.blanks import blanks
from perfeval_core.narrative.passages import sources
from perfeval_core.rules.shared import EXECUTED, FULL_YEAR_BUDGET, INITIAL_BUDGET
from perfeval_core.rules.subject import Subject

_WORDS = {
    "initial_declared": INITIAL_BUDGET,
    "initial_compiled": INITIAL_BUDGET,
    "full_year": FULL_YEAR_BUDGET,
    "executed": EXECUTED,
}


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a passage, and one a blank cell."""
    for source in sources(subject.report.filing):
        for start, end in blanks(source.text):
            if not source.is_certain(start, end):
                continue
            yield Evidence(
                indicator=None,
                field="text",
                stated=source.text[start:end],
                expected=None,
                at=source.at(start, end),
                other=source.passage(start, end),
                facts=(("subject", f"“{source.name}”中"),),
            )
    yield from _total_line(subject)


def _total_line(subject: Subject) -> Iterator[Evidence]:
    """Silent where some text of the tables reached no field: the amount may be there and not have been read."""
    total = subject.report.total_line
    if total is None or subject.report.filing.unclaimed:
        return
    for field in AMOUNT_FIELDS:
        if getattr(total.line, field) != "":
            continue
        yield Evidence(
            indicator=_WORDS.get(field),
            field=field,
            stated="",
            expected=None,
            at=subject.at_budget(total.line, field),
            facts=(("subject", f"{total.line.source}的{_WORDS.get(field, '资金结(转)余')}"),),
        )
