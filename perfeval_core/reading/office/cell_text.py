"""What one Excel cell shows: its stored value in its format, without what cannot be seen of it."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.cell_fonts import Colours, Font
from perfeval_core.reading.office.cell_styles import CellStyle
from perfeval_core.reading.office.number_format import Shown, shown_number, shown_text
from perfeval_core.reading.office.package import child, children
from perfeval_core.reading.office.visibility import Sight


@dataclass(frozen=True)
class Piece:
    """A run of a text with its own font, or with that of its cell."""

    text: str
    font: Font | None = None


@dataclass(frozen=True)
class CellTexts:
    """What the cells of a workbook share."""

    strings: list[tuple[Piece, ...]]
    colours: Colours
    epoch_1904: bool
    recalculates: bool

    def shown(self, element: Element, style: CellStyle, zeros: bool) -> Shown:
        """What a cell shows: a formula shows the value that was stored with it; without one nobody knows."""
        kind = element.get("t") or "n"
        value = child(element, "v")
        raw = "" if value is None else (value.text or "").strip()
        formula = child(element, "f") is not None
        if kind == "inlineStr":
            inline = child(element, "is")
            return _text(() if inline is None else pieces(inline, self.colours), style)
        if not raw:
            return Shown("", sure=not formula or (kind == "str" and value is not None))
        shown = self._value(kind, raw, style, zeros)
        return Shown(shown.text, shown.sure and not (formula and self.recalculates))

    def _value(self, kind: str, raw: str, style: CellStyle, zeros: bool) -> Shown:
        match kind:
            case "s":
                return _text(self.strings[int(raw)], style) if raw.isdigit() else Shown("", sure=False)
            case "str":
                return _text((Piece(raw),), style)
            case "b":
                return _seen(Shown("TRUE" if raw == "1" else "FALSE"), style)
            case "e":
                return _seen(Shown(raw), style)
            case "n":
                shown = shown_number(raw, style.number_format, self.epoch_1904)
                return Shown("", sure=False) if not zeros and not raw.strip("0.-") else _seen(shown, style)
        return Shown(raw, sure=False)


def pieces(element: Element, colours: Colours) -> tuple[Piece, ...]:
    """The runs of a shared or inline string; what shows how to pronounce it is left out."""
    if (plain := child(element, "t")) is not None:
        return (Piece(plain.text or ""),)
    return tuple(
        Piece(text.text or "", None if (own := child(run, "rPr")) is None else colours.font(own))
        for run in children(element, "r")
        for text in children(run, "t")
    )


def _text(runs: tuple[Piece, ...], style: CellStyle) -> Shown:
    looks = [(one.text, style.sight if one.font is None else one.font.sight(style.behind)) for one in runs if one.text]
    text = "".join(text for text, sight in looks if sight is not Sight.HIDDEN)
    if not text:
        return Shown("")
    shown = shown_text(text, style.number_format)
    return Shown(shown.text, shown.sure and not any(sight is Sight.DOUBTED and text.strip() for text, sight in looks))


def _seen(shown: Shown, style: CellStyle) -> Shown:
    """What remains of ``shown`` in the cell's own font."""
    match style.sight:
        case Sight.HIDDEN:
            return Shown("")
        case Sight.DOUBTED:
            return Shown(shown.text, sure=False)
    return shown
