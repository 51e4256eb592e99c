"""The cover of an analysis report (封面): its fields, in lines or in a ruled table, and nothing that stands beside.

A value that is too long for its line goes on right under it. What else stands there is no part of it: a contact, a
seal, the office that made the form. Where nobody can know, the value is doubted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perfeval_core.domain.place import At, Box, Place
from perfeval_core.extraction.blocks import Block, GridBlock, LineBlock
from perfeval_core.extraction.lexicon import analysis_words, form_words
from perfeval_core.extraction.names import code_and_name, iso_date, looks_like_date
from perfeval_core.extraction.sections import heading_of, is_contents_entry
from perfeval_core.extraction.tables import Cell, Table, doubted

_ANY_LABEL = re.compile(r"[^:,。;!?]{2,12}:.*")
_SEAL = re.compile(r"\(?(?:单位|项目单位|主管部门|部门)?(?:盖章|公章|签章|印章|签字|盖公章|章)(?:处)?\)?:?")
_SEAL_BEHIND = re.compile(r"\((?:单位|部门)?(?:盖章|公章|签章|印章|盖公章|章)\)$")
_BRACKET = r"(?:\([^()]{1,8}\))?"
_DATE = "report_date"


@dataclass
class _Value:
    """A field's value in the making: its lines, and whether it may not be what it seems."""

    text: str
    places: list[Place]
    last: Box | None
    doubted: bool = False
    begins: Box = (0.0, 0.0, 0.0, 0.0)

    def at(self) -> At:
        """Where it stands."""
        found = tuple(doubted(place) if self.doubted else place for place in self.places)
        return found[0] if len(found) == 1 else found


def label_of(text: str) -> tuple[str | None, str]:
    """The field that a line gives and the value behind its label; ``None`` if it gives none."""
    for name, labels in analysis_words().cover.items():
        for label in labels:
            match = re.fullmatch(rf"{label}{_BRACKET}:(.*)", text)
            if match:
                return name, match.group(1)
    return None, ""


def label_cells(table: Table) -> list[tuple[str, Cell, Cell]]:
    """The fields of a cover's table: each label's cell with the one right of it."""
    found = []
    for row in range(table.height):
        cells = table.starting(row)
        for label, value in pairwise(cells):
            name, rest = label_of(label.text.removesuffix(":") + ":")
            if name is not None and not rest:
                found.append((name, label, value))
    return found


def asks_for_project(block: Block) -> bool:
    """Whether a block of the cover holds the project's name."""
    if isinstance(block, LineBlock):
        return label_of(block.text)[0] == "project_name"
    labels = (label_of(cell.text.removesuffix(":") + ":")[0] for cell in block.grid.cells)
    return "project_name" in labels


def cover(lines: Sequence[LineBlock], table: Table | None) -> tuple[dict[str, str | None], dict[str, At]]:
    """The cover's fields, from ``lines`` below the title and from the cover's ``table``, and where they stand."""
    reader = _Cover(list(_cover_lines(lines)), max((block.bbox[2] for block in lines), default=0.0))
    for name, _, value in label_cells(table) if table else ():
        reader.values.setdefault(name, _Value(value.text, list(value.places), None))
    reader.read()
    for name in ("project_name", "unit", "department"):
        if name not in reader.values and reader.unknown is not None:
            reader.values[name] = _Value("", [reader.unknown], None, doubted=True)
    values = {name: value.text for name, value in reader.values.items()}
    unit_code, unit_name = code_and_name(_SEAL_BEHIND.sub("", values.get("unit", "")))
    department_code, department_name = code_and_name(_SEAL_BEHIND.sub("", values.get("department", "")))
    fields = {
        "project_name": values.get("project_name") or None,
        "unit_code": unit_code,
        "unit_name": unit_name,
        "department_code": department_code,
        "department_name": department_name,
        _DATE: iso_date(values.get(_DATE, "")),
    }
    return fields, _named_places(reader.values, fields)


def _named_places(values: dict[str, _Value], fields: dict[str, str | None]) -> dict[str, At]:
    """The places of the cover's values under the names of the fields that came out of them, doubted blanks too."""
    found: dict[str, At] = {}
    for name, text in fields.items():
        value = values.get(name.removesuffix("_name").removesuffix("_code") if name != "project_name" else name)
        if value is not None and (text is not None or (value.doubted and not name.endswith("_code"))):
            found[name] = value.at()
    return found


def _cover_lines(lines: Sequence[LineBlock]) -> Iterator[LineBlock]:
    """The lines up to the contents or the first heading."""
    for block in lines:
        if block.text == "目录" or is_contents_entry(block) or heading_of(block.text):
            return
        yield block


class _Cover:
    """The lines of one cover; ``margin`` is where the lines of its report end on the right."""

    def __init__(self, lines: Sequence[LineBlock], margin: float) -> None:
        self.lines, self.margin = lines, margin
        self.values: dict[str, _Value] = {}
        self.unknown: Place | None = None
        """The first line with a label that is not known: it may be that of a field that seems to be missing."""
        own = [block.bbox for block in lines if label_of(block.text)[0]]
        self.right = max((box[2] for box in own), default=0.0)
        self.pitch = min((below[1] - above[3] for above, below in pairwise(own)), default=0.0)

    def read(self) -> None:
        """Fills ``values``."""
        current: _Value | None = None
        above: list[LineBlock] = []
        for number, block in enumerate(self.lines):
            name, text = label_of(block.text)
            if name is not None:
                current = self._begin(name, text, block, above)
                above = []
            elif iso_date(block.text) is not None or looks_like_date(block.text):
                self._date(block)
                current = None
            elif _SEAL.fullmatch(block.text) or form_words().is_ignored(block.text.partition(":")[0]):
                current = None
            elif _ANY_LABEL.fullmatch(block.text):
                self.unknown = self.unknown or block.place
                if current is not None:
                    current.doubted |= self._goes_on(current, block)
                current = None
            elif current is None or self._is_nearer_below(current, number):
                above.append(block)
                current = None
            elif block.page == self.lines[0].page:
                current = self._go_on(current, block)

    def _begin(self, name: str, text: str, block: LineBlock, above: Sequence[LineBlock]) -> _Value:
        """A new value; ``above`` are lines without a label, that are its own where the label stands in its middle."""
        value = _Value(text, [block.place], block.bbox, begins=block.bbox)
        value.doubted = ":" in text
        near = above[-1] if above else None
        if near is not None and self._is_near(near.bbox, block.bbox) and self._is_indented(near.bbox, block.bbox):
            value.text, value.places = near.text + text, [near.place, block.place]
            value.doubted = True
        if name == _DATE:
            value.doubted |= bool(text) and iso_date(text) is None
        self.values[name] = value
        return value

    def _date(self, block: LineBlock) -> None:
        """A line with a date; the last one is the report's."""
        place = [block.place]
        self.values[_DATE] = _Value(block.text, place, block.bbox, doubted=iso_date(block.text) is None)

    def _go_on(self, value: _Value, block: LineBlock) -> _Value | None:
        """``value`` with the line under it, if it had no room for that in its own; else its end, doubted where the line
        stands as if it belonged to it. A line that wrapped before the margin may have been meant to end there."""
        if not self._goes_on(value, block):
            value.doubted |= self._stands_under(value, block)
            return None
        value.doubted |= value.last is None or not self._is_edge(value.last[2], _height(block.bbox))
        value.doubted |= self._is_indented_far(value, block)
        value.text += block.text
        value.places.append(block.place)
        value.last = block.bbox
        return value

    def _goes_on(self, value: _Value, block: LineBlock) -> bool:
        em = _height(block.bbox)
        full = value.last is not None and value.last[2] >= self.right - 1.5 * em and value.last[2] >= block.bbox[2] - em
        return full and self._stands_under(value, block) and block.place.route != "native"

    def _is_edge(self, right: float, em: float) -> bool:
        """Whether lines wrap at ``right``: it is the margin, or where a line without a label ends, too."""
        wrapped = (block.bbox[2] for block in self.lines if label_of(block.text)[0] is None)
        return right >= self.margin - 2 * em or any(abs(other - self.right) <= 0.6 * em for other in wrapped)

    def _stands_under(self, value: _Value, block: LineBlock) -> bool:
        if value.last is None or not self._is_near(value.last, block.bbox):
            return False
        return block.place.route == "native" or block.bbox[0] < value.last[2]

    def _is_near(self, upper: Box, lower: Box) -> bool:
        return lower[1] - upper[3] <= max(_height(lower), 1.15 * self.pitch)

    def _is_indented(self, box: Box, label: Box) -> bool:
        return box[0] > label[0] + 2 * _height(box)

    def _is_indented_far(self, value: _Value, block: LineBlock) -> bool:
        """Whether a line begins right of where values do, as if it were centred or something else."""
        return block.bbox[0] > value.begins[0] + 9 * _height(block.bbox)

    def _is_nearer_below(self, value: _Value, number: int) -> bool:
        """Whether a line stands nearer to the label under it than to the value over it."""
        block = self.lines[number]
        below = self.lines[number + 1] if number + 1 < len(self.lines) else None
        if value.last is None or below is None or label_of(below.text)[0] is None or block.place.route == "native":
            return False
        return below.bbox[1] - block.bbox[3] < block.bbox[1] - value.last[3] - 1


def _height(box: Box) -> float:
    return box[3] - box[1]


def cover_table(blocks: Sequence[Block]) -> GridBlock | None:
    """The ruled table on the cover that holds its fields, if there is one."""
    for block in blocks[1:]:
        if isinstance(block, GridBlock):
            return block if asks_for_project(block) else None
        if block.text == "目录" or is_contents_entry(block) or heading_of(block.text):
            return None
    return None
