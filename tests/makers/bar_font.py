"""Makes ``perfeval_core/reading/pdf/fonts/bar.ttf``: a font in which every character is the same thin bar.

    python -m tests.makers.bar_font

The reader gives it to PDFium in place of the machine's fonts; see ``perfeval_core/reading/pdf/library.py``.
"""

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from perfeval_core.reading.pdf.library import FONTS

_EM, _UP, _DOWN = 1000, 880, -120
_CHARACTERS = ((0x20, 0xD7FF), (0xF900, 0xFFEF), (0x20000, 0x2FFFF))
_CODE_PAGES = 1 << 0 | 1 << 17 | 1 << 18 | 1 << 20
"""Latin, Japanese, simplified and traditional Chinese: what PDFium looks for in a substitute."""
_FIXED_TIME = 3_849_984_000
"""Seconds since 1904, so that the same script makes the same bytes."""


def bar_font() -> bytes:
    """The font file."""
    builder = FontBuilder(_EM, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.setupHead(unitsPerEm=_EM, created=_FIXED_TIME, modified=_FIXED_TIME)
    builder.setupGlyphOrder([".notdef", "bar"])
    builder.setupCharacterMap({0x4E00: "bar"})
    builder.setupGlyf({".notdef": _bar(), "bar": _bar()})
    builder.setupHorizontalMetrics({".notdef": (_EM, 0), "bar": (_EM, 0)})
    builder.setupHorizontalHeader(ascent=_UP, descent=_DOWN)
    builder.setupNameTable({"familyName": "Perfeval Bar", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_UP, sTypoDescender=_DOWN, ulCodePageRange1=_CODE_PAGES)
    builder.setupPost()
    builder.font["cmap"].tables = [_every_character()]
    file = io.BytesIO()
    builder.font.save(file)
    return file.getvalue()


def _bar() -> object:
    """Thin, so that it is never wider than the width that the document itself gives a character."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (20, 700), (20, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _every_character() -> CmapSubtable:
    """Format 13: whole ranges of characters that share one glyph, in a few bytes."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 13, 0, 0, 0
    table.cmap = {code: "bar" for first, last in _CHARACTERS for code in range(first, last + 1)}
    return table


if __name__ == "__main__":
    (FONTS / "bar.ttf").write_bytes(bar_font())
