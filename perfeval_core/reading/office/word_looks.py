"""How the text of a Word run looks (字体格式): whether it is struck, white on white, or too small to be read."""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.package import attribute, child, children, is_on, local
from perfeval_core.reading.office.visibility import PAPER, Sight, parts_of, sight_of_colour, sight_of_size

_HALF_POINTS, _TWIPS = 2, 20
_LEAST_LINE = Decimal(5)
"""Lines of an exact height below so many points cut their letters off."""
_LEAST_SCALE, _MOST_TRANSPARENT = 20, 60_000
_WHITE_IN_THEME = {"background1", "light1", "bg1", "lt1"}
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


class WordLooks:
    """What the styles of one document make of its runs. ``paper`` is the colour of its pages, ``None`` if something
    may be drawn behind the text."""

    def __init__(self, styles_root: Element | None, styles: dict[str, Element], document: Element) -> None:
        self._styles = styles
        self._chains: dict[str | None, list[Element]] = {}
        self._defaults = child(styles_root, "docDefaults", "rPrDefault", "rPr")
        kinds = ((name, one) for name, one in styles.items() if attribute(one, "type") == "paragraph")
        self._normal = next((name for name, one in kinds if attribute(one, "default") in ("1", "true", "on")), None)
        self.paper = None if _has_background(document) else PAPER

    def sight(self, run: Element | None, paragraph: Element | None, behind: str | None) -> Sight:
        """How the text of a run is seen that has the properties ``run`` (``w:rPr``) in a paragraph with those of
        ``paragraph`` (``w:pPr``). ``behind`` is the colour of what the paragraph stands in."""
        said = self._properties(run, paragraph)
        sizes = (attribute(child(one, "sz"), "val") for one in said)
        size = next((Decimal(size) / _HALF_POINTS for size in sizes if size is not None), None)
        ground = self._ground(said, paragraph, behind)
        struck = any(_first_switch(said, name) for name in ("strike", "dstrike"))
        thin = struck or _is_squeezed(said) or self._is_cut(paragraph)
        return max(Sight(thin), sight_of_colour(_colour(said), ground), sight_of_size(size))

    def has_shades(self, style: str | None) -> bool:
        """Whether a table style shades cells: which of them depends on where they stand."""
        return any(child(part, "tcPr", "shd") is not None or child(part, "tblPr", "shd") is not None
                   for one in self._chain(style) for part in (one, *children(one, "tblStylePr")))  # fmt: skip

    def _properties(self, run: Element | None, paragraph: Element | None) -> list[Element]:
        """All ``w:rPr`` that apply, the nearest first."""
        style = attribute(child(paragraph, "pStyle"), "val") or self._normal
        chain = (*self._chain(attribute(child(run, "rStyle"), "val")), *self._chain(style))
        said = (run, *(child(one, "rPr") for one in chain), self._defaults)
        return [one for one in said if one is not None]

    def _chain(self, name: str | None) -> list[Element]:
        """A style and those that it is based on."""
        if name not in self._chains:
            found: list[Element] = []
            current = name
            while current is not None and current in self._styles and self._styles[current] not in found:
                found.append(self._styles[current])
                current = attribute(child(found[-1], "basedOn"), "val")
            self._chains[name] = found
        return self._chains[name]

    def _of_paragraph(self, paragraph: Element | None) -> Iterator[Element]:
        """All ``w:pPr`` that apply, the nearest first."""
        chain = self._chain(attribute(child(paragraph, "pStyle"), "val") or self._normal)
        return (one for one in (paragraph, *(child(style, "pPr") for style in chain)) if one is not None)

    def _ground(self, said: list[Element], paragraph: Element | None, behind: str | None) -> str | None:
        """The colour behind a run: its highlight, or the shading of the run, the paragraph or what is around it."""
        marked = _first(said, "highlight")
        if marked is not None and attribute(marked, "val") != "none":
            return _HIGHLIGHTS.get(attribute(marked, "val") or "")
        ground = shaded(_first(self._of_paragraph(paragraph), "shd"), behind)
        return shaded(_first(said, "shd"), ground)

    def _is_cut(self, paragraph: Element | None) -> bool:
        spacing = [one for part in self._of_paragraph(paragraph) if (one := child(part, "spacing")) is not None]
        rule = next((rule for one in spacing if (rule := attribute(one, "lineRule"))), None)
        line = next((line for one in spacing if (line := attribute(one, "line"))), None)
        return rule == "exact" and line is not None and Decimal(line) / _TWIPS < _LEAST_LINE


def shaded(shading: Element | None, behind: str | None) -> str | None:
    """The colour that ``w:shd`` makes of ``behind``; ``None`` for a pattern."""
    pattern, fill = attribute(shading, "val"), attribute(shading, "fill")
    if shading is None or pattern == "nil":
        return behind
    if pattern == "solid":
        return attribute(shading, "color")
    if pattern not in (None, "clear"):
        return None
    themed = attribute(shading, "themeFill") is not None
    return behind if fill in (None, "auto") and not themed else fill


def _has_background(document: Element) -> bool:
    """Whether pages have a colour, or anything in the document lies behind its text."""
    return child(document, "background") is not None or any(
        (local(one) == "anchor" and attribute(one, "behindDoc") in ("1", "true", "on"))
        or "z-index:-" in (one.get("style") or "").replace(" ", "")
        for one in document.iter()
    )


def _first(said: list[Element] | Iterator[Element], name: str) -> Element | None:
    return next((one for part in said if (one := child(part, name)) is not None), None)


def _first_switch(said: list[Element], name: str) -> bool:
    return is_on(_first(said, name))


def _colour(said: list[Element]) -> str | None:
    """The colour of text, ``None`` for the automatic one, which stands out from whatever is behind it."""
    for part in said:
        fill, colour = child(part, "textFill", "solidFill"), child(part, "color")
        for one in () if fill is None else fill:
            if attribute(one, "val") in _WHITE_IN_THEME and not len(one):
                return PAPER
            if local(one) == "srgbClr":
                return attribute(one, "val")
        if colour is not None:
            value = attribute(colour, "val")
            is_white = parts_of(value) is None and attribute(colour, "themeColor") in _WHITE_IN_THEME
            return PAPER if is_white else value
    return None


def _is_squeezed(said: list[Element]) -> bool:
    """Whether letters have next to no width, or are transparent."""
    scale = attribute(_first(said, "w"), "val")
    fill = _first(said, "textFill")
    clear = fill is not None and (
        child(fill, "noFill") is not None
        or any(local(one) == "alpha" and int(attribute(one, "val") or 0) > _MOST_TRANSPARENT for one in fill.iter())
    )
    return clear or (scale is not None and Decimal(scale.rstrip("%")) < _LEAST_SCALE)
