"""An amount noun with a unit but no number between them: 应用平台项目万, 下达资金____万元."""

import re
from functools import cache

from perfeval_core.narrative.words import either, words


@cache
def _blank() -> re.Pattern[str]:
    known = words().missing
    noun = rf"(?:{either(known.nouns)})(?:共|共计|合计)?(?:为|是|:)?"
    gap, ends = r"(?:_*|\(\))", r"(?=[,。;、)]|$)"
    return re.compile(
        rf"(?:[\u4e00-\u9fff:]{gap}(?P<clear>{either(known.clear_units)})|{noun}{gap}(?P<unit>{either(known.units)})){ends}"
    )


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?:{words().missing.not_before.pattern})(?:均?为|是|:)?$")


def blanks(text: str) -> tuple[tuple[int, int], ...]:
    """Where ``text`` lacks an amount: from the clause's beginning to the unit's end."""
    found = []
    for match in _blank().finditer(text):
        if _label().search(text, 0, match.start("clear" if match["clear"] else "unit")):
            continue
        begin = max(text.rfind(mark, 0, match.start()) for mark in ",。;:、(") + 1
        found.append((begin, match.end()))
    return tuple(found)
