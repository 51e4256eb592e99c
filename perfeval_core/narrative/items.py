"""Itemised amounts: a list of parts with the total that it states, or that claims to be the whole project.

Three shapes are read. A total with its parts behind it (资金90万元,其中甲32万元,乙38万元…; 执行的304万元中,甲…,乙…);
parts with their total behind them (甲455万元,乙143万元,合计598万元); a numbered list (1.甲…2.乙…) in the overview that
opens the section or follows a colon (该项目用于…的支出:). A list abstains where an amount is missing, approximate, per
unit, of another kind (累计、结余、合同价…), or where it says that it is not the whole (主要、其余、等).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from perfeval_core.narrative.blanks import blanks
from perfeval_core.narrative.budget import states_budget
from perfeval_core.narrative.figures import Figure, figures
from perfeval_core.narrative.passages import Sentence, Source, sentences
from perfeval_core.narrative.words import either, words

_SEGMENT = re.compile(r"(?:,(?!\d{3}(?!\d))|[;:。、])")
_MARKER = re.compile(r"(?:(?<=[。;:,、])|^)(?:(\d{1,2})[.、]|\((\d{1,2})\))")
_ET_CETERA = re.compile(r"^等")
_FIRST = "1"


@dataclass(frozen=True)
class Items:
    """Parts, and their stated total (``None``: the list claims to be the whole project); a span of the source."""

    source: Source
    parts: tuple[Figure, ...]
    total: Figure | None
    start: int
    end: int


def item_lists(source: Source) -> Iterator[Items]:
    """All lists of itemised amounts in ``source`` that can be read for certain."""
    read = [_behind_total(sentence) or _before_total(sentence) for sentence in sentences(source)]
    yield from (found for found in read if found is not None)
    if source.role == "overview" and not any(read):
        numbered = _numbered(source)
        if numbered is not None:
            yield numbered


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:[,;:(。]|的)?(?:{either(words().items.opens)}|中(?=[,:]))[,:]?")


@cache
def _total_word() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(words().items.total)})(?:资金|金额|经费|投资|支出|费用|为|是|需)*$")


def _money(text: str) -> list[Figure]:
    return [figure for figure in figures(text) if figure.is_money]


def _behind_total(sentence: Sentence) -> Items | None:
    """资金90万元,其中甲32万元,乙38万元,丙20万元."""
    text = sentence.text
    opened = [(figure, match) for figure in _money(text) if (match := _opening().match(text, figure.end))]
    if len(opened) != 1 or opened[0][0].hedge:
        return None
    total, match = opened[0]
    lead = re.split(r"[;。]", text[: total.start])[-1]
    if words().items.per_unit.search(lead + text[total.start : match.end()]):
        return None
    bracket = text.find(")", match.end()) if "(" in match.group() else -1
    parts = _parts(text, match.end(), bracket if bracket >= 0 else len(text))
    if parts is None or _may_be_some(text[match.end() :], parts, total):
        return None
    return _items(sentence.source, parts, total, sentence.start, sentence.end)


def _may_be_some(listed: str, parts: list[Figure], total: Figure) -> bool:
    """Whether two parts may be only some of the whole: 其中 claims all only if it divides by levels (省、市)."""
    falls_short = sum(part.value for part in parts) < total.value
    return len(parts) == 2 and falls_short and len(words().items.levels.findall(listed)) < 2


def _before_total(sentence: Sentence) -> Items | None:
    """甲455万元,乙143万元,合计598万元."""
    text = sentence.text
    money = _money(text)
    if len(money) < 3 or money[-1].hedge or not _total_word().search(text[money[-2].end : money[-1].start]):
        return None
    if _opening().search(text) or text[money[-1].end : money[-1].end + 1] not in ("", "。", ";", ",", ")"):
        return None
    begin = text.rfind(":", 0, money[0].start) + 1
    parts = _parts(text, begin, money[-2].end)
    if parts is None or len(parts) != len(money) - 1:
        return None
    return _items(sentence.source, parts, money[-1], sentence.start, sentence.end)


def _numbered(source: Source) -> Items | None:
    """1.甲…2.乙… at the beginning of the overview."""
    known, text = words().items, _until_label(source.text)
    markers = _run_of_markers(text)
    if len(markers) < 2 or not source.is_certain(0, len(text)):
        return None
    intro = known.own_label.sub("", text[: markers[0].start()])
    total = _money(intro)
    if len(total) > 1 or (intro and not _claims_whole(intro)):
        return None
    stop = text.find("。", markers[-1].end())
    bounds = [marker.end() for marker in markers] + [stop if stop >= 0 else len(text)]
    parts: list[Figure] = []
    for start, end in pairwise(bounds):
        found = _parts(text, start, end)
        if not found or not (total or all(_is_a_part(text, figure) for figure in found)):
            return None
        parts += found
    stated = next((figure for figure in _money(text) if total and figure.end <= markers[0].start()), None)
    return _items(source, parts, stated, 0 if stated else markers[0].start(), bounds[-1])


def _is_a_part(text: str, figure: Figure) -> bool:
    """Whether the amount closes its own segment, and its label is no total, budget or income."""
    segments = [text[a:b] for a, b in _segments(text, 0, len(text)) if a <= figure.start < b and b == figure.end]
    return bool(segments) and not words().items.not_a_part.search(segments[0])


def _until_label(text: str) -> str:
    match = re.search(rf"(?:{either(words().items.labels)})[::]", text)
    return text[: match.start()] if match else text


def _run_of_markers(text: str) -> list[re.Match[str]]:
    """The list numbers 1, 2, 3… in their order; another 1 begins another list."""
    run: list[re.Match[str]] = []
    numbers = {figure.start for figure in figures(text)}
    for match in _MARKER.finditer(text):
        if match.start() in numbers:
            continue  # 3.46万
        number = match[1] or match[2]
        if number == _FIRST and run:
            break
        if number == str(len(run) + 1):
            run.append(match)
    return run


def _claims_whole(intro: str) -> bool:
    known = words().items
    last = re.split(r"[。;]", intro)[-1]
    is_open = any(pattern.search(intro) for pattern in (known.partial, known.rest, known.unlike))
    return intro.endswith(":") and re.search(either(known.whole), last) is not None and not is_open


def _parts(text: str, start: int, end: int) -> list[Figure] | None:
    """The amounts of the list between ``start`` and ``end``; ``None`` if one of its segments leaves a doubt.

    A segment that states budget or execution ends the list.
    """
    parts: list[Figure] = []
    money = [figure for figure in _money(text) if start <= figure.start and figure.end <= end]
    for begin, stop in _segments(text, start, end):
        inside = [figure for figure in money if begin <= figure.start and figure.end <= stop]
        segment = text[begin:stop]
        if inside and states_budget(text[begin : inside[0].start]):
            return parts
        if _is_doubtful(segment, inside):
            return None
        if inside and _ET_CETERA.match(text, inside[0].end):
            return None
        parts += inside
    return parts


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _SEGMENT.finditer(text, start, end):
        yield begin, match.start()
        begin = match.end()
    yield begin, end


def _is_doubtful(segment: str, inside: list[Figure]) -> bool:
    known = words().items
    if known.rest.search(segment):
        return True
    if not inside:
        return known.nouns.search(segment) is not None
    figure = inside[0]
    is_plain = len(inside) == 1 and figure.hedge is None and segment != figure.text
    return not is_plain or any(pattern.search(segment) for pattern in (known.partial, known.unlike))


def _items(source: Source, parts: list[Figure] | None, total: Figure | None, start: int, end: int) -> Items | None:
    hedged = total is not None and total.hedge is not None
    if parts is None or len(parts) < 2 or hedged or blanks(source.text[start:end]):
        return None
    return Items(source, tuple(parts), total, start, end)
