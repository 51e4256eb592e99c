"""Card and function are held together both ways, and every card's own examples come out."""

import inspect
from string import Formatter

import pytest

from perfeval_core.rulebook import list_packs, load_ruleset
from perfeval_core.rulebook.model import Card
from perfeval_core.rules import run_examples
from perfeval_core.rules.engine import CHECKS

CARDS = [card for card in load_ruleset().cards if card.scope == "report"]


def test_every_card_has_a_function_and_every_function_a_card() -> None:
    assert {card.id for card in CARDS} == set(CHECKS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_bears_the_name_of_its_function_module(card: Card) -> None:
    assert inspect.getmodule(CHECKS[card.id]).__name__.rpartition(".")[2] == card.kind


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_a_card_shows_what_fails_what_passes_and_what_it_leaves_alone(card: Card) -> None:
    assert {example.outcome for example in card.examples} == {"fail", "pass", "not_applicable"}
    assert any(example.finds for example in card.examples)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_causes_and_messages_name_what_exists(card: Card) -> None:
    assert {cause.partition(".")[0] for cause in card.caused_by} <= set(CHECKS)
    assert [name for _, name, _, _ in Formatter().parse(card.message) if name]


@pytest.mark.parametrize("pack", list_packs())
def test_examples(pack: str) -> None:
    results = run_examples(load_ruleset(pack))
    assert results
    assert [result for result in results if not result.passed] == []


def test_an_example_that_does_not_come_out_says_what_was_found() -> None:
    ruleset = load_ruleset()
    card = ruleset.card("SC201")
    wrong = card.examples[0].model_copy(update={"outcome": "pass"})
    cards = (card.model_copy(update={"examples": (wrong,)}),)
    (result,) = run_examples(ruleset.model_copy(update={"cards": cards}))
    assert not result.passed
    assert "5.00" in result.reason
