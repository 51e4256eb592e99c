"""The text of a Word paragraph as displayed: inserted text is read, deleted and hidden text is not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.package import attribute, child, children, is_on, local
from perfeval_core.reading.office.visibility import PAPER, Sight
from perfeval_core.reading.office.word_looks import WordLooks
from perfeval_core.reading.office.word_prompts import Prompts
from perfeval_core.reading.pagedoc import Unreadable

PAGE, BREAK, TAB = "\f", "\n", "\t"
_AROUND = {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "dir", "sdtContent", "rubyBase"}
"""What only stands around runs. ``del``, ``moveFrom``, comments and notes are not among them."""
_INSIDE = {"sdt": "sdtContent", "ruby": "rubyBase"}
_MARKS = {"tab": TAB, "ptab": TAB, "br": BREAK, "cr": BREAK}
_SYMBOLS = {
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
    ("wingdings", 0xFC): "✓", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x54): "☒", ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0xA3): "□", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0x3D): "=",
    ("symbol", 0xB4): "×", ("symbol", 0xB8): "÷", ("symbol", 0xB1): "±",
}  # fmt: skip
_STRUCTURED = {"f", "sSup", "sSub", "sSubSup", "rad", "nary", "m", "limLow", "limUpp"}
"""Mathematics whose characters alone do not say what is displayed."""
_SILENT_FIELDS = {"XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "FORMCHECKBOX", "ADVANCE", "COMMENTS"}
"""Fields that display nothing where no result is stored with them; a check box is read by itself."""


@dataclass
class Paragraph:
    """What one paragraph shows: its text with breaks and tabs, and the text boxes (文本框) anchored in it."""

    text: str = ""
    sure: bool = True
    picture: bool = False
    boxes: list[Element] = field(default_factory=list)

    def pages(self) -> Iterator[list[tuple[str, ...]]]:
        """Its lines on each page that a break set by hand leaves, each line as the runs between tabs."""
        for page in self.text.split(PAGE):
            yield [tuple(line.split(TAB)) for line in page.split(BREAK)]


@dataclass
class _Field:
    """An open field (域): its instruction so far, and whether that is still running."""

    instruction: str = ""
    running: bool = True

    @property
    def is_silent(self) -> bool:
        """Whether it displays nothing without a result."""
        return (self.instruction.split() or [""])[0].upper() in _SILENT_FIELDS


class WordText:
    """Reads paragraphs one after the other: a field (域) may begin in one and end in another."""

    def __init__(self, styles: dict[str, Element], looks: WordLooks, prompts: Prompts) -> None:
        self._hidden = {name for name in styles if _hides(name, styles)}
        self._looks, self._prompts = looks, prompts
        self._fields: list[_Field] = []
        self._properties: Element | None = None  # of the paragraph that is being read
        self._behind: str | None = PAPER

    def paragraph(self, element: Element, behind: str | None) -> Paragraph:
        """What ``element`` (``w:p``) shows on the colour ``behind`` it (``None``: unknown)."""
        found = Paragraph()
        self._properties, self._behind = child(element, "pPr"), behind
        style = attribute(child(self._properties, "pStyle"), "val")
        self._content(element, found, hidden=style in self._hidden)
        return found

    def end(self) -> None:
        """Raises ``Unreadable`` (damaged) if a field never ended: the text after its start would be missing."""
        if self._in_instruction():
            raise Unreadable("damaged", "文档里有没有结束的域代码，请在 Word 中更新域后另存，再提交")

    def _in_instruction(self) -> bool:
        return any(one.running for one in self._fields)

    def _content(self, element: Element | None, found: Paragraph, hidden: bool) -> None:
        for one in () if element is None else element:
            name = local(one)
            if name == "r":
                self._run(one, found, hidden)
            elif name in _AROUND:
                self._around(one, found, hidden)
            elif name in _INSIDE:
                self._content(child(one, _INSIDE[name]), found, hidden)
            elif name == "AlternateContent":
                self._content(_shown_alternative(one), found, hidden)
            elif name in ("oMath", "oMathPara"):
                self._mathematics(one, found)

    def _around(self, one: Element, found: Paragraph, hidden: bool) -> None:
        before = found.text
        self._content(one, found, hidden)
        if local(one) == "fldSimple" and found.text == before and not hidden and not self._in_instruction():
            found.sure = found.sure and _Field(attribute(one, "instr") or "").is_silent

    def _run(self, run: Element, found: Paragraph, hidden: bool) -> None:
        properties = child(run, "rPr")
        vanish = child(properties, "vanish")
        style = attribute(child(properties, "rStyle"), "val")
        if is_on(vanish) if vanish is not None else hidden or style in self._hidden:
            self._fields_in(run, found, shown=False)
            return
        doubted = run in self._prompts.doubted
        sight = max(self._looks.sight(properties, self._properties, self._behind), Sight(doubted))
        self._fields_in(run, found, shown=True, sight=Sight.HIDDEN if run in self._prompts.prompting else sight)

    def _fields_in(self, run: Element, found: Paragraph, shown: bool, sight: Sight = Sight.SEEN) -> None:
        for one in run:
            name = local(one)
            if name == "fldChar":
                self._field(one, found, shown)
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += one.text or ""
            elif shown and not self._in_instruction():
                self._piece(one, name, found, sight)

    def _piece(self, one: Element, name: str, found: Paragraph, sight: Sight) -> None:
        """One piece of a run; tabs, breaks and pictures of text that cannot be seen are there all the same."""
        if name in ("t", "sym", "noBreakHyphen"):
            if sight is not Sight.HIDDEN and (name != "t" or (one.text or "").strip()):
                found.sure = found.sure and sight is Sight.SEEN
                self._letters(one, name, found)
        elif name in _MARKS:
            found.text += PAGE if attribute(one, "type") == "page" else _MARKS[name]
        elif name == "ruby":
            self._content(child(one, "rubyBase"), found, hidden=False)
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            found.boxes += _boxes(one)
            found.picture = found.picture or any(local(part) in ("blip", "imagedata") for part in one.iter())

    def _letters(self, one: Element, name: str, found: Paragraph) -> None:
        if name == "t":
            found.text += " ".join((one.text or "").split())
        elif name == "sym":
            self._symbol(one, found)
        else:
            found.text += "-"

    def _mathematics(self, element: Element, found: Paragraph) -> None:
        found.text += "".join(one.text or "" for one in element.iter() if local(one) == "t")
        runs = (one for one in element.iter() if local(one) == "r")
        looks = (self._looks.sight(child(one, "rPr"), self._properties, self._behind) for one in runs)
        plain = all(sight is Sight.SEEN for sight in looks)
        found.sure = found.sure and plain and not any(local(one) in _STRUCTURED for one in element.iter())

    def _symbol(self, one: Element, found: Paragraph) -> None:
        code = int(attribute(one, "char") or "0", 16) & 0xFF
        sign = _SYMBOLS.get(((attribute(one, "font") or "").lower(), code))
        found.text += sign or ""
        found.sure = found.sure and sign is not None

    def _field(self, one: Element, found: Paragraph, shown: bool) -> None:
        kind = attribute(one, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
            box = child(one, "ffData", "checkBox")
            if box is not None:
                state = child(box, "checked")
                found.text += "☑" if is_on(child(box, "default") if state is None else state) else "□"
            elif child(one, "ffData", "ddList") is not None:
                found.sure = False
        elif kind == "separate" and self._fields:
            self._fields[-1].running = False
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if ended.running and shown and not self._in_instruction():
                found.sure = found.sure and ended.is_silent  # Word computes what it displays


def _shown_alternative(element: Element) -> Element | None:
    """Of two ways to say the same thing, the newer one, or the older one if there is no other."""
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")


def _boxes(element: Element) -> list[Element]:
    """The contents of the text boxes in a drawing, each once."""
    shown = _shown_alternative(element) if local(element) == "AlternateContent" else element
    found: list[Element] = []
    for one in () if shown is None else shown:
        found += [one] if local(one) == "txbxContent" else _boxes(one)
    return found


def _hides(name: str, styles: dict[str, Element]) -> bool:
    """Whether a style, or one that it is based on, hides its text."""
    seen: set[str] = set()
    current: str | None = name
    while current is not None and current not in seen and current in styles:
        seen.add(current)
        vanish = child(styles[current], "rPr", "vanish")
        if vanish is not None:
            return is_on(vanish)
        current = attribute(child(styles[current], "basedOn"), "val")
    return False


def mark_is_gone(element: Element) -> bool:
    """Whether a paragraph's mark is deleted or hidden: what follows stands in the same line."""
    mark = child(element, "pPr", "rPr")
    return any(child(mark, name) is not None for name in ("del", "moveFrom")) or any(
        is_on(child(mark, name)) for name in ("vanish", "specVanish")
    )


def styles_by_id(root: Element | None) -> dict[str, Element]:
    """The styles of a document by their ids."""
    return {attribute(one, "styleId") or "": one for one in children(root, "style")}
