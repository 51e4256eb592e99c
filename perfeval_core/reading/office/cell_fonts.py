"""Fonts, fills and colours of Excel cells and of the runs in them (字体与填充)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element

from openpyxl.styles.colors import COLOR_INDEX

from perfeval_core.reading.office.package import attribute, child, children, is_on
from perfeval_core.reading.office.visibility import PAPER, Sight, parts_of, sight_of_colour, sight_of_size

BLACK = "000000"
_THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
_OFFICE = (PAPER, BLACK)
"""The first two colours of a workbook that has no theme."""
_STEPS = 255


@dataclass(frozen=True)
class Font:
    """What matters of a font; the automatic colour is black whatever is behind it."""

    colour: str | None = BLACK
    points: Decimal | None = None
    struck: bool = False

    def sight(self, behind: str | None) -> Sight:
        """How text in this font is seen on the colour ``behind`` it."""
        return max(Sight(self.struck), sight_of_colour(self.colour, behind), sight_of_size(self.points))


PLAIN = Font()


class Colours:
    """The colours that the parts of a workbook name by number."""

    def __init__(self, styles: Element | None, theme: Element | None) -> None:
        scheme = child(theme, "themeElements", "clrScheme")
        named = [child(scheme, name) for name in _THEME]
        self._theme: list[str | None] = [_said(one) for one in named] if scheme is not None else list(_OFFICE)
        own = [attribute(one, "rgb") for one in children(child(styles, "colors", "indexedColors"), "rgbColor")]
        self._indexed: list[str | None] = own or list(COLOR_INDEX)

    def colour(self, element: Element | None) -> str | None:
        """The colour in ``color``, ``fgColor`` …; ``None`` for the automatic one, and for those that are not known."""
        rgb, theme, indexed = (attribute(element, name) for name in ("rgb", "theme", "indexed"))
        if rgb is not None:
            found: str | None = rgb
        elif theme is not None:
            found = _at(self._theme, int(theme))
        else:
            found = _at(self._indexed, int(indexed)) if indexed is not None else None
        return _tinted(found, Decimal(attribute(element, "tint") or 0))

    def font(self, element: Element | None) -> Font:
        """The font in ``font`` or in the ``rPr`` of a run."""
        size = attribute(child(element, "sz"), "val")
        colour = child(element, "color")
        return Font(
            colour=self.colour(colour) or BLACK,
            points=None if size is None else Decimal(size),
            struck=is_on(child(element, "strike")),
        )

    def behind(self, fill: Element | None) -> str | None:
        """The colour that ``fill`` gives a cell; ``None`` if it is a pattern or runs from one colour to another."""
        pattern = child(fill, "patternFill")
        if pattern is None:
            return PAPER if fill is None or len(fill) == 0 else None
        match attribute(pattern, "patternType"):
            case None | "none":
                return PAPER
            case "solid":
                return self.colour(child(pattern, "fgColor"))
        return None


def _said(element: Element | None) -> str | None:
    """The colour of a theme: one of its own, or one of the system's with what it was when the file was saved."""
    one = next(_parts(element), None)
    return attribute(one, "lastClr") or attribute(one, "val")


def _parts(element: Element | None) -> Iterator[Element]:
    return iter(() if element is None else element)


def _at(colours: list[str | None], number: int) -> str | None:
    return colours[number] if 0 <= number < len(colours) else None


def _tinted(colour: str | None, tint: Decimal) -> str | None:
    """A colour made lighter (above 0) or darker (below 0)."""
    parts = parts_of(colour)
    if parts is None or not tint:
        return colour
    mixed = (part * (1 + tint) if tint < 0 else part + (_STEPS - part) * tint for part in parts)
    return "".join(f"{min(max(int(part), 0), _STEPS):02X}" for part in mixed)
