"""支付以前年度款项: the year's money went into what an earlier year owed."""

import re
from collections.abc import Iterator
from functools import cache

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.evidence import on_text
from perfeval_core.rules.judgement.lexicon import alternatives, says, words
from perfeval_core.rules.judgement.prose import clauses
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a report. Silent where paying old debts is what the project is for."""
    filing = subject.report.filing
    if filing.fiscal_year is None or says(filing.project_name or "", words().arrears_projects):
        return
    for clause in clauses(filing, "result"):
        if not says(clause.text, words().paid) or says(clause.text, words().not_arrears):
            continue
        for match in _pattern().finditer(clause.text):
            year = match["year"]
            if year is None or int(year) < filing.fiscal_year:
                yield on_text(clause, year=f"{year}年" if year else match["earlier"])
                return


@cache
def _pattern() -> re.Pattern[str]:
    """An earlier year with what it owed."""
    when = rf"(?:(?P<year>20\d\d)年度?|(?P<earlier>{alternatives(words().prior_years)}))"
    return re.compile(rf"{when}[^,。;:]{{0,12}}{alternatives(words().arrears)}")
