"""How an Excel workbook formats its cells: number formats, borders, fonts and fills by style number."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS

from perfeval_core.reading.office.cell_fonts import PLAIN, Colours, Font
from perfeval_core.reading.office.package import attribute, child, children
from perfeval_core.reading.office.visibility import PAPER, Sight

_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
_CHINESE = {
    **{number: BUILTIN_FORMATS[number].replace("$", "¥") for number in (5, 6, 7, 8, 42, 44)},
    **{number: _YEAR_MONTH for number in (27, 36, 50, 52, 57)},
    **{number: _MONTH_DAY for number in (28, 29, 51, 53, 54, 58)},
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **{number: '上午/下午h"时"mm"分"' for number in (34, 55)},
    **{number: '上午/下午h"时"mm"分"ss"秒"' for number in (35, 56)},
}
"""Number formats that a file only names by number, as a Chinese Excel shows them."""
_T = TypeVar("_T")
_SIDES = ("left", "right", "top", "bottom", "start", "end")


@dataclass(frozen=True)
class CellStyle:
    """What matters of a cell's style. ``behind`` is the colour of its fill, ``None`` if that is not one."""

    number_format: str = "General"
    bordered: bool = False
    font: Font = PLAIN
    behind: str | None = PAPER
    shrinks: bool = False
    """Whether letters are made smaller until they fit."""

    @cached_property
    def sight(self) -> Sight:
        """How text is seen that has no font of its own."""
        return self.font.sight(self.behind)


UNSTYLED = CellStyle()


def cell_styles(root: Element | None, colours: Colours) -> list[CellStyle]:
    """The styles of a workbook in the order of their numbers."""
    formats = BUILTIN_FORMATS | _CHINESE
    for one in children(child(root, "numFmts"), "numFmt"):
        formats[int(attribute(one, "numFmtId") or 0)] = attribute(one, "formatCode") or "General"
    borders = [_is_drawn(border) for border in children(child(root, "borders"), "border")]
    fonts = [colours.font(one) for one in children(child(root, "fonts"), "font")]
    fills = [colours.behind(one) for one in children(child(root, "fills"), "fill")]
    return [
        CellStyle(
            number_format=formats.get(int(attribute(one, "numFmtId") or 0), "General"),
            bordered=_at(borders, one, "borderId", default=False),
            font=_at(fonts, one, "fontId", PLAIN),
            behind=_at(fills, one, "fillId", PAPER),
            shrinks=attribute(child(one, "alignment"), "shrinkToFit") in ("1", "true"),
        )
        for one in children(child(root, "cellXfs"), "xf")
    ]


def _is_drawn(border: Element) -> bool:
    return any(attribute(child(border, side), "style") not in (None, "none") for side in _SIDES)


def _at(listed: list[_T], style: Element, name: str, default: _T) -> _T:
    number = int(attribute(style, name) or 0)
    return listed[number] if 0 <= number < len(listed) else default
