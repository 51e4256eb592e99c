"""日期矛盾: a date that cannot be, a period that ends before it begins, or one event on two dates."""

import re
from collections.abc import Iterator

from perfeval_core.domain.findings import Evidence
from perfeval_core.rules.judgement.dates import Month, dates, periods
from perfeval_core.rules.judgement.evidence import on_text, param
from perfeval_core.rules.judgement.lexicon import alternatives, says, words
from perfeval_core.rules.judgement.prose import Sentence, clauses, sentences
from perfeval_core.rules.subject import Subject

_REPORTED = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


def check(subject: Subject) -> Iterator[Evidence]:
    """The report's own month counts as past; the same words with two dates must be a long phrase.

    What no calendar allows needs no second date to be wrong, so it is surer.
    """
    for sentence in sentences(subject.report.filing, "plan", "result", "problems"):
        for period in periods(sentence.text):
            if _before(period.end, period.begin):
                yield on_text(sentence, sureness="high", why=f"期限止于{period.end}，早于开始的{period.begin}")
        for day, _ in dates(sentence.text):
            if not day.exists:
                yield on_text(sentence, sureness="high", why=f"没有{day}这个日期")
    yield from _done_after_report(subject)
    yield from _two_dates(subject)


def _before(one: Month, other: Month) -> bool:
    """Whether ``one`` is earlier, as far as both are printed."""
    if one.day and other.day:
        return one < other
    return one[:2] < other[:2]


def _done_after_report(subject: Subject) -> Iterator[Evidence]:
    reported = _REPORTED.fullmatch(subject.report.filing.report_date or "")
    if reported is None:
        return
    limit = Month(int(reported[1]), int(reported[2]))
    for clause in clauses(subject.report.filing, "result"):
        for day, match in dates(clause.text):
            after = clause.text[match.end() :]
            told_as_done = re.match(rf"(?:已|全部|如期)*{alternatives(words().done)}", after)
            aside = says(clause.text, words().future) or list(periods(clause.text))
            if _before(limit, day) and told_as_done and not aside:
                yield on_text(clause, why=f"{day}晚于报告日期{limit}，却写为已经完成")


def _two_dates(subject: Subject) -> Iterator[Evidence]:
    """The same clause, but for its date, in two places."""
    first: dict[str, tuple[Month, Sentence]] = {}
    least = param(subject, "least_event")
    for clause in clauses(subject.report.filing, "result", "problems"):
        found = list(dates(clause.text))
        if len(found) != 1 or list(periods(clause.text)):
            continue
        day, match = found[0]
        event = clause.text[: match.start()] + clause.text[match.end() :]
        if len(event) < least or not says(event, words().done):
            continue
        known = first.setdefault(event, (day, clause))
        if _before(known[0], day) or _before(day, known[0]):
            yield on_text(clause, other=known[1], why=f"“{event}”一处是{known[0]}，一处是{day}")
