"""A rule must end, however long the report: each one alone, on reports far larger and stranger than any real one."""

import random
import time

import pytest

from perfeval_core.extraction.parsing import parse
from perfeval_core.rulebook import load_ruleset
from perfeval_core.rules.engine import CHECKS
from perfeval_core.rules.subject import Subject
from perfeval_core.scoring import recompute
from tests.planted.clean import clean

SECONDS = 10.0
"""What one rule may take here; what a bureau sees is a hundredth of this size."""

AWKWARD = (
    "1" * 1500,
    "1,234" * 350,
    "共" * 1500,
    "完成" * 750 + "未",
    "其中甲3万元,乙4万元," * 150,
    "2023年1月" * 250,
    "(" * 1500,
    "、".join(str(n) for n in range(400)),
    "约不少于超过" * 250 + "%",
)
RULES = [card for card in load_ruleset().cards if card.scope == "report"]


def large() -> Subject:
    draft = clean(random.Random("large"))
    while not draft.sections:
        draft = clean(random.Random(str(len(draft.rows))))
    rng = random.Random("texts")
    draft.cells["indicators"] = [row | {"name": f"{row['name']}{n}"} for n in range(40) for row in draft.rows]
    draft.sections = {
        name: text + "".join(rng.choice((f"{part}。", part)) for part in rng.sample(AWKWARD, 6))
        for name, text in draft.sections.items()
    }
    rules = load_ruleset()
    report = parse(draft.filing())
    return Subject(report, recompute(report, rules), rules, {})


@pytest.fixture(scope="module")
def subject() -> Subject:
    return large()


@pytest.mark.parametrize("card", RULES, ids=lambda card: card.id)
def test_a_rule_ends(card: object, subject: Subject) -> None:
    rule = next(one for one in RULES if one is card)
    own = Subject(subject.report, subject.sheet, subject.ruleset, rule.params)
    began = time.process_time()
    assert list(CHECKS[rule.id](own)) is not None
    assert time.process_time() - began < SECONDS
