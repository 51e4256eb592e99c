"""有偏差而问题或措施为“无”: a target was missed, or little of the initial budget was spent, and no problem is named.

An actual value at the limit of ``<`` or ``>`` itself is left to strict_inequality_violated.
"""

from collections.abc import Iterator

from perfeval_core.domain.filing import Section
from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import dec
from perfeval_core.domain.place import Location
from perfeval_core.narrative.exact import shown
from perfeval_core.narrative.passages import section_name
from perfeval_core.narrative.words import phrases, words
from perfeval_core.rules.subject import Subject
from perfeval_core.rules.text.money import exact_rates
from perfeval_core.scoring.readings import at_strict_limit, attained

_PUNCTUATION = "。;,、.:!()（）"


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a report, at both sections if both say nothing."""
    silent = [section for section in subject.report.filing.sections if _says_nothing(section)]
    why = _deviations(subject)
    if not silent or not why:
        return
    yield Evidence(
        indicator=None,
        field="text",
        stated=silent[0].text,
        expected=None,
        at=tuple(at for section in silent for at in _at(section)),
        facts=(("sections", "、".join(section.heading for section in silent)), ("why", "；".join(why))),
    )


def _says_nothing(section: Section) -> bool:
    if words().roles.get(section_name(section) or "") not in ("problems", "measures"):
        return False
    text = section.text.strip(_PUNCTUATION)
    return not text or text in phrases().nothing


def _at(section: Section) -> Iterator[Location]:
    places = section.passage(0, len(section.text)) or (section.at.heading,)
    yield from (place.location for place in places)


def _deviations(subject: Subject) -> list[str]:
    found = []
    line, threshold = subject.report.total_line, dec(subject.params["lowest_rate"])
    rate = exact_rates(line)[1] if line else None
    if rate is not None and threshold is not None and rate < threshold:
        found.append(f"按年初预算计算的执行率为{shown(rate, 2)}%")
    missed = [
        row.cells.name
        for row in subject.report.indicators
        if attained(row, subject.pack) is False and not at_strict_limit(row)
    ]
    if missed:
        found.append(f"{len(missed)}个指标未达标（{missed[0]}{'等' if len(missed) > 1 else ''}）")
    return found
