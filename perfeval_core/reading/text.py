"""What counts as the same text: the folding that every string from a document goes through once."""

import re
import unicodedata

_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

# One glyph of simplified fonts stands for both, and some producers name the other one.
_SHARED_GLYPHS = str.maketrans("戶", "户")

# Fonts often map a glyph to the radical that looks just like it; what the reader sees is the ideograph.
_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)).translate(_SHARED_GLYPHS) for code in range(0x2F00, 0x2FD6)}
_RADICALS = {
    ord(radical): ideograph
    for radical, ideograph in zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "母民西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
}

_FOLD = (
    str.maketrans("≧⩾≦⩽", "≥≥≤≤")
    | _SHARED_GLYPHS
    | {code: chr(shifted) for code, shifted in _FULL_WIDTH.items()}
    | {code: ideograph for code, ideograph in (*_KANGXI.items(), *_RADICALS.items())}
)


def fold(text: str) -> str:
    """``text`` without white space, full-width ASCII at half width, ``≧ >= ⩾`` as ``≥`` (likewise ``≤``)."""
    return _SPACE.sub("", text).translate(_FOLD).replace(">=", "≥").replace("<=", "≤")


_GROUP = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3})+)(?![\d,])")


def ungroup(text: str) -> str:
    """``text`` without the commas between groups of three digits: ``2,500,000.00`` gives ``2500000.00``."""
    return _GROUP.sub(lambda match: match.group().replace(",", ""), text)
