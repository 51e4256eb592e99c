"""The overview's list of what the project pays for, with amounts."""

import re
from dataclasses import dataclass

from perfeval_core.domain.filing import Filing
from perfeval_core.rules.judgement.prose import Sentence, sentences

_ITEM = re.compile(r"(?P<name>.*(?:项目|合同|工程))(?P<amount>\d+(?:\.\d+)?)?(?:(?:万|亿)元?)?")
_PARTS = re.compile(r"[,、:]")
_LEAST = 3
"""Fewer are no list."""


@dataclass(frozen=True)
class Items:
    """The names of the items, and the sentence that lists them."""

    names: tuple[str, ...]
    sentence: Sentence


def items(filing: Filing) -> Items | None:
    """The first sentence of the plan that lists several projects or contracts, most with an amount; else ``None``."""
    for sentence in sentences(filing, "plan"):
        listed = [match for part in _PARTS.split(sentence.text) if (match := _ITEM.fullmatch(part))]
        priced = [match for match in listed if match["amount"]]
        if len(listed) >= _LEAST and 2 * len(priced) > len(listed):
            return Items(tuple(match["name"] for match in listed), sentence)
    return None
