"""Lines of narrative to sections, by the headings that the layout lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfeval_core.domain.filing import ContentsEntry, Section, SectionPlaces
from perfeval_core.domain.place import LinePlace, Place
from perfeval_core.extraction.blocks import LineBlock
from perfeval_core.extraction.lexicon import TableKind, analysis_words, columns
from perfeval_core.extraction.tables import doubted

_NUMBERING = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}[、.](.+)")),
    (2, re.compile(r"[((][一二三四五六七八九十]{1,3}[))](.+)")),
    (3, re.compile(r"(?:\d{1,2}[、.]|[((]\d{1,2}[))])(.+)")),
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|_{4,}|-{4,})(\d{0,3})$")
_MOSTLY = 0.7
"""The share of the contents' lines that are headings, where long ones wrap."""
_COLUMN_LINES = 3
"""So many lines one under the other with a wide gap in each are two columns of text."""
_COLUMNS_LIKE = 4
"""A line of so many runs with wide gaps between them is no sentence."""


@dataclass(frozen=True)
class Heading:
    """A heading of the layout: its level, its own name in the lexicon, its text, and text run in after a colon."""

    level: int
    name: str
    text: str
    run_in: str = ""


@dataclass
class _Open:
    heading: Heading
    place: Place
    printed: list[tuple[str, Place]]
    """The lines that the heading stands on, with the text run in after it."""
    lines: list[tuple[str, Place]] = field(default_factory=list)


def heading_of(text: str) -> Heading | None:
    """The heading that a line is, or ``None``."""
    for level, numbering in _NUMBERING:
        match = numbering.fullmatch(text)
        if match is None:
            continue
        title, mark, rest = _split_run_in(match.group(1))
        name = analysis_words().canonical(title)
        if name is not None:
            return Heading(level, name, text[: len(text) - len(mark) - len(rest)], rest)
    return None


def _split_run_in(text: str) -> tuple[str, str, str]:
    """A title, the mark after it and the text that goes on in the same line."""
    match = re.match(r"([^::。]+)([::。]?)(.*)", text)
    return match.groups() if match else (text, "", "")  # type: ignore[return-value]


def is_contents_entry(block: LineBlock) -> bool:
    """Whether a line is an entry of the table of contents (目录): leaders, or a heading with a page number far off."""
    if _LEADER.search(block.text):
        return True
    *title, number = block.line.pieces
    return bool(title) and number.isdigit() and heading_of("".join(title)) is not None


def contents(lines: Sequence[LineBlock]) -> tuple[ContentsEntry, ...]:
    """The entries of the table of contents among ``lines`` that give a page."""
    entries = ((_contents_entry(block), block.place) for block in lines if is_contents_entry(block))
    return tuple(
        ContentsEntry(heading=heading, number=number, at={"heading": place, "number": place})
        for (heading, number), place in entries
        if number
    )


def _contents_entry(block: LineBlock) -> tuple[str, str]:
    """The heading and the page number, blank if there is none, of an entry."""
    leader = _LEADER.search(block.text)
    if leader is not None:
        return block.text[: leader.start()], leader.group(1)
    *title, number = block.line.pieces
    return "".join(title), number


def after_contents(lines: Sequence[LineBlock]) -> Sequence[LineBlock]:
    """``lines`` without the table of contents and what stands before it (the cover)."""
    entries = [index for index, block in enumerate(lines) if block.text == "目录" or is_contents_entry(block)]
    if entries:
        return _after_bare_entries(lines[entries[-1] + 1 :])
    first = next((index for index, block in enumerate(lines) if heading_of(block.text)), len(lines))
    return lines[first:]


def _after_bare_entries(lines: Sequence[LineBlock]) -> Sequence[LineBlock]:
    """``lines`` without the contents' entries that have no page number: headings, and then the first of them again."""
    names = [heading.name if (heading := heading_of(block.text)) else None for block in lines]
    again = names.index(names[0], 1) if names and names[0] and names[0] in names[1:] else 0
    headings = sum(name is not None for name in names[:again])
    return lines[again:] if headings > _MOSTLY * again else lines


def sections(lines: Sequence[LineBlock]) -> tuple[Section, ...]:
    """The sections of the narrative in their order; ``lines`` are those after cover and contents."""
    found: list[_Open] = []
    waiting: LineBlock | None = None
    beside = side_by_side(lines)
    for block in lines:
        heading, first = _heading_over(waiting, block)
        if heading is not None:
            if waiting is not None and first is waiting and found and found[-1].lines:
                found[-1].lines.pop()
            printed = [(one.text, one.place) for one in dict.fromkeys((first, block))]
            found.append(_Open(heading, first.place, printed))
            if heading.run_in:
                found[-1].lines.append((heading.run_in, block.place))
        elif found:
            unsure = len(block.line.pieces) >= _COLUMNS_LIKE or block in beside
            found[-1].lines.append((block.text, doubted(block.place) if unsure else block.place))
        waiting = block if heading is None else None
    return tuple(_section(item) for item in _without_list_items(found))


def side_by_side(lines: Sequence[LineBlock]) -> set[LineBlock]:
    """Lines that hold two columns of text: a heading beside something else, or a run of lines with a gap in each."""
    apart = [len(block.line.pieces) > 1 and not is_contents_entry(block) for block in lines]
    found: set[LineBlock] = set()
    for number, block in enumerate(lines):
        run = apart[number : number + _COLUMN_LINES]
        if len(run) == _COLUMN_LINES and all(run):
            found.update(lines[number : number + _COLUMN_LINES])
        elif apart[number] and any(heading_of(piece) for piece in block.line.pieces):
            found.add(block)
    return found


def _without_list_items(found: Sequence[_Open]) -> list[_Open]:
    """``found``, where a name that stands twice in two writings is one heading: the others are items of a list that
    begin like it (1.项目实施方案), for a person to see."""
    kept: list[_Open] = []
    for item in found:
        alike = [other for other in found if other.heading.name == item.heading.name]
        keeper = min(alike, key=lambda other: other.heading.level != analysis_words().level(other.heading.name))
        if kept and item.heading.text != keeper.heading.text:
            kept[-1].lines += [(text, doubted(place)) for text, place in item.printed]
            run_in = 1 if item.heading.run_in else 0
            kept[-1].lines += [(text, doubted(place)) for text, place in item.lines[run_in:]]
        else:
            kept.append(item)
    return kept


def with_doubts(found: Sequence[Section], missing: Sequence[TableKind]) -> tuple[Section, ...]:
    """``found``, where the sections that must hold the text of ``missing`` tables are doubted: their rules were not
    found, so their cells stand among the sentences."""
    return tuple(
        _doubted(section) if any(_holds_table(section, kind) for kind in missing) else section for section in found
    )


def _holds_table(section: Section, kind: TableKind) -> bool:
    heading = heading_of(section.heading)
    named = heading is not None and heading.name == analysis_words().tables[kind]
    return named or sum(name in section.text for name in columns().words(kind)) >= 3


def _doubted(section: Section) -> Section:
    lines = tuple(doubted(line) for line in section.at.text)
    return section.model_copy(update={"at": section.at.model_copy(update={"text": lines})})


def _heading_over(waiting: LineBlock | None, block: LineBlock) -> tuple[Heading | None, LineBlock]:
    """The heading in ``block``, or in the line before it and ``block`` together if it was too long for one line."""
    heading = heading_of(block.text)
    if heading is not None or waiting is None:
        return heading, block
    joined = heading_of(waiting.text + block.text) if len(block.text) <= 16 else None
    return (joined, waiting) if joined and not joined.run_in else (None, block)


def _section(item: _Open) -> Section:
    return Section(
        level=item.heading.level,
        heading=item.heading.text,
        text="".join(text for text, _ in item.lines),
        page=item.place.page,
        at=SectionPlaces(
            heading=item.place,
            text=tuple(LinePlace(**place.model_dump(), length=len(text)) for text, place in item.lines),
        ),
    )


def out_of_order(found: Sequence[Section]) -> str | None:
    """What is wrong with the order of the headings, as the layout lists them: the first does not begin it, or one
    stands after those that follow it. ``None`` if nothing is."""
    order = list(analysis_words().headings)
    names = [heading.name for section in found if (heading := heading_of(section.heading)) is not None]
    if names and names[0] != order[0]:
        return f"正文没有从“{order[0]}”开始，前面可能有标题没有认出"
    for section, before, name in zip(found[1:], names, names[1:], strict=False):
        if order.index(name) < order.index(before):
            return f"标题“{section.heading}”的位置与版式的次序不同，可能不是标题"
    return None


def section_named(found: Sequence[Section], name: str) -> Section | None:
    """The first section whose heading is ``name`` in the lexicon."""
    for section in found:
        heading = heading_of(section.heading)
        if heading is not None and heading.name == name:
            return section
    return None
