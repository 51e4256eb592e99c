"""Which rules hold for a report: its unit, region and fiscal year decide, unless the caller says so."""

from datetime import date

from perfeval_core.domain.filing import Filing
from perfeval_core.pipeline import Rules
from perfeval_core.rulebook.choose import choose_pack, ruleset_for
from perfeval_core.rulebook.load import load_ruleset
from perfeval_core.rulebook.model import RuleSet
from perfeval_core.settings import Settings


def rules_by(settings: Settings, stated: str | None = None, as_of: date | None = None) -> Rules:
    """The rules under ``settings``; ``stated`` is a pack that the caller wants for every report.

    They are those of the report's fiscal year, or of the day ``as_of`` if the caller says so.

    Calling what is returned raises ``RulebookError`` if the rulebook cannot be used.
    """

    def rules(filing: Filing | None) -> RuleSet:
        about = {
            "stated": stated,
            "region": settings.region,
            "unit_code": filing.unit_code if filing else None,
            "unit_name": filing.unit_name if filing else None,
        }
        year = filing.fiscal_year if filing else None
        if as_of is not None:
            return load_ruleset(
                choose_pack(**about, fiscal_year=as_of.year, default=settings.pack), as_of, settings.region
            )
        return ruleset_for(**about, fiscal_year=year, default=settings.pack)

    return rules
