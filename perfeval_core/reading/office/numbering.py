"""Word's automatic numbering (自动编号): the labels that stand in no text, counted as Word counts them."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.counting import counted
from perfeval_core.reading.office.package import attribute, child, children, is_on

LEVELS = 9
_BULLETS = "•●○■□◆◇★☆※▲△→-–—·"
"""Bullets that are characters; the others are drawn with a symbol font and mean nothing as text."""
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Label:
    """What is printed before a paragraph; ``sure`` is false for a number format that is not known."""

    text: str = ""
    sure: bool = True


@dataclass(frozen=True)
class _Level:
    number_format: str
    text: str
    start: int
    restart: int
    legal: bool


@dataclass
class _List:
    """One abstract numbering: its levels, and where the count stands."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering of one document; ask for its paragraphs in their order."""

    def __init__(self, numbering: Element | None, styles: dict[str, Element]) -> None:
        self._styles = styles
        roots = {attribute(one, "abstractNumId"): one for one in children(numbering, "abstractNum")}
        linked = {attribute(child(one, "styleLink"), "val"): one for one in roots.values()}
        self._lists = {key: _List(_levels(_resolved(one, linked))) for key, one in roots.items()}
        self._numbers = {attribute(one, "numId"): one for one in children(numbering, "num")}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> Label:
        """The label of the next paragraph, whose ``w:pPr`` is given."""
        number, level = self._reference(properties)
        num = self._numbers.get(number) if number not in (None, "0") else None
        listed = self._lists.get(attribute(child(num, "abstractNumId"), "val"))
        if num is None or listed is None or number is None:
            return Label()
        overrides = {int(attribute(one, "ilvl") or 0): one for one in children(num, "lvlOverride")}
        levels = listed.levels | {
            index: _level(own) for index, one in overrides.items() if (own := child(one, "lvl")) is not None
        }
        if level not in levels:
            return Label()
        self._restart(number, level, listed, overrides)
        _count(listed, levels, level)
        return _printed(levels, listed.counts, level)

    def _reference(self, properties: Element | None) -> tuple[str | None, int]:
        """The list and the level of a paragraph, by itself or through its styles."""
        level, seen = None, set()
        while properties is not None:
            reference = child(properties, "numPr")
            said = attribute(child(reference, "ilvl"), "val")
            level = said if level is None else level
            number = attribute(child(reference, "numId"), "val")
            if number is not None:
                return number, int(level or 0)
            style = attribute(child(properties, "pStyle"), "val") or attribute(child(properties, "basedOn"), "val")
            if style is None or style in seen:
                break
            seen.add(style)
            properties = self._style_properties(style)
        return None, 0

    def _style_properties(self, style: str) -> Element | None:
        """A style's paragraph properties together with the style that it is based on."""
        element = self._styles.get(style)
        if element is None:
            return None
        found = Element("pPr")
        found.extend(children(child(element, "pPr"), "numPr"))
        found.extend(children(element, "basedOn"))
        return found

    def _restart(self, number: str, level: int, listed: _List, overrides: dict[int, Element]) -> None:
        """A list that begins anew (重新编号) does so when it is first met."""
        start = attribute(child(overrides.get(level), "startOverride"), "val")
        if start is not None and (number, level) not in self._begun:
            listed.counts[level] = int(start) - 1
        self._begun.add((number, level))


def _resolved(abstract: Element, linked: dict[str | None, Element]) -> Element:
    """The abstract numbering itself, or the one that a list style lends it."""
    style = attribute(child(abstract, "numStyleLink"), "val")
    return linked.get(style, abstract) if style is not None else abstract


def _levels(abstract: Element) -> dict[int, _Level]:
    return {int(attribute(one, "ilvl") or 0): _level(one) for one in children(abstract, "lvl")}


def _level(element: Element) -> _Level:
    index = int(attribute(element, "ilvl") or 0)
    restart = attribute(child(element, "lvlRestart"), "val")
    return _Level(
        number_format=attribute(child(element, "numFmt"), "val") or "decimal",
        text=attribute(child(element, "lvlText"), "val") or "",
        start=int(attribute(child(element, "start"), "val") or 0),
        restart=index if restart is None else int(restart),
        legal=is_on(child(element, "isLgl")),
    )


def _count(listed: _List, levels: dict[int, _Level], level: int) -> None:
    """The next number on ``level``; the levels above it that were skipped begin, those below it begin anew."""
    for above in range(level):
        if above in levels:
            listed.counts.setdefault(above, levels[above].start)
    listed.counts[level] = listed.counts.get(level, levels[level].start - 1) + 1
    for below in range(level + 1, LEVELS):
        if below in levels and levels[below].restart > level:
            listed.counts.pop(below, None)


def _printed(levels: dict[int, _Level], counts: dict[int, int], level: int) -> Label:
    own = levels[level]
    if own.number_format == "bullet":
        return Label(own.text if own.text in _BULLETS else "")
    sure = True
    text = own.text
    for place in _PLACEHOLDER.findall(own.text):
        one = levels.get(int(place) - 1, own)
        shown = counted(counts.get(int(place) - 1, one.start), "decimal" if own.legal else one.number_format)
        sure = sure and shown is not None
        text = text.replace(f"%{place}", shown or "", 1)
    return Label(text, sure)
