"""Makes ``perfeval_core/reading/pdf/fonts/box.ttf``: a font in which every character is the same box.

    python -m tests.makers.box_font

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


def box_font() -> bytes:
    """The font file."""
    builder = FontBuilder(_EM, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.setupHead(unitsPerEm=_EM, created=_FIXED_TIME, modified=_FIXED_TIME)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({0x4E00: "box"})
    builder.setupGlyf({".notdef": _box(), "box": _box()})
    builder.setupHorizontalMetrics({".notdef": (_EM, 40), "box": (_EM, 40)})
    builder.setupHorizontalHeader(ascent=_UP, descent=_DOWN)
    builder.setupNameTable({"familyName": "Perfeval Box", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=_UP, sTypoDescender=_DOWN, ulCodePageRange1=_CODE_PAGES)
    builder.setupPost()
    builder.font["cmap"].tables = [_every_character()]
    file = io.BytesIO()
    builder.font.save(file)
    return file.getvalue()


def _box() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((40, -100))
    for corner in ((40, 840), (960, 840), (960, -100)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _every_character() -> CmapSubtable:
    """Format 13: whole ranges of characters that share one glyph, in a few bytes."""
    table = CmapSubtable.newSubtable(13)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.nGroups = 13, 0, 0, 0
    table.cmap = {code: "box" for first, last in _CHARACTERS for code in range(first, last + 1)}
    return table


if __name__ == "__main__":
    (FONTS / "box.ttf").write_bytes(box_font())
