"""The list of planters. A planter changes a clean report and gives all certain findings that must then be made.

It gives an empty list where the report has no place for its error. A new kind is one more function with ``@planter``.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

from perfeval_core.domain.findings import Finding
from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules import check
from perfeval_core.scoring import recompute
from tests.planted.clean import Draft, Found, clean

Plant = Callable[[Draft, random.Random], list[Found]]


class Planter(NamedTuple):
    """A planter and the kind of its error."""

    kind: str
    plant: Plant


PLANTERS: list[Planter] = []


def planter(kind: str) -> Callable[[Plant], Plant]:
    def register(plant: Plant) -> Plant:
        PLANTERS.append(Planter(kind, plant))
        return plant

    return register


def certain(draft: Draft) -> list[Finding]:
    """The certain findings about a report, as the program makes them."""
    rules, report = load_ruleset().model_copy(update={"reference": draft.reference}), parse(draft.filing())
    findings, failures = check(report, recompute(report, rules), rules, "planted")
    assert failures == (), failures
    return [finding for finding in findings if finding.certainty == "certain"]


def planted(one: Planter, seed: int) -> tuple[Draft, list[Found]]:
    """A clean report with one error in it, and the findings that it must give; tries until the error has a place."""
    rng = random.Random(f"{one.plant.__name__} {seed}")
    while True:
        draft = clean(rng)
        if found := one.plant(draft, rng):
            return draft, found
