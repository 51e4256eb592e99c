"""Rules as data: packs and cards in YAML, made into the ``RuleSet`` that is in force on a day."""

from perfeval_core.rulebook.choose import choose_pack, ruleset_for
from perfeval_core.rulebook.load import DEFAULT_PACK, list_packs, load_ruleset
from perfeval_core.rulebook.model import Card, Citation, Example, Pack, RuleSet
from perfeval_core.rulebook.source import RulebookError

__all__ = [
    "DEFAULT_PACK",
    "Card",
    "Citation",
    "Example",
    "Pack",
    "RuleSet",
    "RulebookError",
    "choose_pack",
    "list_packs",
    "load_ruleset",
    "ruleset_for",
]
