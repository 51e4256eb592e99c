"""What a page is made of, whoever read it: characters and rules, in displayed coordinates."""

from dataclasses import dataclass

from perfeval_core.domain.place import Box, Route


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

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The height of the box."""
        return self.bottom - self.top


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


@dataclass(frozen=True)
class PageInk:
    """All characters and rules of one page."""

    number: int
    width: float
    height: float
    route: Route
    chars: tuple[Char, ...]
    rules: tuple[Rule, ...]

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
