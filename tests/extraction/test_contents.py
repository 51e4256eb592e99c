"""The table of contents: its headings, and the pages that they are said to stand on."""

from perfeval_core.extraction.extractor import Extractor
from tests.makers import Look, make
from tests.makers.description import HEADINGS
from tests.makers.example import ANALYSIS


def test_entries_are_kept_with_their_pages(extractor: Extractor) -> None:
    made = make(ANALYSIS, look=Look(contents=True))
    [filing] = extractor.extract(made.pdf, "报告.pdf").reports
    numbers = [int(entry.number) for entry in filing.contents]
    assert len(filing.contents) == sum(level < 3 for level, _ in HEADINGS)
    assert numbers == sorted(numbers)
    assert numbers[-1] <= made.pages
    assert all(entry.where("number")[0].page == 2 for entry in filing.contents)


def test_a_report_without_contents_has_none(extractor: Extractor) -> None:
    [filing] = extractor.extract(make(ANALYSIS, look=Look(contents=False)).pdf, "报告.pdf").reports
    assert filing.contents == ()
