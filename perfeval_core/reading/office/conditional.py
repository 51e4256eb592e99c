"""Conditional formats (条件格式): whether one holds is not known here, so what it may show or hide is not either."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.cell_fonts import Colours
from perfeval_core.reading.office.cell_styles import CellStyle
from perfeval_core.reading.office.package import attribute, child, children, is_on, local

_OFF = {"0", "false", "off"}


@dataclass(frozen=True)
class Look:
    """What a condition changes: the colour of the text, that of the fill, or the shown text itself."""

    colour: str | None = None
    behind: str | None = None
    otherwise: bool = False

    def doubts(self, style: CellStyle) -> bool:
        """Whether a cell may be seen otherwise than its own style says."""
        font = replace(style.font, colour=self.colour or style.font.colour)
        return self.otherwise or font.sight(self.behind or style.behind) is not style.sight


def look(dxf: Element | None, colours: Colours) -> Look:
    """The change that ``dxf`` describes. The colour of its fill is what elsewhere is the ground of a pattern."""
    font, fill = child(dxf, "font"), child(dxf, "fill", "patternFill")
    return Look(
        colours.colour(child(font, "color")),
        colours.colour(child(fill, "bgColor")) or colours.colour(child(fill, "fgColor")),
        child(dxf, "numFmt") is not None or is_on(child(font, "strike")),
    )


def looks_of(formatting: Element, looks: list[Look], colours: Colours) -> Iterator[Look]:
    """The changes in ``conditionalFormatting``; bars and icons (数据条、图标集) may stand in place of their number."""
    for rule in children(formatting, "cfRule"):
        number, own = attribute(rule, "dxfId"), child(rule, "dxf")
        if own is not None:
            yield look(own, colours)
        elif number is not None and int(number) < len(looks):
            yield looks[int(number)]
        elif any(local(one) in ("dataBar", "iconSet") and attribute(one, "showValue") in _OFF for one in rule):
            yield Look(otherwise=True)


def ranges_of(formatting: Element) -> list[str]:
    """The references of the ranges that it is for."""
    listed = attribute(formatting, "sqref")
    if listed is None:
        inner = child(formatting, "sqref")
        listed = "" if inner is None else inner.text or ""
    return listed.split()
