"""The characters of pages from PDFium, with the way they are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, chain, pairwise, repeat
from typing import Any, NamedTuple

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


class TextPage(NamedTuple):
    """The text of an open page."""

    number: int
    """Which page it is among those that are read together."""
    handle: Handle
    length: int
    """How many characters it has; at least one."""
    objects: frozenset[int]
    """Addresses of the page's own objects; those that are not among them stand in form objects."""
    clips: Clips


@dataclass(frozen=True)
class RawText:
    """What PDFium answers about the characters of some pages, white space left out; a run is one text object."""

    page: Indices
    codes: NDArray[np.uint32]
    boxes: NDArray[np.float32]
    boxed: Flags
    unmapped: Flags
    starts: Indices
    """Where each run starts."""
    run: Indices
    """The run of each character."""
    colour: NDArray[np.uint32]
    coloured: Flags
    matrix: NDArray[np.float32]
    size: Floats
    mode: NDArray[np.int64]
    clip: Floats
    """The box that each run is clipped to."""
    address: NDArray[np.uint64]
    """Of the text object that each run is."""
    nested: Flags
    """Whether it stands in a form object."""
    objects: dict[int, Handle]
    """The text objects by their addresses."""

    @property
    def drawn(self) -> Flags:
        """Whether anything is drawn of each run."""
        return np.asarray((self.mode != _INVISIBLE) & (self.mode != _CLIPS_ONLY))

    @classmethod
    def joined(cls, parts: "Sequence[RawText]") -> "RawText":
        """All of ``parts``, one after the other."""
        if len(parts) == 1:
            return parts[0]
        columns: dict[str, Any] = {one.name: [getattr(part, one.name) for part in parts] for one in fields(cls)}
        for name, counted in (("starts", "codes"), ("run", "starts")):
            begins = accumulate((len(getattr(part, counted)) for part in parts), initial=0)
            columns[name] = [column + begin for column, begin in zip(columns[name], begins, strict=False)]
        objects = dict(chain.from_iterable(one.items() for one in columns.pop("objects")))
        return cls(**{name: np.concatenate(column) for name, column in columns.items()}, objects=objects)


@dataclass(frozen=True)
class Glyphs:
    """The visible characters of some pages, and the style of each run of them."""

    chars: Chars
    style: Style


def raw_text(pages: Sequence[TextPage]) -> RawText:
    """Asks PDFium about the characters of some pages at once: a question costs little, a page of them much."""
    page, places, codes = _codes(pages)
    texts_of = np.array([one.handle for one in pages], object)[page]
    texts, subjects = texts_of.tolist(), places.tolist()
    objects = native.numbers(native.char_object, texts, subjects, np.uint64)
    begins = changes(objects) | changes(page)
    starts = np.flatnonzero(begins)
    first = texts_of[starts].tolist(), places[starts].tolist()
    addresses = objects[starts].tolist()
    runs = native.handles(addresses)
    clip, nested = _clip(pages, page[starts], addresses, runs)
    boxes, boxed = native.filled(native.char_box, (texts, subjects), np.float32, 4, apart=False)
    colour, coloured = native.filled(native.char_colour, first, np.uint32, 4, apart=True)
    return RawText(
        page=np.array([one.number for one in pages])[page],
        codes=codes,
        boxes=boxes,
        boxed=boxed,
        unmapped=native.numbers(native.char_unmapped, texts, subjects) == 1,
        starts=starts,
        run=np.cumsum(begins) - 1,
        colour=colour,
        coloured=coloured,
        matrix=native.filled(native.char_matrix, first, np.float32, 6, apart=False)[0],
        size=native.numbers(native.char_size, *first, np.float64),
        mode=np.fromiter(native.answers(native.render_mode, runs), np.int64, len(runs)),
        clip=clip,
        address=objects[starts],
        nested=nested,
        objects=dict(zip(addresses, runs, strict=True)),
    )


def _codes(pages: Sequence[TextPage]) -> tuple[Indices, Indices, NDArray[np.uint32]]:
    """For each character that is no white space the number of its page, its place there and its code point."""
    counts = [page.length for page in pages]
    begins = list(accumulate(counts, initial=0))
    text = np.zeros(begins[-1] + 1, np.uint16)  # each page's end is overwritten by the next one's start
    addresses = native.handles(text.ctypes.data + text.itemsize * begin for begin in begins)
    written = [
        native.page_text(page.handle, 0, page.length, address) - 1
        for page, address in zip(pages, addresses, strict=False)
    ]
    units = text[:-1]
    kinds = _KINDS[units]
    if written == counts and kinds.max() < _STRANGE:
        places, codes = np.flatnonzero(kinds), units.astype(np.uint32)
    else:
        bounds = zip(pages, written, pairwise(begins), strict=True)
        codes = np.concatenate([_looked_at(page, units[slice(*own)], count) for page, count, own in bounds])
        places = np.flatnonzero(~np.char.isspace(codes.view("U1")))
    page_of = np.repeat(np.arange(len(pages)), counts)[places]
    return page_of, places - np.array(begins)[page_of], codes[places]


def _looked_at(page: TextPage, units: NDArray[np.uint16], written: int) -> NDArray[np.uint32]:
    """The code points of a page's characters: ``-`` for the hyphen at a line's end that PDFium marks, U+FFFD for what
    is no character."""
    codes = units.astype(np.uint32)
    if written != page.length or ((codes >= 0xD800) & (codes <= 0xDFFF)).any():  # not one unit a character
        codes = native.numbers(native.char_code, repeat(page.handle), range(page.length), np.uint32)
    strange = ~is_character(codes)
    hyphen = [native.char_is_hyphen(page.handle, index) == 1 for index in np.flatnonzero(strange).tolist()]
    codes[strange] = np.where(hyphen, ord("-"), _UNMAPPED)
    return codes


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


def _clip(
    pages: Sequence[TextPage], page_of: Indices, addresses: list[int], runs: list[Handle]
) -> tuple[Floats, Flags]:
    """The box that each run is clipped to, and whether it stands in a form object: there the clip is in the form's own
    coordinates, which nothing tells."""
    found, nested = np.tile(NO_CLIP, (len(runs), 1)), np.zeros(len(runs), bool)
    bounds = np.searchsorted(page_of, np.arange(len(pages) + 1)).tolist()
    for page, (begin, end) in zip(pages, pairwise(bounds), strict=True):
        if page.objects.issuperset(addresses[begin:end]):
            found[begin:end] = page.clips.boxes(runs[begin:end])
        else:
            nested[begin:end] = [address not in page.objects for address in addresses[begin:end]]
            own = (begin + np.flatnonzero(~nested[begin:end])).tolist()
            found[own] = page.clips.boxes([runs[index] for index in own])
    return found, nested


def glyphs_of(raw: RawText, displays: Sequence[Display[float]], hidden: Flags) -> Glyphs:
    """The characters that pages show; ``hidden`` are unsure. One that its font does not name is there as U+FFFD, never
    left out."""
    codes, starts, run = raw.codes, raw.starts, raw.run
    style, visible, base = _styles(raw, Display.many(displays, raw.page[starts]))
    left, bottom, right, top = raw.boxes.astype(float).T
    display = Display.many(displays, raw.page)
    x0, high, x1, low = display.sides(left, bottom, right, top)
    em, height = style.size[run], low - high
    chars = Chars(
        text=codes.view("U1"),
        x0=x0,
        top=high,
        x1=x1,
        bottom=low,
        base=low + (base - low[starts])[run],
        trusted=~raw.unmapped & (codes != _UNMAPPED),
        sure=~hidden,
        red=style.red[run],
        em=np.where(em > 0, em, height),
        run=run,
        page=raw.page,
    )
    shown = raw.boxed & visible[run]
    shown &= _inside(chars, (0, 0, display.width, display.height))
    if not (raw.clip == NO_CLIP).all():
        shown &= _inside(chars, raw.clip[run].T)
    return Glyphs(chars if shown.all() else chars.at(shown), style)


def _styles(raw: RawText, display: Display[Floats] | Display[float]) -> tuple[Style, Flags, Floats]:
    """The style of each run, whether it is visible, and the height of its base line."""
    colour = raw.colour.astype(np.int64)
    a, b, c, d, e, f = raw.matrix.astype(float).T
    size = raw.size * np.hypot(c, d)
    across, down = display.direction(a, b)
    style = Style(colour[:, :3], np.round(size, 1), np.degrees(np.arctan2(down, across)))
    visible = raw.drawn & ~(raw.coloured & (colour[:, 3] == 0))
    return style, visible, display.points(e, f)[1]


def _inside(chars: Chars, box: Any) -> Flags:
    x0, top, x1, bottom = box
    x, y = chars.x, chars.y
    return np.asarray((x0 <= x) & (x <= x1) & (top <= y) & (y <= bottom))
