"""结果照抄计划: so many identical characters of plan and result that still speak of the future (将、拟、要、预计)."""

import re
from collections.abc import Iterator
from functools import cache

from perfeval_core.domain.findings import Evidence
from perfeval_core.narrative.passages import Source, sources
from perfeval_core.narrative.words import either, phrases
from perfeval_core.rules.subject import Subject

_MARKS = "。;,、:!?)"


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a text of the results: its longest copied passage."""
    found = sources(subject.report.filing)
    least = int(subject.params["least_characters"])
    plans = [
        (source, _starts(source.text, least)) for source in found if source.role in ("goal", "plan", "period_goal")
    ]
    for row, result in enumerate(found):
        if result.role != "result":
            continue
        told = _starts(result.text, least)
        shared = [(plan, starts) for plan, starts in plans if not told.keys().isdisjoint(starts)]
        copied = [(copy, plan) for plan, starts in shared for copy in _copies(plan.text, starts, result.text, least)]
        if not copied:
            continue
        (in_plan, in_result, length), plan = max(copied, key=lambda pair: pair[0][2])
        if not result.is_certain(in_result, in_result + length):
            continue
        yield _evidence(result, in_result, plan, in_plan, length, row)


def _evidence(result: Source, in_result: int, plan: Source, in_plan: int, length: int, row: int) -> Evidence:
    copied = result.text[in_result : in_result + length]
    skipped = len(copied) - len(copied.lstrip(_MARKS))
    in_result, in_plan, length = in_result + skipped, in_plan + skipped, length - skipped
    return Evidence(
        indicator=None,
        field="text",
        stated=result.passage(in_result, in_result + length).text,
        expected=None,
        at=result.at(in_result, in_result + length),
        other=plan.passage(in_plan, in_plan + length),
        row=row,
        facts=(("section", result.name), ("plan", plan.name), ("length", str(length))),
    )


def _starts(text: str, least: int) -> dict[str, int]:
    """Each stretch of ``least`` characters of ``text``, and where it stands first."""
    return {text[start : start + least]: start for start in range(len(text) - least, -1, -1)}


def _copies(plan: str, starts: dict[str, int], result: str, least: int) -> Iterator[tuple[int, int, int]]:
    """The runs of at least ``least`` characters in both that speak of the future: both starts and the length."""
    position = 0
    while position <= len(result) - least:
        begin = starts.get(result[position : position + least])
        if begin is None:
            position += 1
            continue
        length = least
        while plan[begin + length : begin + length + 1] == result[position + length : position + length + 1] != "":
            length += 1
        if _speaks_of_the_future(result[position : position + length]):
            yield begin, position, length
        position += length


@cache
def _not_future() -> re.Pattern[str]:
    return re.compile(either(phrases().not_future))


def _speaks_of_the_future(text: str) -> bool:
    plain = _not_future().sub("", text)
    return any(word in plain for word in phrases().future)
