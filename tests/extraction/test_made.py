"""Made reports of all kinds: what is read is what was printed, or a person is told where to look."""

from random import Random

import pytest

from perfeval_core.domain.place import CERTAIN
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import report_differences, sure_errors
from tests.extraction.descriptions import look, report
from tests.makers import BudgetText, Look, Made, ReportText, compiled, make, missing
from tests.makers.example import ANALYSIS, FORM

MOSTLY = {"reportlab": 0.95, "chromium": 0.95, "libreoffice": 0.85}
"""The share of made files that is read in full; the rest is handed to a person. LibreOffice cuts header rows, too."""


def made(seed: int, producer: str) -> Made:
    """One to three documents in one file."""
    random = Random(seed)
    documents = [make(report(random), producer, look(random)) for _ in range(random.choice((1, 1, 1, 2, 3)))]
    return documents[0] if len(documents) == 1 else compiled(documents)


def read_all(seeds: range, producer: str, extractor: Extractor) -> float:
    """Reads the files of ``seeds`` and compares them; the share of those that were read in full."""
    full = 0
    for seed in seeds:
        whole = made(seed, producer)
        file = extractor.extract(whole.pdf, f"{seed}.pdf")
        assert file.pages == whole.pages
        assert len(file.reports) == len(whole.truth), f"seed {seed}"
        for truth, read in zip(whole.truth, file.reports, strict=True):
            assert sure_errors(truth, read) == [], f"seed {seed}, report {read.index}"
            assert (read.first_page, read.last_page) == (truth["first_page"], truth["last_page"])
        full += file.status == "extracted"
    return full / len(seeds)


def equal(whole: Made, extractor: Extractor) -> None:
    """Everything is read, and equals the truth."""
    file = extractor.extract(whole.pdf, "made.pdf")
    assert file.status == "extracted", file.reason
    assert report_differences(whole.truth, file.reports) == []


def test_all_kinds_of_reports(extractor: Extractor) -> None:
    assert read_all(range(60), "reportlab", extractor) >= MOSTLY["reportlab"]


@pytest.mark.slow
@pytest.mark.parametrize("producer", ["chromium", "libreoffice"])
def test_all_kinds_of_reports_by_other_programs(producer: str, extractor: Extractor) -> None:
    if reason := missing(producer):
        pytest.skip(reason)
    assert read_all(range(20), producer, extractor) >= MOSTLY[producer]


@pytest.mark.parametrize("count", [1, 2, 7, 40])
@pytest.mark.parametrize("base", [ANALYSIS, FORM], ids=["analysis", "form"])
def test_any_number_of_indicators_over_any_number_of_pages(base: ReportText, count: int, extractor: Extractor) -> None:
    rows = tuple(base.indicators[number * len(base.indicators) // count] for number in range(count))
    whole = make(base.model_copy(update={"indicators": rows}))
    assert whole.pages >= (3 if base is ANALYSIS else 1)
    equal(whole, extractor)


def test_a_form_over_three_pages(extractor: Extractor) -> None:
    rows = tuple(row.model_copy(update={"reason": row.reason or "说明" * 60}) for row in FORM.indicators for _ in "123")
    whole = make(FORM.model_copy(update={"indicators": rows}), look=Look(table_size=12, cut_rows=True))
    assert whole.pages >= 3
    equal(whole, extractor)


@pytest.mark.parametrize("space", range(0, 480, 40))
@pytest.mark.parametrize("cut_rows", [False, True])
def test_a_table_may_be_cut_anywhere(space: int, cut_rows: bool, extractor: Extractor) -> None:
    rows = tuple(row.model_copy(update={"reason": row.reason * 3}) for row in ANALYSIS.indicators)
    whole = make(
        ANALYSIS.model_copy(update={"indicators": rows}), look=Look(space_before_table=space, cut_rows=cut_rows)
    )
    file = extractor.extract(whole.pdf, "cut.pdf")
    assert sure_errors(whole.truth[0], file.reports[0]) == []


def test_three_equal_forms_keep_their_titles(extractor: Extractor) -> None:
    equal(compiled([make(FORM)] * 3), extractor)


def test_four_reports_that_begin_their_pages_alike_keep_their_headings(extractor: Extractor) -> None:
    equal(compiled([make(ANALYSIS)] * 4), extractor)


def test_without_contents_and_without_page_numbers(extractor: Extractor) -> None:
    equal(make(ANALYSIS, look=Look(contents=False, footer="", break_before=())), extractor)


@pytest.mark.parametrize("amount", ["", "—", "/", "-12,345", "12,345,678,901.23", "0.00"])
def test_amounts_that_are_blank_marks_negative_or_too_long_for_their_cell(amount: str, extractor: Extractor) -> None:
    total, *_ = ANALYSIS.budget
    changed = total.model_copy(update={"full_year": amount, "executed": amount, "carry_over": amount})
    lines = (changed, BudgetText(source="市县区财政资金"), changed.model_copy(update={"source": "其他资金"}))
    widths = (0.2, 0.16, 0.16, 0.09, 0.09, 0.1, 0.1, 0.1)
    equal(make(ANALYSIS.model_copy(update={"budget": lines}), look=Look(budget_widths=widths)), extractor)


def test_two_lines_of_money_on_two_pages_stay_two(extractor: Extractor) -> None:
    """Both fill their cells and have a rate and no amounts: they look like one line that was cut."""
    lines = (
        *ANALYSIS.budget,
        *(BudgetText(source=f"{name}财政专项资金", execution_rate="100.00%") for name in "省市县乡"),
    )
    filler = "安排落实。" * 40
    for paragraphs in range(3, 9):
        sections = ANALYSIS.sections | {"（三）项目实施计划": "\n".join([filler] * paragraphs)}
        whole = make(
            ANALYSIS.model_copy(update={"budget": lines, "sections": sections}),
            look=Look(break_before=(), contents=False),
        )
        file = extractor.extract(whole.pdf, "two.pdf")
        assert sure_errors(whole.truth[0], file.reports[0]) == []


def test_a_cell_that_is_one_for_two_columns_is_unsure(extractor: Extractor) -> None:
    """Weight and points without a rule between them: both fields would get both numbers."""
    widths = (0.09, 0.11, 0.19, 0.09, 0.11, 0.11, 0.0001, 0.14, 0.16)
    whole = make(ANALYSIS, look=Look(indicator_widths=widths))
    file = extractor.extract(whole.pdf, "narrow.pdf")
    assert file.status != "extracted"
    for report_read in file.reports:
        assert [error for error in sure_errors(whole.truth[0], report_read) if "weight" in error] == []


def test_the_comparison_sees_a_wrong_string_and_forgives_a_doubted_one(extractor: Extractor) -> None:
    whole = make(ANALYSIS)
    read = extractor.extract(whole.pdf, "made.pdf").reports[0]
    row = read.indicators[0]
    wrong = row.model_copy(update={"actual": "81"})
    partial = read.model_copy(update={"status": "partial", "indicators": (wrong, *read.indicators[1:])})
    assert sure_errors(whole.truth[0], partial) == ["actual: '81', but the document says '18'"]
    place = row.where("actual")[0].model_copy(update={"confidence": CERTAIN / 2})
    doubted = wrong.model_copy(update={"at": row.at | {"actual": place}})
    forgiven = partial.model_copy(update={"indicators": (doubted, *read.indicators[1:])})
    assert sure_errors(whole.truth[0], forgiven) == []


def test_a_running_head_does_not_tear_a_form_apart(extractor: Extractor) -> None:
    """A line above the table on every page: on the first it stands above the title."""
    rows = tuple(row.model_copy(update={"reason": "说明" * 40}) for row in FORM.indicators for _ in "123")
    whole = make(FORM.model_copy(update={"indicators": rows}), look=Look(footer="附件{page}云岭市"))
    assert whole.pages >= 2
    equal(whole, extractor)
