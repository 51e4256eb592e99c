"""Which rules hold for a report: its unit, region and fiscal year decide, unless the caller says so."""

from perfeval_core.domain.filing import Filing
from perfeval_core.pipeline import Rules
from perfeval_core.rulebook.choose import ruleset_for
from perfeval_core.rulebook.model import RuleSet
from perfeval_core.settings import Settings


def rules_by(settings: Settings, stated: str | None = None) -> Rules:
    """The rules under ``settings``; ``stated`` is a pack that the caller wants for every report.

    Calling what is returned raises ``RulebookError`` if the rulebook cannot be used.
    """

    def rules(filing: Filing | None) -> RuleSet:
        return ruleset_for(
            stated=stated,
            region=settings.region,
            unit_code=filing.unit_code if filing else None,
            unit_name=filing.unit_name if filing else None,
            fiscal_year=filing.fiscal_year if filing else None,
            default=settings.pack,
        )

    return rules
