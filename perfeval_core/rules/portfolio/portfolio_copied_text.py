"""多份报告文字雷同: the same paragraph stands in several reports."""

from collections.abc import Iterator

from perfeval_core.domain.filing import Section
from perfeval_core.extraction.lexicon import analysis_words
from perfeval_core.extraction.sections import heading_of
from perfeval_core.rules.portfolio.similar import alike, normal
from perfeval_core.rules.portfolio.subject import Member, Portfolio, PortfolioEvidence, Spot, names

_SHOWN = 40
"""So much of a paragraph is shown in the message."""


def check(portfolio: Portfolio) -> Iterator[PortfolioEvidence]:
    """Long paragraphs only, not the conclusion (a set phrase), and not twice within one report."""
    found = [(member, section) for member in portfolio.members for section in _paragraphs(portfolio, member)]
    texts = [normal(section.text) for _, section in found]
    for group in alike(texts, float(portfolio.param("alike_percent"))):
        copies = {found[number][0].report_id: found[number] for number in reversed(group)}
        if len(copies) < 2:
            continue
        members = [member for member in portfolio.members if member.report_id in copies]
        sections = [(member, copies[member.report_id][1]) for member in members]
        yield PortfolioEvidence(
            indicator=None,
            field="text",
            stated=sections[0][1].text,
            at=tuple(
                Spot(member.report_id, place.location)
                for member, section in sections
                for place in (section.at.text[:1] or (section.at.heading,))
            ),
            key=min(texts[number] for number in group),
            facts=(
                ("cases", str(len(members))),
                ("reports", names(members)),
                ("shown", _shown(sections[0][1].text)),
                ("heading", sections[0][1].heading),
            ),
        )


def _paragraphs(portfolio: Portfolio, member: Member) -> Iterator[Section]:
    least = portfolio.param("least_characters")
    for section in member.report.filing.sections:
        heading = heading_of(section.heading) if len(section.text) >= least else None
        if heading is not None and heading.name != analysis_words().conclusion:
            yield section


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
