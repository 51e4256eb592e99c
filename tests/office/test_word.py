"""Word documents: what is displayed is read, what is not displayed is not, and every cell has its address."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import report_differences
from tests.extraction.descriptions import report as any_report
from tests.makers import Look
from tests.makers.document import Break, Line, blocks
from tests.makers.example import ANALYSIS, FORM
from tests.makers.grid import Cell
from tests.makers.office import MadeOffice, number_headings, replace_text, truths, word, word_of


def equal(made: MadeOffice, extractor: Extractor) -> Any:
    """Everything is read, and equals the truth; the reports, to look further."""
    file = extractor.extract(made.data, "made.docx")
    assert file.status == "extracted", (file.reason, file.detail)
    assert file.pages is None
    assert report_differences(made.truth, file.reports) == []
    return file.reports


@pytest.mark.parametrize("seed", range(40))
def test_all_kinds_of_reports(seed: int, extractor: Extractor) -> None:
    random = Random(seed)
    equal(word(*[any_report(random) for _ in range(random.choice((1, 1, 2, 3)))]), extractor)


@pytest.mark.parametrize("contents", [True, False])
def test_automatic_numbering_is_what_word_displays(contents: bool, extractor: Extractor) -> None:
    """Two reports: the second counts from one again."""
    equal(word(ANALYSIS, ANALYSIS, look=Look(contents=contents), change=number_headings), extractor)


def test_every_cell_has_its_address(extractor: Extractor) -> None:
    (report,) = equal(word(ANALYSIS), extractor)
    places_of_row = {name: at.model_dump() for name, at in report.indicators[1].at.items()}
    native = {"route": "native", "confidence": 1.0}
    assert places_of_row["name"] == {"table": 2, "row": 4, "column": 3} | native
    assert places_of_row["level1"] == {"table": 2, "row": 3, "column": 1} | native
    assert report.budget[0].at["executed"].model_dump() == {"table": 1, "row": 3, "column": 5} | native
    assert report.at["title"].paragraph is not None
    assert report.sections[0].page is None


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        ("<w:r><w:t>1</w:t></w:r><w:ins w:id='1'><w:r><w:t>8</w:t></w:r></w:ins>", "18"),
        ("<w:del w:id='1'><w:r><w:delText>20</w:delText></w:r></w:del><w:r><w:t>18</w:t></w:r>", "18"),
        ("<w:moveFrom w:id='1'><w:r><w:t>20</w:t></w:r></w:moveFrom><w:r><w:t>18</w:t></w:r>", "18"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>999</w:t></w:r><w:r><w:t>18</w:t></w:r>", "18"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>18</w:t></w:r>", "18"),
        ("<w:sdt><w:sdtContent><w:r><w:t>18</w:t></w:r></w:sdtContent></w:sdt>", "18"),
        ("<w:hyperlink><w:r><w:t>18</w:t></w:r></w:hyperlink>", "18"),
        ("<w:fldSimple w:instr=' =9*2 '><w:r><w:t>18</w:t></w:r></w:fldSimple>", "18"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> =9*2 </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>18</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            "18",
        ),
        ("<w:r><w:t>18</w:t><w:commentReference w:id='0'/></w:r>", "18"),
        ("<w:r><w:t>18</w:t><w:footnoteReference w:id='1'/></w:r>", "18"),
        ("<w:r><w:t>１</w:t><w:softHyphen/><w:t>８</w:t></w:r>", "18"),
        ("<w:r><w:t>1</w:t><w:br/><w:t>8</w:t></w:r>", "18"),
        ("<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>18</w:t></w:r>", "≥18"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>18</w:t></w:r>", "☑18"),
    ],
)
def test_only_what_is_displayed_is_read(xml: str, shown: str, extractor: Extractor) -> None:
    made = word(ANALYSIS, change=lambda d: replace_text(d, "93", xml))
    made.truth[0]["indicators"][-1]["actual"] = shown
    file = extractor.extract(made.data, "made.docx")
    assert report_differences(made.truth, file.reports) == []
    assert file.reports[0].unclaimed == ()


@pytest.mark.parametrize(
    "xml",
    [
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>20</w:t></w:r><w:r><w:t>18</w:t></w:r>",
        "<w:r><w:sym w:font='Webdings' w:char='F041'/></w:r>",
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:imagedata/></v:shape></w:pict></w:r>",
    ],
)
def test_what_may_be_displayed_otherwise_is_for_a_person(xml: str, extractor: Extractor) -> None:
    made = word(ANALYSIS, change=lambda document: replace_text(document, "93", xml))
    (report,) = extractor.extract(made.data, "made.docx").reports
    assert report.status == "partial"
    assert all(place.confidence < CERTAIN for place in places(report.indicators[-1].at["actual"]))


def test_text_boxes_and_nested_tables_in_a_cell_are_not_lost(extractor: Extractor) -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>另注</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    made = word(ANALYSIS, change=lambda document: replace_text(document, "93", f"<w:r><w:t>93</w:t></w:r>{box}"))
    (report,) = extractor.extract(made.data, "made.docx").reports
    assert report.indicators[-1].actual == "93"
    assert [(one.text, one.table) for one in report.unclaimed] == [("另注", 2)]
    assert report.status == "partial" and "表2第8行第6列" in (report.reason or "")


def test_a_deleted_paragraph_mark_joins_two_lines(extractor: Extractor) -> None:
    def cut(document: Any) -> None:
        gone = "<w:pPr><w:rPr><w:del w:id='9'/></w:rPr></w:pPr><w:r><w:t>四、项目主要</w:t></w:r>"
        replace_text(document, "四、项目主要经验做法", gone)
        (first,) = [p for p in document.paragraphs if p.text == "四、项目主要"]
        following = document.add_paragraph("经验做法")
        first._p.addnext(following._p)

    made = word(ANALYSIS, look=Look(contents=False), change=cut)
    equal(made, extractor)


def test_a_cover_whose_words_a_table_places(extractor: Extractor) -> None:
    def table_on_cover(document: Any) -> None:
        lines = [p for p in document.paragraphs[:12] if "：" in p.text]
        table = document.add_table(len(lines), 2)
        lines[0]._p.addprevious(table._tbl)
        for row, line in zip(table.rows, lines, strict=True):
            label, _, value = line.text.partition("：")
            row.cells[0].text, row.cells[1].text = f"{label}：", value
            line._p.getparent().remove(line._p)

    equal(word(ANALYSIS, change=table_on_cover), extractor)


def test_lines_above_a_title_belong_to_its_own_report(extractor: Extractor) -> None:
    one = [*blocks(ANALYSIS, Look(), {})]
    title = next(place for place, block in enumerate(one) if isinstance(block, Line))
    one.insert(title, Line("附件2", "p"))
    made = MadeOffice(word_of([*one, Break(), *one]), truths([ANALYSIS, ANALYSIS]))
    equal(made, extractor)


def test_a_title_in_its_table(extractor: Extractor) -> None:
    grid = blocks(FORM, Look(), {})[-1]
    titles = tuple((Cell(text, columns=9),) for text in (FORM.title, "（2024年度）"))
    made = MadeOffice(word_of([replace(grid, rows=(*titles, *grid.rows))]), truths([FORM]))
    (report,) = equal(made, extractor)
    assert (report.at["title"].table, report.at["title"].row) == (1, 1)
    assert report.at["project_name"].row == 3


def test_a_form_in_two_tables(extractor: Extractor) -> None:
    """A blank paragraph in the middle of the form makes two tables of it."""
    grid = blocks(FORM, Look(), {})[-1]
    halves = [replace(grid, rows=grid.rows[:7]), Line("", "p"), replace(grid, rows=grid.rows[7:])]
    made = MadeOffice(word_of([*blocks(FORM, Look(), {})[:-1], *halves]), truths([FORM]))
    equal(made, extractor)
