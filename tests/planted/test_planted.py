"""One error is planted into a clean report: exactly it and its unavoidable consequences are found."""

import random

import pytest

from perfeval_core.rulebook import load_ruleset
from tests.planted import arithmetic, official, text  # noqa: F401 - they register their planters
from tests.planted.clean import clean
from tests.planted.planter import PLANTERS, Planter, certain, planted

SEEDS = 40


def test_clean_reports_give_no_certain_finding() -> None:
    for seed in range(200):
        draft = clean(random.Random(f"clean {seed}"))
        assert [(f.kind, f.indicator, f.message) for f in certain(draft)] == [], seed


def test_official_figures_that_a_clean_report_rounds_give_no_finding() -> None:
    for seed in range(200):
        rng = random.Random(f"official {seed}")
        draft = clean(rng)
        draft.reference = official.right(draft, rng)
        assert [(f.kind, f.indicator, f.message) for f in certain(draft)] == [], seed


@pytest.mark.parametrize("one", PLANTERS, ids=lambda one: one.plant.__name__)
def test_exactly_the_planted_error_is_found(one: Planter) -> None:
    for seed in range(SEEDS):
        draft, expected = planted(one, seed)
        found = certain(draft)
        assert sorted((f.kind, str(f.indicator)) for f in found) == sorted((k, str(i)) for k, i in expected), seed
        assert one.kind in {finding.kind for finding in found}


def test_every_certain_kind_that_one_report_can_show_is_planted() -> None:
    kinds = {card.kind for card in load_ruleset().cards if card.certainty == "certain" and card.scope == "report"}
    consequences = {"grade_flips", "total_after_correction"}
    assert kinds - consequences - {one.kind for one in PLANTERS} == set()
