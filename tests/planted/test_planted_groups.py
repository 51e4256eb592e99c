"""A pattern over several reports is found where it was planted, and nowhere else."""

import random

from tests.planted.groups import REPORTS, copied_targets, group, patterns

SEEDS = 40


def test_figures_written_off_their_targets_are_found() -> None:
    for seed in range(SEEDS):
        (found,) = patterns(copied_targets(random.Random(f"copied {seed}")))
        assert found.certainty == "judgement", seed
        assert len(set(found.reports)) >= REPORTS - 1, seed
        assert len(found.reports) == len(found.at), seed


def test_clean_groups_show_no_pattern() -> None:
    for seed in range(SEEDS):
        assert patterns(group(random.Random(f"group {seed}"))) == (), seed
