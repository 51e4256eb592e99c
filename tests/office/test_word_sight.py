"""What is in a Word document but cannot be seen is left out; what can hardly be seen is for a person."""

from collections.abc import Callable
from typing import Any

import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from perfeval_core.domain.place import CERTAIN, places
from perfeval_core.extraction.extractor import Extractor
from tests.extraction.comparing import report_differences
from tests.makers.example import ANALYSIS
from tests.makers.office import replace_text, word

SEEN = "<w:r><w:t>93</w:t></w:r>"
FIELD = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"


def run(properties: str, text: str = "9") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(instruction: str) -> str:
    return FIELD.format("begin") + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>" + FIELD.format("end")


def prompt(text: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(properties, text)}</w:sdtContent></w:sdt>"


def style(xml: str) -> Callable[[Document], None]:
    """Adds a style."""
    return lambda document: document.styles.element.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def cell_properties(xml: str) -> Callable[[Document], None]:
    """Adds ``xml`` to the cell whose text begins with 93."""

    def add(document: Document) -> None:
        for one in document.element.body.iter(qn("w:tc")):
            if "".join(text.text or "" for text in one.iter(qn("w:t"))).startswith("93"):
                one.get_or_add_tcPr().append(parse_xml(xml.replace("/>", f" {nsdecls('w')}/>", 1)))

    return add


def read(xml: str, extractor: Extractor, *changes: Callable[[Document], None]) -> Any:
    """The report whose last actual value is ``xml``, and its truth if 93 were that value."""

    def change(document: Document) -> None:
        replace_text(document, "93", xml)
        for one in changes:
            one(document)

    made = word(ANALYSIS, change=change)
    made.truth[0]["indicators"][-1]["actual"] = "93"
    return extractor.extract(made.data, "made.docx").reports[0], made.truth


def is_doubted(report: Any) -> bool:
    at = report.indicators[-1].at["actual"]
    return report.status == "partial" and all(place.confidence < CERTAIN for place in places(at))


WHITE = "<w:color w:val='FFFFFF'/>"
BEHIND_TEXT = "<w:r><w:pict><v:rect xmlns:v='urn:schemas-microsoft-com:vml' style='z-index:-251'/></w:pict></w:r>"


@pytest.mark.parametrize(
    "xml",
    [
        SEEN + run(WHITE),
        SEEN + run("<w:color w:val='FDFDFD'/>"),
        SEEN + run("<w:color w:val='auto' w:themeColor='background1'/>"),
        SEEN + run("<w:sz w:val='2'/>"),
        SEEN + run("<w:color w:val='000000'/><w:highlight w:val='black'/>"),
        SEEN + run("<w:color w:val='000000'/><w:shd w:val='clear' w:fill='000000'/>"),
        run("<w:color w:val='FFFFFF'/><w:shd w:val='clear' w:fill='1F4E79'/>", "93"),
        run("<w:color w:val='FFFFFF'/><w:highlight w:val='darkBlue'/>", "93"),
        run("<w:color w:val='auto'/><w:shd w:val='clear' w:fill='000000'/>", "93"),
        run("<w:color w:val='FFFF00'/>", "93"),
        run("<w:color w:val='A6A6A6'/><w:sz w:val='10'/>", "93"),
        SEEN + run("<w:color w:val='EEEEEE'/>", " "),
        SEEN + field(' XE "索引" '),
        SEEN + prompt("单击或点击此处输入文字。"),
        SEEN + prompt("此处请填写", "<w:rStyle w:val='PlaceholderText'/>"),
    ],
)
def test_known(xml: str, extractor: Extractor) -> None:
    report, truth = read(xml, extractor)
    assert report.status == "extracted", report.reason
    assert report_differences(truth, [report]) == []


@pytest.mark.parametrize(
    "xml",
    [
        SEEN + run("<w:color w:val='E7E6E6'/>"),
        SEEN + run("<w:color w:val='FFFFFF'/><w:shd w:val='pct50' w:fill='000000'/>"),
        SEEN + run("<w:sz w:val='6'/>"),
        SEEN + run("<w:w w:val='1'/>"),
        SEEN + run("<w:strike/>"),
        BEHIND_TEXT + run(WHITE, "93"),
        "<w:pPr><w:spacing w:line='20' w:lineRule='exact'/></w:pPr>" + SEEN,
        field(r" EQ \o\ac(93) "),
        field(" =90+3 "),
        "<w:fldSimple w:instr=' EQ x '/>",
        prompt("93"),
    ],
)
def test_not_known(xml: str, extractor: Extractor) -> None:
    report, _ = read(xml, extractor)
    assert is_doubted(report)


def test_styles_make_text_white_or_small(extractor: Extractor) -> None:
    base = "<w:style w:type='character' w:styleId='Base'><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:style>"
    own = "<w:style w:type='character' w:styleId='Own'><w:basedOn w:val='Base'/></w:style>"
    report, truth = read(SEEN + run("<w:rStyle w:val='Own'/>"), extractor, style(base), style(own))
    assert report_differences(truth, [report]) == []
    small = "<w:style w:type='paragraph' w:styleId='Tiny'><w:rPr><w:sz w:val='2'/></w:rPr></w:style>"
    xml = "<w:pPr><w:pStyle w:val='Tiny'/></w:pPr>" + run("<w:sz w:val='21'/>", "93") + run("")
    report, truth = read(xml, extractor, style(small))
    assert report_differences(truth, [report]) == []


def test_white_text_in_a_dark_cell_is_seen(extractor: Extractor) -> None:
    dark = cell_properties("<w:shd w:val='clear' w:fill='203864'/>")
    report, truth = read(run(WHITE, "93"), extractor, dark)
    assert report_differences(truth, [report]) == []


def test_white_text_in_a_table_whose_style_shades_is_doubted(extractor: Extractor) -> None:
    def shade(document: Document) -> None:
        (table,) = [one for one in document.styles.element if one.get(qn("w:styleId")) == "TableGrid"]
        first = "<w:tblStylePr w:type='lastRow'><w:tcPr><w:shd w:val='clear' w:fill='000000'/></w:tcPr></w:tblStylePr>"
        table.append(parse_xml(first.replace("'lastRow'>", f"'lastRow' {nsdecls('w')}>", 1)))

    report, _ = read(run(WHITE, "93"), extractor, shade)
    assert report.indicators[-1].actual == "93"
    assert is_doubted(report)


@pytest.mark.parametrize("height", [1, 40, 80, 400])
def test_a_row_without_height_is_not_displayed(height: int, extractor: Extractor) -> None:
    def flatten(document: Document) -> None:
        row = document.tables[-1].rows[-1]._tr
        row.get_or_add_trPr().append(parse_xml(f"<w:trHeight {nsdecls('w')} w:val='{height}' w:hRule='exact'/>"))

    made = word(ANALYSIS, change=flatten)
    (report,) = extractor.extract(made.data, "made.docx").reports
    expected = [one["name"] for one in made.truth[0]["indicators"]]
    assert [one.name for one in report.indicators] == expected[: len(expected) - (height < 50)]
    assert (report.status == "partial") == (height == 80)


def test_what_only_a_nested_table_says_leaves_a_doubted_blank(extractor: Extractor) -> None:
    def nest(document: Document) -> None:
        for table in document.tables:
            for row in table.rows:
                for cell in row.cells:
                    if cell.text == "93":
                        cell.text = ""
                        cell.add_table(1, 1).cell(0, 0).text = "93"

    (report,) = extractor.extract(word(ANALYSIS, change=nest).data, "made.docx").reports
    assert report.indicators[-1].actual == ""
    assert is_doubted(report)
    assert [one.text for one in report.unclaimed] == ["93"]
