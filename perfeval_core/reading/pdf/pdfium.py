"""The fast route: characters and rules of a page from PDFium."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from perfeval_core.reading.pagedoc import Unreadable
from perfeval_core.reading.pdf import native
from perfeval_core.reading.pdf.clips import Clips
from perfeval_core.reading.pdf.display import Display, multiply
from perfeval_core.reading.pdf.foreign import own_text
from perfeval_core.reading.pdf.glyphs import RawText, TextPage, glyphs_of, raw_text
from perfeval_core.reading.pdf.hidden import NEVER, Drawn, PageChars, covered, has_other_text, in_layers
from perfeval_core.reading.pdf.ink import Chars, Flags, Floats, Indices, Ink, PageInk
from perfeval_core.reading.pdf.native import Handle
from perfeval_core.reading.pdf.paths import TooMany, path_rules
from perfeval_core.reading.pdf.struck import struck
from perfeval_core.reading.pdf.whole import Whole

_MAX_FORM_DEPTH = 8
MAX_OBJECTS = 200_000
MAX_CHARS = 100_000
MOST_OPEN = 20_000
"""Characters and objects of the pages that are open at the same time."""
MAX_RULES = 10_000
"""Per page; a page of a report has some hundreds of each, and finding tables takes time by the square of the rules."""


def read_ink(document: pdfium.PdfDocument, numbers: Sequence[int], whole: Whole) -> Ink:
    """Characters and rules of pages ``numbers`` (from 1) as displayed; what lies off a page is left out.

    Raises ``Unreadable`` (damaged, resource_limit).
    """
    read: list[_RawPage] = []
    texts: list[RawText] = []
    opened: list[_OpenPage] = []
    try:
        for number in numbers:
            opened.append(_OpenPage(document, number))
            opened[-1].load()
            if number == numbers[-1] or sum(page.size for page in opened) > MOST_OPEN:
                text = _text(opened, len(read))
                if text is not None:
                    texts.append(text)
                    whole.saw_fonts(native.answers(native.text_font, text.objects.values()))
                read += [page.asked(text, index, whole.layered) for index, page in enumerate(opened, start=len(read))]
                _close(opened)
    finally:
        _close(opened)
    chars = Chars.none()
    if texts:
        hidden = np.concatenate([page.hidden for page in read])
        chars = own_text(glyphs_of(RawText.joined(texts), [page.display for page in read], hidden))
    out = struck(chars, [page.rules for page in read])
    if out.any():
        chars = chars.unsure(out)
    count = np.bincount(chars.page, minlength=len(read)).tolist()
    untrusted = np.bincount(chars.page, ~chars.trusted, minlength=len(read)).astype(int).tolist()
    pages = tuple(
        PageInk(
            number,
            page.display.width,
            page.display.height,
            "text",
            page.rules,
            page.objects,
            page.pictures,
            characters,
            unnamed,
        )
        for number, page, characters, unnamed in zip(numbers, read, count, untrusted, strict=True)
    )
    return Ink(pages, chars)


@dataclass(frozen=True)
class _RawPage:
    """What PDFium answers about one page, its text apart."""

    display: Display[float]
    rules: Floats
    objects: int
    pictures: int
    """Pictures, and forms that may hold some."""
    hidden: Flags
    """Which of its characters a person may not see."""


class _OpenPage:
    """A page in PDFium; it has to be closed before its document is."""

    def __init__(self, document: pdfium.PdfDocument, number: int) -> None:
        """Raises ``Unreadable`` (damaged)."""
        self._document, self._number = document, number
        self._page = _with_annotations(document, number)
        self._text: Any = None

    def load(self) -> None:
        """Finds out what is on it. Raises ``Unreadable`` (resource_limit)."""
        with self._limited():
            count = raw.FPDFPage_CountObjects(self._page)
            _no_more(count, MAX_OBJECTS)
            self._display = Display.of(self._page)
            self._clips = Clips(self._display.matrix)
            self._objects = list(native.answers(native.page_object, repeat(native.handle_of(self._page)), range(count)))
            self._text = raw.FPDFText_LoadPage(self._page)
            self.characters: int = raw.FPDFText_CountChars(self._text)
            _no_more(self.characters, MAX_CHARS)

    @property
    def size(self) -> int:
        """How many things PDFium keeps of it."""
        return len(self._objects) + self.characters

    def text(self, index: int) -> TextPage:
        """Its text; it is number ``index`` of those that are read together."""
        return TextPage(index, native.handle_of(self._text), self.characters, frozenset(self._objects), self._clips)

    def asked(self, text: RawText | None, index: int, layered: bool) -> _RawPage:
        """What else is on it; in ``text`` it is page ``index``, and what is text there needs no question. Raises
        ``Unreadable`` (resource_limit)."""
        texts = text.objects if text else {}
        with self._limited():
            order = [number for number, address in enumerate(self._objects) if address not in texts]
            others = native.handles(map(self._objects.__getitem__, order))
            kinds = list(native.answers(native.object_type, others))
            levels = list(_levels(Drawn(others, kinds, order, self._display, self._clips), 0))
            rules = [path_rules(*paths) for level in levels if (paths := _paths(level))[0]]
            _no_more(sum(map(len, rules)), MAX_RULES)
        joined = np.concatenate(rules) if rules else np.zeros((0, 4))
        pictures = kinds.count(raw.FPDF_PAGEOBJ_IMAGE) + kinds.count(raw.FPDF_PAGEOBJ_FORM)
        hidden = self._hidden(text, index, levels, layered) if text else np.zeros(0, bool)
        return _RawPage(self._display, joined, len(self._objects), pictures, hidden)

    def _hidden(self, text: RawText, index: int, levels: Sequence[Drawn], layered: bool) -> Flags:
        """Which of its characters in ``text`` a person may not see."""
        own = slice(*np.searchsorted(text.page, (index, index + 1)).tolist())
        run = text.run[own]

        def chars() -> PageChars:
            x0, top, x1, bottom = self._display.sides(*text.boxes[own].astype(float).T)
            order = np.where(text.drawn, self._order(text.address.tolist()), NEVER)
            return PageChars((x0 + x1) / 2, (top + bottom) / 2, order[run])

        of = native.handle_of(self._document.raw), native.handle_of(self._page)
        found = covered(len(run), chars, levels, of)
        if layered or text.nested.any():
            runs = np.unique(run)
            objects = [text.objects[address] for address in text.address[runs].tolist()]
            if layered:
                found |= np.isin(run, runs[text.nested[runs] | in_layers(objects)])
            found |= bool((text.nested[runs] & has_other_text(objects)).any())
        return found

    def _order(self, addresses: Sequence[int]) -> Indices:
        """When the page draws each of the objects at ``addresses``; ``NEVER`` for one that is in a form object."""
        places = {address: number for number, address in enumerate(self._objects)}
        return np.array([places.get(address, NEVER) for address in addresses])

    def close(self) -> None:
        """Nothing can be asked afterwards."""
        raw.FPDFText_ClosePage(self._text)
        raw.FPDF_ClosePage(self._page)

    @contextmanager
    def _limited(self) -> Iterator[None]:
        try:
            yield
        except TooMany as error:
            detail = f"第 {self._number} 页的内容多得反常（超过 {error.most} 个对象），请重新导出后提交"
            raise Unreadable("resource_limit", detail, len(self._document)) from error


def _close(opened: list[_OpenPage]) -> None:
    while opened:
        opened.pop().close()


def _text(opened: Sequence[_OpenPage], first: int) -> RawText | None:
    """The text of ``opened``, which are numbered from ``first`` on; ``None`` if there is none."""
    pages = [page.text(index) for index, page in enumerate(opened, start=first) if page.characters > 0]
    return raw_text(pages) if pages else None


def _no_more(count: int, most: int) -> None:
    if count > most:
        raise TooMany(most)


def _with_annotations(document: pdfium.PdfDocument, number: int) -> Any:
    """Page ``number`` with its annotations and filled-in form fields as part of its content: a person sees them."""
    page = _loaded(document, number)
    if not raw.FPDFPage_GetAnnotCount(page):
        return page
    if document.formenv:  # draws the fields that have a value and no look
        raw.FORM_OnAfterLoadPage(page, document.formenv)
        raw.FORM_OnBeforeClosePage(page, document.formenv)
    flattened = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    if flattened == raw.FLATTEN_NOTHINGTODO:
        return page
    raw.FPDF_ClosePage(page)
    if flattened == raw.FLATTEN_FAIL:
        raise Unreadable("damaged", f"第 {number} 页的批注或表单域已损坏，请重新导出后提交", len(document))
    return _loaded(document, number)


def _loaded(document: pdfium.PdfDocument, number: int) -> Any:
    page = raw.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        raise Unreadable("damaged", f"第 {number} 页已损坏，无法打开，请重新导出后提交", len(document))
    return page


def _levels(drawn: Drawn, depth: int) -> Iterator[Drawn]:
    """``drawn``, and what is in the form objects among it, level by level."""
    yield drawn
    if raw.FPDF_PAGEOBJ_FORM not in drawn.kinds or depth == _MAX_FORM_DEPTH:
        return
    for item, kind, order in zip(drawn.objects, drawn.kinds, drawn.order, strict=True):
        if kind == raw.FPDF_PAGEOBJ_FORM:
            matrix, _ = native.filled(native.object_matrix, ([item],), np.float32, 6, apart=False)
            a, b, c, d, e, f = map(float, matrix[0])
            inner = replace(drawn.display, matrix=multiply((a, b, c, d, e, f), drawn.display.matrix))
            within = native.handles(native.answers(native.form_object, repeat(item), range(native.form_count(item))))
            kinds = list(native.answers(native.object_type, within))
            yield from _levels(Drawn(within, kinds, [order] * len(within), inner, Clips(inner.matrix)), depth + 1)


def _paths(drawn: Drawn) -> tuple[list[Handle], Display[float], Clips]:
    paths = [item for item, kind in zip(drawn.objects, drawn.kinds, strict=True) if kind == raw.FPDF_PAGEOBJ_PATH]
    return paths, drawn.display, drawn.clips
