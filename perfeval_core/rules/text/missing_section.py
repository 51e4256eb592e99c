"""缺少必备内容: a section that must hold text is empty or absent.

Parents and the sections of the two tables hold no text of their own. 无 is a text. A section counts as absent only in a
report of this layout (few sections are absent) that was read in full, and if no line of the narrative looks like its
heading in other words.
"""

import re
from collections.abc import Iterator

from perfeval_core.domain.filing import Filing, Section
from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.place import Location
from perfeval_core.narrative.passages import section_name
from perfeval_core.narrative.words import words
from perfeval_core.rules.subject import Subject

_NUMBERED = re.compile(r"(?:[(]?[一二三四五六七八九十\d]{1,3}[、.)])")
_LONGEST_HEADING = 30
_NOT_TEXT = re.compile(r"[\W_]+")


def check(subject: Subject) -> Iterator[Evidence]:
    """One finding a section, at its heading or at the one before it."""
    filing, mandatory = subject.report.filing, words().mandatory
    if filing.status != "extracted" or not filing.sections:
        return
    held: dict[str, Section] = {}
    for one in filing.sections:
        held.setdefault(section_name(one) or "", one)
    absent = [name for name in mandatory if name not in held]
    before: tuple[Location, ...] = (filing.sections[0].at.heading.location,)
    for row, (name, stems) in enumerate(mandatory.items()):
        section = held.get(name)
        if section is not None:
            before = (section.at.heading.location,)
            if _is_empty(section, name):
                yield _evidence(name, "为空", before, row)
        elif len(absent) <= words().most_absent and not _is_written_otherwise(filing, stems):
            yield _evidence(name, "缺失", before, row)


def _is_empty(section: Section, name: str) -> bool:
    """Whether nothing is written, or only the section's own name again."""
    return not _NOT_TEXT.sub("", section.text.replace(name, ""))


def _is_written_otherwise(filing: Filing, stems: tuple[str, ...]) -> bool:
    """Whether some line looks like a heading with one of the section's words: the layout words it otherwise."""
    lines = (line for section in filing.sections for line in _lines(section))
    return any(
        _NUMBERED.match(line) and len(line) <= _LONGEST_HEADING and any(stem in line for stem in stems)
        for line in lines
    )


def _lines(section: Section) -> Iterator[str]:
    offset = 0
    for line in section.at.text:
        yield section.text[offset : offset + line.length]
        offset += line.length
    yield section.text[offset:]


def _evidence(name: str, what: str, at: tuple[Location, ...], row: int) -> Evidence:
    return Evidence(
        indicator=None,
        field="section",
        stated="",
        expected=None,
        at=at,
        row=row,
        facts=(("section", name), ("what", what)),
    )
