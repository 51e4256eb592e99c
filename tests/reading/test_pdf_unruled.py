"""Tables between level rules, or without any: what is sure is right, the rest is told."""

from random import Random

import pytest

from perfeval_core.domain.place import CERTAIN
from perfeval_core.extraction.extract import extract
from perfeval_core.reading.pdf.ink import PageInk
from perfeval_core.reading.pdf.lattice import Bar
from perfeval_core.reading.pdf.read import read_pdf
from perfeval_core.reading.pdf.unruled.find import UnruledTables
from perfeval_core.reading.pdf.unruled.pieces import Line, Piece
from tests.extraction.comparing import report_differences, sure_errors
from tests.extraction.descriptions import look, report
from tests.makers import Look, Made, ReportText, make
from tests.makers.document import Rules
from tests.makers.example import ANALYSIS
from tests.reading import hostile


def analysis(random: Random) -> ReportText:
    """A report of the layout whose tables are read without rules."""
    drawn = report(random)
    while drawn.form != "analysis_report":
        drawn = report(random)
    return drawn


def made(rules: Rules, seed: int) -> Made:
    """A made report, its tables ruled by ``rules``."""
    random = Random(f"{rules} {seed}")
    changes = {"rules": rules, "top": random.random() < 0.4, "leading": random.choice((1.1, 1.25, 1.4))}
    return make(analysis(random), look=look(random).model_copy(update=changes))


@pytest.mark.parametrize(("rules", "full"), [("level", 0.3), ("ends", 0.1), ("none", 0.1)])
def test_no_wrong_cell_is_sure(rules: Rules, full: float) -> None:
    read = 0
    for seed in range(40):
        whole = made(rules, seed)
        file = extract(whole.pdf, lambda seconds: None)
        assert len(file.reports) == 1
        assert sure_errors(whole.truth[0], file.reports[0]) == [], f"seed {seed}"
        read += file.status == "extracted"
    assert read >= full * 40


@pytest.mark.parametrize("rules", ["thin", "double", "dashed", "dotted"])
def test_rules_of_all_kinds_are_rules(rules: Rules) -> None:
    for seed in range(6):
        whole = made(rules, seed)
        file = extract(whole.pdf, lambda seconds: None)
        assert report_differences(whole.truth, file.reports) == []


@pytest.mark.parametrize("top", [False, True])
@pytest.mark.parametrize("rules", ["level", "ends", "none"])
def test_a_plain_report_is_read_in_full(rules: Rules, top: bool) -> None:
    whole = make(ANALYSIS, look=Look(rules=rules, top=top))
    file = extract(whole.pdf, lambda seconds: None)
    assert report_differences(whole.truth, file.reports) == []
    cells = [place for row in file.reports[0].indicators for place in row.at.values()]
    assert all(place.confidence >= CERTAIN for place in cells if not isinstance(place, tuple))


def test_sentences_are_no_table() -> None:
    sentence = "资金来源、全年预算数和全年执行数列于一级指标、二级指标和指标名称之前"
    for page in read_pdf(make(ANALYSIS.model_copy(update={"sections": {"四、项目主要经验做法": sentence}})).pdf).pages:
        assert all(len(grid.edges) > 5 for grid in page.grids)


def test_rows_of_words_without_a_header_are_no_table() -> None:
    drawn = b"".join(
        b"BT /F1 10 Tf %d %d Td (w%d) Tj ET " % (x, y, x) for x in (72, 150, 250, 350) for y in (700, 680, 660)
    )
    assert read_pdf(hostile.page_with(drawn)).pages[0].grids == ()


NAMES = ("一级指标", "指标名称", "实际完成值", "权重", "得分")
PAGE = PageInk(1, 595, 842, "text", ())


def line(base: float, *texts: str) -> Line:
    """A line with a text in each column."""
    pieces = [Piece(text, 70 + 90 * n, 70 + 90 * n + 9 * len(text), base, 9) for n, text in enumerate(texts) if text]
    return Line(tuple(pieces), True)


def found(*lines: Line, bars: tuple[Bar, ...] = ()) -> list[tuple[int, int, float]]:
    """The rows, columns and least confidence of the tables among ``lines``."""
    tables, _ = UnruledTables(1).on_page(lines, bars, PAGE)
    grids = [table.grid() for table in tables]
    return [(grid.row_count, len(grid.edges) - 1, min(cell.sure for cell in grid.cells)) for grid in grids]


def test_rows_lie_between_wide_gaps() -> None:
    rows = [line(130, "产出指标", "培训", "5", "10", "10"), line(160, "效益指标", "提升", "5", "10", "10")]
    assert found(line(100, *NAMES), *rows) == [(3, 5, 0.95)]


def test_lines_as_near_as_those_of_one_cell_are_doubted() -> None:
    rows = [line(130, "产出指标", "培训", "5", "10", "10"), line(141, "", "场次", "6", "20", "20")]
    ((_, _, sure),) = found(line(100, *NAMES), *rows)
    assert sure < CERTAIN


def test_columns_that_run_into_each_other_are_no_table() -> None:
    crossing = Line((Piece("培训场次和参加培训的人数以及满意的", 160, 313, 130, 9),), True)
    assert found(line(100, *NAMES), crossing) == []


def test_text_in_a_column_without_a_name_is_no_table() -> None:
    assert found(line(100, *NAMES), line(130, "产出指标", "培训", "5", "10", "10", "多")) == []
