"""目录页码错乱: an entry of the table of contents that stands on an earlier page than the one before it."""

from collections.abc import Iterator
from itertools import pairwise

from perfeval_core.domain.filing import ContentsEntry
from perfeval_core.domain.findings import Evidence
from perfeval_core.domain.numbers import dec
from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.rules.subject import Subject


def check(subject: Subject) -> Iterator[Evidence]:
    """Once a report: the first such entry. Entries that were not read surely are left out."""
    entries = [entry for entry in subject.report.filing.contents if _is_sure(entry)]
    for before, entry in pairwise(entries):
        earlier, page = dec(before.number), dec(entry.number)
        if earlier is not None and page is not None and page < earlier:
            yield Evidence(
                indicator=None,
                field="contents",
                stated=entry.number,
                expected=None,
                at=tuple(place.location for place in (*before.where("number"), *entry.where("number"))),
                facts=(("heading", entry.heading), ("before", before.heading), ("earlier", before.number)),
            )
            return


def _is_sure(entry: ContentsEntry) -> bool:
    return all(place.confidence >= CERTAIN for place in places(entry.at.get("number")))
