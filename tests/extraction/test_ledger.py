"""The share of table text that reached a field."""

from pathlib import Path

import pytest

from perfeval_core.extraction.extract import extract_reports
from perfeval_core.extraction.ledger import table_text
from perfeval_core.reading.pagedoc import PageDoc
from perfeval_core.reading.pdf.read import read_pdf
from tests.helpers.truth import CORPUS, needs_corpus
from tests.makers import Look, make
from tests.makers.example import ANALYSIS, FORM

WHOLE = ("lo_docx", "chrome_ruled", "weasy_ruled", "rl_split", "rl_repeat", "form_rl", "form_chrome", "rl_borderless")


def values(report: object) -> int:
    """How many characters the cells of a described report hold; a level counts once, however many rows it spans."""
    rows = [*report.budget, *report.indicators, *report.goals]  # type: ignore[attr-defined]
    return sum(len(text) for row in rows for name, text in row if not name.startswith("level"))


@pytest.mark.parametrize("look", [Look(), Look(cut_rows=True, space_before_table=300)], ids=["whole", "cut"])
@pytest.mark.parametrize("report", [ANALYSIS, FORM], ids=["analysis", "form"])
def test_all_values_reach_a_field_and_all_else_is_known_by_name(report: object, look: Look) -> None:
    doc = read_pdf(make(report, look=look).pdf)  # type: ignore[arg-type]
    text = table_text(doc, extract_reports(doc))
    assert text.unclaimed == 0
    assert text.reached >= values(report)
    assert text.named > 0


def test_what_no_report_claims_did_not_reach_a_field() -> None:
    doc = read_pdf(make(ANALYSIS).pdf)
    whole = table_text(doc, extract_reports(doc))
    assert table_text(doc, ()).reached == 0
    (report,) = extract_reports(doc)
    without = report.model_copy(update={"indicators": report.indicators[1:]})
    assert table_text(doc, (without,)).reached < whole.reached


def test_a_document_without_tables_has_no_share() -> None:
    assert table_text(PageDoc("application/pdf", ()), ()).share is None


@needs_corpus
@pytest.mark.parametrize("folder", WHOLE)
def test_nothing_in_the_corpus_is_left_over(folder: str) -> None:
    for path in sorted((Path(str(CORPUS)) / folder).glob("*.pdf")):
        doc = read_pdf(path.read_bytes())
        text = table_text(doc, extract_reports(doc))
        assert text.unclaimed == 0
        assert text.share is not None and text.share > 0.5, f"{path}: {text}"
