"""The characters of pages from PDFium, with the way they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perfeval_core.reading.pdf import native
from perfeval_core.reading.pdf.clips import NO_CLIP, Clips
from perfeval_core.reading.pdf.display import Display
from perfeval_core.reading.pdf.ink import Chars, Flags, Floats, Indices, Style, changes
from perfeval_core.reading.pdf.native import Handle

_INVISIBLE, _CLIPS_ONLY = 3, 7
"""Text render modes that draw nothing: the layer that a recognition program left behind a scan."""
_UNMAPPED = 0xFFFD


@dataclass(frozen=True)
class RawText:
    """What PDFium answers about the characters of one page, white space left out; a run is one text object."""

    codes: NDArray[np.uint32]
    boxes: NDArray[np.float32]
    boxed: Flags
    unmapped: Flags
    starts: NDArray[np.intp]
    """Where each run starts."""
    colour: NDArray[np.uint32]
    coloured: Flags
    matrix: NDArray[np.float32]
    size: Floats
    mode: NDArray[np.int64]
    clip: Floats
    """The box that each run is clipped to."""
    fonts: frozenset[int]
    """Addresses of the fonts."""
    objects: frozenset[int]
    """Addresses of the text objects."""


@dataclass(frozen=True)
class Glyphs:
    """The visible characters of some pages, and the style of each run of them."""

    chars: Chars
    style: Style


def raw_text(text: Handle, count: int, own_objects: frozenset[int], clips: Clips) -> RawText:
    """Asks PDFium about the ``count`` characters of a text page.

    ``own_objects`` are the objects of the page itself; the others stand in form objects.
    """
    places, codes = _codes(text, count)
    subjects = places.tolist()
    objects = native.numbers(native.char_object, text, subjects, np.uint64)
    starts = np.flatnonzero(changes(objects))
    first = [subjects[start] for start in starts.tolist()]
    addresses = objects[starts].tolist()
    runs = native.handles(addresses)
    boxes, boxed = native.filled(native.char_box, (text,), subjects, np.float32, 4, apart=False)
    colour, coloured = native.filled(native.char_colour, (text,), first, np.uint32, 4, apart=True)
    return RawText(
        codes=codes,
        boxes=boxes,
        boxed=boxed,
        unmapped=native.numbers(native.char_unmapped, text, subjects) == 1,
        starts=starts,
        colour=colour,
        coloured=coloured,
        matrix=native.filled(native.char_matrix, (text,), first, np.float32, 6, apart=False)[0],
        size=native.numbers(native.char_size, text, first, np.float64),
        mode=np.fromiter(map(native.render_mode, runs), np.int64, len(runs)),
        clip=_clip(addresses, runs, own_objects, clips),
        fonts=frozenset(map(native.text_font, runs)),
        objects=frozenset(addresses),
    )


def _codes(page: Handle, count: int) -> tuple[Indices, NDArray[np.uint32]]:
    """Which of all characters are no white space, and their code points: ``-`` for the hyphen at a line's end that
    PDFium marks, U+FFFD for what is no character."""
    text = np.zeros(count + 1, np.uint16)
    written = native.page_text(page, 0, count, native.handle(text.ctypes.data)) - 1
    units = text[:count]
    kinds = _KINDS[units]
    if written == count and kinds.max() < _STRANGE:
        places = np.flatnonzero(kinds)
        return places, units[places].astype(np.uint32)
    codes = units.astype(np.uint32)
    if written != count or ((codes >= 0xD800) & (codes <= 0xDFFF)).any():  # not one unit a character
        codes = native.numbers(native.char_code, page, range(count), np.uint32)
    strange = ~is_character(codes)
    hyphen = [native.char_is_hyphen(page, index) == 1 for index in np.flatnonzero(strange).tolist()]
    codes[strange] = np.where(hyphen, ord("-"), _UNMAPPED)
    places = np.flatnonzero(~np.char.isspace(codes.view("U1")))
    return places, codes[places]


def is_character(codes: NDArray[np.uint32]) -> Flags:
    """Which of ``codes`` may stand for what is printed: no control, surrogate, private use or non-character."""
    control = (codes < 0x20) & (codes != 0x9) & (codes != 0xA) & (codes != 0xD) | (codes >= 0x7F) & (codes < 0xA0)
    high = codes >= 0xD800
    if not high.any():
        return np.asarray(~control)
    private = (codes >= 0xE000) & (codes <= 0xF8FF) | (codes >= 0xF0000)
    surrogate = high & (codes <= 0xDFFF)
    return np.asarray(~(control | surrogate | private | (codes & 0xFFFE == 0xFFFE) | (codes == _UNMAPPED)))


_STRANGE = 2
_UNITS = np.arange(1 << 16, dtype=np.uint32)
_KINDS = np.where(is_character(_UNITS), ~np.char.isspace(_UNITS.view("U1")), _STRANGE).astype(np.uint8)
"""Of each unit of text: white space, a character, or something to look at."""


def _clip(addresses: list[int], runs: list[Handle], own_objects: frozenset[int], clips: Clips) -> Floats:
    """The box that each run is clipped to; inside a form object the clip is in the form's own coordinates, which
    nothing tells."""
    if own_objects.issuperset(addresses):
        return clips.boxes(runs)
    own = [index for index, run in enumerate(addresses) if run in own_objects]
    found = np.tile(NO_CLIP, (len(runs), 1))
    found[own] = clips.boxes([runs[index] for index in own])
    return found


def glyphs_of(pages: Sequence[tuple[RawText, Display[float]]]) -> Glyphs:
    """The characters that ``pages`` show. One that its font does not name is there as U+FFFD, never left out."""
    raws = [raw for raw, _ in pages]
    of_char = np.repeat(np.arange(len(pages)), [len(raw.codes) for raw in raws])
    of_run = np.repeat(np.arange(len(pages)), [len(raw.starts) for raw in raws])
    starts = np.concatenate([raw.starts for raw in raws]) + np.searchsorted(of_char, of_run)
    run = np.cumsum(np.bincount(starts, minlength=len(of_char))) - 1
    style, visible, base = _styles(raws, Display.many([display for _, display in pages], of_run))
    codes = np.concatenate([raw.codes for raw in raws])
    left, bottom, right, top = np.concatenate([raw.boxes for raw in raws]).astype(float).T
    display = Display.many([display for _, display in pages], of_char)
    x0, high, x1, low = display.sides(left, bottom, right, top)
    em, height = style.size[run], low - high
    chars = Chars(
        text=codes.view("U1"),
        x0=x0,
        top=high,
        x1=x1,
        bottom=low,
        base=low + (base - low[starts])[run],
        trusted=~np.concatenate([raw.unmapped for raw in raws]) & (codes != _UNMAPPED),
        sure=np.ones(len(codes), bool),
        red=style.red[run],
        em=np.where(em > 0, em, height),
        run=run,
        page=of_char,
    )
    shown = np.concatenate([raw.boxed for raw in raws]) & visible[run]
    shown &= _inside(chars, (0, 0, display.width, display.height))
    clip = np.concatenate([raw.clip for raw in raws])
    if np.isfinite(clip).any():
        shown &= _inside(chars, clip[run].T)
    return Glyphs(chars if shown.all() else chars.at(shown), style)


def _styles(raws: Sequence[RawText], display: Display[Floats] | Display[float]) -> tuple[Style, Flags, Floats]:
    """The style of each run, whether it is visible, and the height of its base line."""
    colour = np.concatenate([raw.colour for raw in raws]).astype(np.int64)
    coloured = np.concatenate([raw.coloured for raw in raws])
    mode = np.concatenate([raw.mode for raw in raws])
    a, b, c, d, e, f = np.concatenate([raw.matrix for raw in raws]).astype(float).T
    size = np.concatenate([raw.size for raw in raws]) * np.hypot(c, d)
    across, down = display.direction(a, b)
    style = Style(colour[:, :3], np.round(size, 1), np.degrees(np.arctan2(down, across)))
    visible = (mode != _INVISIBLE) & (mode != _CLIPS_ONLY) & ~(coloured & (colour[:, 3] == 0))
    return style, visible, display.points(e, f)[1]


def _inside(chars: Chars, box: Any) -> Flags:
    x0, top, x1, bottom = box
    x, y = chars.x, chars.y
    return np.asarray((x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom))
