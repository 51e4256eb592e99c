"""Tables without rules whose cells are told by their ground alone: read by plain pdfplumber, or left to a person."""

from random import Random

import pytest

from perfeval_core.domain.filing import Filing
from perfeval_core.domain.place import places
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import report_differences, sure_errors
from tests.extraction.descriptions import look, report
from tests.makers import Look, Made, compiled, make
from tests.makers.document import Rules
from tests.makers.example import ANALYSIS, FORM


def made(seed: int, rules: Rules) -> Made:
    """Some report of either form, its tables ruled as said."""
    random = Random(seed)
    return make(report(random), "reportlab", look(random).model_copy(update={"rules": rules}))


def routes(filing: Filing) -> set[str]:
    rows = (*filing.budget, *filing.indicators)
    return {place.route for row in rows for at in row.at.values() for place in places(at)}


def test_cells_with_grounds_are_read_by_pdfplumber(extractor: Extractor) -> None:
    document = make(FORM, "reportlab", Look(rules="fills"))
    file = extractor.extract(document.pdf, "底色.pdf")
    assert report_differences(document.truth, file.reports) == []
    assert routes(file.reports[0]) == {"fallback"}


@pytest.mark.parametrize("seed", [8, 10, 24])
def test_such_a_table_goes_on_over_the_pages_end(seed: int, extractor: Extractor) -> None:
    """Its rest may be one row and the total, which look like no table."""
    document = made(seed, "fills")
    [filing] = extractor.extract(document.pdf, "底色.pdf").reports
    assert filing.status == "extracted"
    assert report_differences(document.truth, (filing,)) == []


def test_a_table_with_rules_behind_such_a_page_is_read_by_its_rules(extractor: Extractor) -> None:
    document = compiled([make(FORM, "reportlab", Look(rules="fills")), make(FORM)])
    first, second = extractor.extract(document.pdf, "汇编.pdf").reports
    assert (routes(first), routes(second)) == ({"fallback"}, {"text"})
    assert report_differences(document.truth, (first, second)) == []


def test_rows_with_grounds_do_not_make_one_cell_of_many(extractor: Extractor) -> None:
    document = make(ANALYSIS, "reportlab", Look(rules="bands"))
    [filing] = extractor.extract(document.pdf, "条纹.pdf").reports
    assert routes(filing) == {"text"}
    assert sure_errors(document.truth[0], filing) == []


def test_the_last_row_is_unsure_where_the_rest_was_not_understood(extractor: Extractor) -> None:
    """The row is cut by the page's end, and under the repeated header nothing is read."""
    document = made(150, "level")
    [filing] = extractor.extract(document.pdf, "横线.pdf").reports
    assert filing.status == "partial"
    assert sure_errors(document.truth[0], filing) == []


def test_columns_that_nobody_parted_are_no_sure_text(extractor: Extractor) -> None:
    [filing] = extractor.extract(make(FORM, "reportlab", Look(rules="none")).pdf, "无线.pdf").reports
    assert (filing.status, filing.indicators) == ("partial", ())
    assert filing.sections
    assert all(place.confidence < 0.9 for section in filing.sections for place in section.at.text)
