"""The makers: what they print is what their truth says."""

from itertools import chain

import pypdfium2 as pdfium
import pytest
from pydantic import ValidationError

from perfeval_core.domain.filing import BudgetLine, Filing, Goal, Indicator, Section
from tests.makers import Look, Made, ReportText, compiled, make, missing
from tests.makers.description import HEADINGS
from tests.makers.example import ANALYSIS, FORM
from tests.makers.grid import indicator_grid
from tests.makers.laid import Laid, lay
from tests.makers.making import heading_pages
from tests.makers.truth import fold, number

PRODUCERS = (
    "reportlab",
    pytest.param("chromium", marks=pytest.mark.slow),
    pytest.param("libreoffice", marks=pytest.mark.slow),
)
REPORTS = pytest.mark.parametrize("report", [ANALYSIS, FORM], ids=["analysis", "form"])


def text_of(pdf: bytes) -> str:
    """All that the document shows, folded."""
    pages = pdfium.PdfDocument(pdf)
    return fold("".join(page.get_textpage().get_text_range() for page in pages))


def made_by(producer: str, report: ReportText, look: Look | None = None) -> Made:
    """The document, or a skipped test with the way to get the program."""
    if reason := missing(producer):
        pytest.skip(reason)
    return make(report, producer, look)


@pytest.mark.parametrize("producer", PRODUCERS)
@REPORTS
def test_every_string_of_the_truth_stands_in_the_document(producer: str, report: ReportText) -> None:
    made = made_by(producer, report)
    shown = text_of(made.pdf).replace(",", "")
    truth = made.truth[0]
    rows = chain(truth["budget"], truth["indicators"], truth["goals"])
    cells = {text for row in rows for text in row.values() if text}
    sections = {section["text"] for section in truth["sections"]}
    titles = {truth["title"], truth["project_name"], truth["unit_name"], truth["department_name"]}
    assert [text for text in cells | sections | titles if text.replace(",", "") not in shown] == []


@pytest.mark.parametrize("producer", PRODUCERS)
def test_the_contents_name_the_pages_of_the_headings(producer: str) -> None:
    made = made_by(producer, ANALYSIS)
    lines = fold(pdfium.PdfDocument(made.pdf)[1].get_textpage().get_text_range())
    assert heading_pages(made.pdf).keys() == {heading for _, heading in HEADINGS}
    for section in made.truth[0]["sections"]:
        if section["level"] < 3:
            after = lines.split(section["heading"], 1)[1].lstrip(".")
            assert after.startswith(str(section["page"])), section["heading"]


@REPORTS
def test_the_truth_has_the_published_shape(report: ReportText) -> None:
    truth = make(report).truth[0]
    for model, values in (
        (Filing, [truth]),
        (BudgetLine, truth["budget"]),
        (Indicator, truth["indicators"]),
        (Goal, truth["goals"]),
        (Section, truth["sections"]),
    ):
        # the contents depend on the look: they are no part of a report's truth
        assert all(value.keys() == set(model.model_fields) - {"at", "contents"} for value in values), model


def test_strings_are_folded_as_the_contract_says() -> None:
    assert fold(" 优 良率（％）：９８ ") == "优良率(%):98"
    assert (fold(">=5"), fold("≧５"), fold("⩽5"), fold("<=5")) == ("≥5", "≥5", "≤5", "≤5")
    assert (number("2,500,\n000.00"), number("１，２００"), number("1,2"), number("—")) == (
        "2500000.00",
        "1200",
        "1,2",
        "—",
    )


def test_full_width_changes_the_page_and_not_the_truth() -> None:
    plain, wide = make(FORM), make(FORM, look=Look(full_width=True))
    assert wide.truth == plain.truth
    assert "１５２" in pdfium.PdfDocument(wide.pdf)[0].get_textpage().get_text_range()


def test_several_documents_become_one_file() -> None:
    first, second = make(ANALYSIS), make(FORM)
    whole = compiled([first, second])
    assert [(one["index"], one["first_page"], one["last_page"]) for one in whole.truth] == [
        (1, 1, first.pages),
        (2, first.pages + 1, first.pages + second.pages),
    ]
    assert len(pdfium.PdfDocument(whole.pdf)) == whole.pages


def test_the_same_description_gives_the_same_bytes() -> None:
    assert make(ANALYSIS).pdf == make(ANALYSIS).pdf


def test_a_misspelt_heading_is_refused() -> None:
    with pytest.raises(ValidationError, match="no headings"):
        ReportText(**{**ANALYSIS.model_dump(), "sections": {"一、项目基本情况": "…"}})


def laid() -> Laid:
    """The example's indicator table, ten points a character."""
    return lay(indicator_grid(ANALYSIS, Look().indicator_widths), 450, 12, lambda text: 10.0 * len(text))


@pytest.mark.parametrize("height", range(70, 460, 13))
@pytest.mark.parametrize("inside_rows", [False, True])
def test_a_cut_loses_nothing(height: float, inside_rows: bool) -> None:
    table = laid()
    pieces = table.cut(height, inside_rows, repeat_header=False)
    if pieces is None:
        return
    first, second = pieces
    assert sum(first.heights) <= height
    assert _lines(first, second) == _lines(table)
    for piece in pieces:
        assert sum(cell.rows * cell.columns for cell in piece.cells) == len(piece.heights) * len(piece.widths)


def test_a_merged_cell_is_cut_and_a_header_repeated() -> None:
    table = laid()
    height = sum(table.heights[:3]) + 1
    pieces = table.cut(height, inside_rows=False, repeat_header=True)
    assert pieces is not None
    level = next(cell for cell in pieces[1].cells if (cell.row, cell.column) == (2, 0))
    assert (level.rows, level.lines) == (3, ())
    assert [cell.lines for cell in pieces[1].cells if cell.row < 2] == [c.lines for c in table.cells if c.row < 2]


def test_a_table_that_would_leave_only_its_header_moves_whole() -> None:
    assert laid().cut(sum(laid().heights[:2]) + 1, inside_rows=False, repeat_header=False) is None


def _lines(*tables: Laid) -> list[str]:
    return sorted(line for table in tables for cell in table.cells for line in cell.lines)
