"""Many reports in one file, also where a cover is lost or a page is there twice: no report vanishes in another."""

import io
from collections.abc import Sequence
from random import Random

import pypdfium2 as pdfium
import pytest

from perfeval_core.domain.filing import ExtractedFile
from perfeval_core.domain.place import CERTAIN
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import report_differences
from tests.extraction.descriptions import look, report
from tests.makers import Look, compiled, make
from tests.makers.by_reportlab import produce
from tests.makers.document import Block, Entry, Line, blocks
from tests.makers.example import ANALYSIS, FORM

COVER, CONTENTS, REST = [0], [1], [2, 3, 4]
"""The pages of the analysis report."""


def joined(*parts: tuple[bytes, Sequence[int]]) -> bytes:
    """The chosen pages of documents, one after the other."""
    whole = pdfium.PdfDocument.new()
    for data, pages in parts:
        whole.import_pages(pdfium.PdfDocument(data), list(pages))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def analysis() -> bytes:
    data = make(ANALYSIS).pdf
    assert len(pdfium.PdfDocument(data)) == len([*COVER, *CONTENTS, *REST])
    return data


def spans(file: ExtractedFile) -> list[tuple[int | None, int | None, str]]:
    return [(one.first_page, one.last_page, one.status) for one in file.reports]


def test_sixty_reports_of_both_layouts_in_one_file(extractor: Extractor) -> None:
    randoms = [Random(seed) for seed in range(500, 560)]
    made = compiled([make(report(random), "reportlab", look(random)) for random in randoms])
    file = extractor.extract(made.pdf, "汇编.pdf")
    assert report_differences(made.truth, file.reports) == []


@pytest.mark.parametrize("lost", [COVER, [*COVER, *CONTENTS]], ids=["cover", "cover and contents"])
def test_a_report_without_its_cover_is_one_of_its_own(analysis: bytes, lost: list[int], extractor: Extractor) -> None:
    left = [page for page in [*COVER, *CONTENTS, *REST] if page not in lost]
    file = extractor.extract(joined((analysis, range(5)), (analysis, left)), "汇编.pdf")
    assert spans(file) == [(1, 5, "partial"), (6, 5 + len(left), "partial")]
    first, second = file.reports
    assert "到哪里结束不能确定" in str(first.reason)
    assert "没有找到这份报告的标题" in str(second.reason)
    assert (second.title, second.where("title")[0].confidence < CERTAIN) == ("", True)
    assert second.indicators[0].name == first.indicators[0].name
    assert second.sections == tuple(
        section.model_copy(update={"page": moved.page, "at": moved.at})
        for section, moved in zip(first.sections, second.sections, strict=True)
    )


def test_a_report_before_the_first_cover_is_not_left_out(analysis: bytes, extractor: Extractor) -> None:
    file = extractor.extract(joined((analysis, REST), (analysis, range(5))), "汇编.pdf")
    assert spans(file) == [(1, 3, "partial"), (4, 8, "extracted")]


def test_a_form_and_a_report_without_cover(analysis: bytes, extractor: Extractor) -> None:
    file = extractor.extract(joined((make(FORM).pdf, [0]), (analysis, REST)), "汇编.pdf")
    assert [one.form for one in file.reports] == ["self_evaluation_form", "analysis_report"]
    assert spans(file) == [(1, 1, "partial"), (2, 4, "partial")]


def test_a_page_that_is_there_twice_is_for_a_person(analysis: bytes, extractor: Extractor) -> None:
    file = extractor.extract(joined((analysis, range(5)), (analysis, REST[-1:])), "报告.pdf")
    assert (file.status, "出现了两次" in str(file.reason)) == ("partial", True)


def test_contents_without_page_numbers_are_no_sections(extractor: Extractor) -> None:
    def bare(block: Block) -> Block:
        return Line(block.text, "p") if isinstance(block, Entry) else block

    data = produce([bare(block) for block in blocks(ANALYSIS, Look(contents=True), {})], Look())
    [filing] = extractor.extract(data, "报告.pdf").reports
    [usual] = extractor.extract(make(ANALYSIS).pdf, "报告.pdf").reports
    assert filing.status == "extracted"
    assert [(one.heading, one.text) for one in filing.sections] == [(one.heading, one.text) for one in usual.sections]
