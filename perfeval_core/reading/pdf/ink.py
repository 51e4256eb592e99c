"""What a page is made of, whoever read it: characters and rules, in displayed coordinates."""

from dataclasses import dataclass

from perfeval_core.domain.place import Box, Route

_ASKEW = 8.0
"""Degrees; a page that was scanned askew is turned by less."""

_EDGE = 1.5
"""Points by which a rule may lie beyond the box that clips it and still be seen."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is drawn: colour, font size in tenths of a point, and direction in degrees (0 is
    upright and read from left to right, as displayed)."""

    colour: Colour = (0, 0, 0)
    size: int = 0
    angle: float = 0.0

    @property
    def slanted(self) -> bool:
        """Whether it runs askew, as no text of a form does."""
        return min(self.angle % 90, -self.angle % 90) > _ASKEW

    @property
    def turned(self) -> bool:
        """Whether it does not run from left to right."""
        return min(self.angle % 360, -self.angle % 360) > _ASKEW

    @property
    def pale(self) -> bool:
        """Whether it can hardly be seen on white paper."""
        return min(self.colour) >= 250

    @property
    def red(self) -> bool:
        """Whether it has the colour of a seal."""
        red, green, blue = self.colour
        return red > green + 60 and red > blue + 60


@dataclass(frozen=True, slots=True)
class Char:
    """One character with its box and the height of its base line (points from the top)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    trusted: bool = True
    """Whether the font says which character it is."""
    style: Style = Style()
    run: int = 0
    """Which run of text it was drawn in; characters of one run do not lie over each other."""
    sure: bool = True
    """Whether it stands where text stands: read from left to right, and nothing printed over it."""

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of the box."""
        return self.bottom - self.top

    @property
    def em(self) -> float:
        """The font's own size, or the height of the box where it has none."""
        return self.style.size / 10 or self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """One straight horizontal or vertical rule; its thickness is folded away."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.x0 == self.x1

    def within(self, box: Box) -> "Rule | None":
        """What of it lies in ``box``; a rule on the edge of the box has half its thickness inside."""
        x0, top, x1, bottom = box
        if self.x1 < x0 - _EDGE or self.x0 > x1 + _EDGE or self.bottom < top - _EDGE or self.top > bottom + _EDGE:
            return None
        if self.vertical:
            top, bottom = max(self.top, top), min(self.bottom, bottom)
            return Rule(self.x0, top, self.x1, bottom) if top < bottom else None
        x0, x1 = max(self.x0, x0), min(self.x1, x1)
        return Rule(x0, self.top, x1, self.bottom) if x0 < x1 else None


@dataclass(frozen=True)
class PageInk:
    """All characters and rules of one page."""

    number: int
    width: float
    height: float
    route: Route
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]
    objects: int
    """How many objects the page draws, whatever they are."""

    @property
    def bbox(self) -> Box:
        """The page's own box."""
        return (0.0, 0.0, self.width, self.height)


def straight(x0: float, top: float, x1: float, bottom: float, thickness: float = 3.0) -> Rule | None:
    """The rule between two points or along a thin rectangle, or ``None`` if it is neither."""
    left, right = sorted((x0, x1))
    high, low = sorted((top, bottom))
    if low - high <= thickness and right - left > low - high:
        middle = (high + low) / 2
        return Rule(left, middle, right, middle)
    if right - left <= thickness and low - high > right - left:
        middle = (left + right) / 2
        return Rule(middle, high, middle, low)
    return None


def outline(x0: float, top: float, x1: float, bottom: float) -> tuple[Rule, ...]:
    """The four rules of a drawn rectangle."""
    return (
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    )
