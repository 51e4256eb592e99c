"""多份报告文字雷同: the same paragraph stands in several reports, or in the reports of several years."""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from perfeval_core.extraction.lexicon import analysis_words
from perfeval_core.narrative.passages import section_name
from perfeval_core.rules.portfolio.similar import alike, normal
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, Spot, names, number, packed
from perfeval_core.rules.subject import Subject

_SHOWN = 40
"""So much of a paragraph is shown in the message."""


class Paragraph(NamedTuple):
    """The text below one heading: ``name`` is the layout's own name of the heading."""

    name: str
    heading: str
    text: str
    at: str


def look(subject: Subject) -> Iterator[Paragraph]:
    """Long paragraphs only, and not the conclusion, a set phrase."""
    least = number(subject.params, "least_characters")
    for section in subject.report.filing.sections:
        name = section_name(section) if len(section.text) >= least else None
        if name is not None and name != analysis_words().conclusion:
            (place,) = packed(one.location for one in (section.at.text[:1] or (section.at.heading,)))
            yield Paragraph(name, sys.intern(section.heading), section.text, place)


def check(portfolio: Portfolio[Paragraph]) -> Iterator[PortfolioEvidence]:
    """The paragraph with the most copies first; copies within one part are found where that part is looked at."""
    standing = portfolio.params["standing"].split() if portfolio.level == "history" else ()
    found = [(member, one) for member, one in portfolio.seen if one.name not in standing]
    groups = alike([one.text for _, one in found], float(portfolio.param("alike_percent")))
    for group in sorted(groups, key=len, reverse=True):
        copies: dict[Member, Paragraph] = {}
        for member, one in (found[index] for index in group):
            copies.setdefault(member, one)
        if len({member.part for member in copies}) > 1:
            yield _evidence(list(copies.items()), min(normal(found[index][1].text) for index in group))


def _evidence(copies: list[tuple[Member, Paragraph]], key: str) -> PortfolioEvidence:
    first = copies[0][1]
    return PortfolioEvidence(
        indicator=None,
        field="text",
        stated=first.text,
        at=tuple(Spot(member.report_id, one.at) for member, one in copies),
        key=key,
        facts=(
            ("cases", str(len(copies))),
            ("reports", names([member for member, _ in copies])),
            ("shown", _shown(first.text)),
            ("heading", first.heading),
        ),
    )


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
