"""Letters: what they say and leave out, hostile text, the bureau's own template, the same bytes each time."""

import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfeval_core.casework import report_items
from perfeval_core.domain.dossier import Dossier
from perfeval_core.domain.review import FindingOutcome
from perfeval_core.letters import Letter, TemplateBroken, compose, render
from perfeval_core.letters.model import BUREAU_BLANK, Change, Matter
from perfeval_core.letters.render import default_template
from perfeval_core.letters.template import template
from perfeval_core.site import Site
from tests.helpers.filed import WRONG
from tests.helpers.reviewing import decided
from tests.letters.conftest import Filed
from tests.makers.by_libreoffice import missing

ON = date(2026, 3, 2)
DOCS = Path(__file__).parents[2] / "docs" / "letters.md"
GUESS = {"name": "培训(场)", "target": "≥5场", "actual": "48", "weight": "10", "points": "10"}


def written(site: Site, dossier: Dossier) -> Letter:
    letter = compose(site, dossier, ON)
    assert letter is not None
    return letter


def shown(packed: bytes) -> str:
    """All text of the body, tables in their place, cells apart."""
    body = Document(io.BytesIO(packed)).element.body
    return "\n".join("".join(node.text or "" for node in p.iter("{*}t")) for p in body.iter("{*}p"))


def at_page(page: int) -> dict[str, Any]:
    place = {"page": page, "bbox": (0, 0, 1, 1)}
    return {"heading": place, "text": (place | {"length": 100},)}


def text_of(letter: Letter) -> str:
    return shown(render(letter, default_template()))


def test_a_letter_says_what_where_why_and_what_next(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG], stated={"total": "12"})
    text = text_of(written(here, dossier))
    for words in (
        "关于2024年度“农村饮水”项目",
        "云岭市水务中心：",
        "报告.pdf",
        "定量指标得分",
        "第1页",
        "维修工程(处) 得分",
        "7.20",
        "完成值24对指标值≥40，12×24÷40，应得7.20分",
        "〔条文待核〕",
        "措辞尚未与文件原文核对",
        "未达标未说明原因",
        "请于2026年3月16日前（自发文之日起10个工作日内）",
        "陈述和申辩",
        BUREAU_BLANK,
        "2026年3月2日",
        dossier.report_version,
    ):
        assert words in text, words


def test_certain_findings_are_to_be_corrected_and_judgements_to_be_explained(filed: Filed) -> None:
    letter = written(*filed(indicators=[WRONG, GUESS]))
    assert [one.kind for one in letter.corrections] == ["定量指标得分", "未达标未说明原因"]
    assert [one.kind for one in letter.explanations] == ["指标值偏低而大幅超额"]
    assert [one.number for one in (*letter.corrections, *letter.explanations)] == [1, 2, 3]
    assert "把握" not in shown(render(letter, default_template()))  # for reviewers, not for the unit


def test_what_is_held_against_the_text_names_the_passage(filed: Filed) -> None:
    line = {"source": "合计", "initial_compiled": "900000", "full_year": "800000", "executed": "800000", "points": "10"}
    heading, text = "3.项目实施和预算执行情况分析", "项目全年预算70万元,实际执行80万元。"
    sections = [{"heading": heading, "text": text, "page": 6, "at": at_page(6)}]
    letter = written(*filed(budget_unit="元", budget=[line], sections=sections))
    (found,) = (one for one in letter.corrections if one.kind == "文字与表格不符")
    assert found.place == "第1页，所对照的正文在第6页"
    assert (found.stated, found.expected) == ("800000", "与正文核对：70万元")


def test_the_minimal_correction_stands_with_totals_and_grades_before_and_after(filed: Filed) -> None:
    line = {"source": "合计", "initial_compiled": "10", "full_year": "10", "executed": "10", "points": "10"}
    rest = {"name": "其余(项)", "target": "=20项", "actual": "20", "weight": "78", "points": "78"}
    stated = {"execution_points": "10", "indicator_points": "90", "total": "100", "grade": "优"}
    here, dossier = filed(budget_unit="元", budget=[line], indicators=[WRONG, rest], stated=stated)
    letter = written(here, dossier)
    assert [(one.cell, one.stated, one.corrected) for one in letter.changes] == [
        ("维修工程(处) 得分", "12", "7.20"),
        ("指标得分", "90", "85.20"),
        ("总分", "100", "95.20"),
    ]
    assert (letter.total_before, letter.grade_before, letter.total_after, letter.grade_after) == (
        *("100", "优"),
        *("95.20", "优"),
    )
    assert "更正前总分100、等级优；更正后总分95.20、等级优" in text_of(letter)


def test_what_is_waived_or_switched_off_is_not_listed(filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    here, dossier = filed(indicators=[WRONG])
    here.ledger.waive(dossier.report_id, "SC206", "已说明", "张三", None)
    assert [one.kind for one in written(here, dossier).corrections] == ["定量指标得分"]
    rules = here.rules(dossier.report)
    off = rules.model_copy(update={"cards": tuple(card for card in rules.cards if card.id != "SC201")})
    monkeypatch.setattr(Site, "rules", property(lambda _: lambda report: off))
    assert compose(here, dossier, ON) is None


def test_a_report_without_findings_gets_no_letter(filed: Filed) -> None:
    here, dossier = filed(indicators=[WRONG | {"points": "7.2", "reason": "受连续降雨影响，已在下一季度补做"}])
    assert compose(here, dossier, ON) is None


def test_what_a_report_does_not_say_stays_a_visible_blank(filed: Filed) -> None:
    letter = written(*filed(unit_name=None, fiscal_year=None, indicators=[WRONG]))
    assert {letter.unit, letter.year} == {"＿＿＿＿＿＿"}
    assert letter.total_before == letter.grade_before == "未填"


HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in [1] %}x{% endfor %}",
    "{%tr for 项 in 须更正 %}",
    "{{r 项 }}",
    "{_{ a }_}",
    "</w:t></w:r><w:br/>",
    "&lt;b&gt; & <b>",
    '<w:instrText>HYPERLINK "http://example.org"</w:instrText>',
    '=HYPERLINK("http://example.org")',
    "http://example.org",
    "]]>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(filed: Filed, text: str) -> None:
    here, dossier = filed(project_name=text, unit_name=text, indicators=[WRONG | {"name": text}])
    packed = render(written(here, dossier), default_template())
    assert shown(packed).count(text) >= 3
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        xml = parts.read("word/document.xml").decode()
        relations = parts.read("word/_rels/document.xml.rels").decode()
    assert not re.search(r"<w:(instrText|fldSimple|fldChar|hyperlink)\b", xml)
    assert "External" not in relations


def test_what_cannot_be_seen_is_left_out_and_what_never_ends_is_cut(filed: Filed) -> None:
    letter = written(*filed(unit_name="云\x00岭\u202e\t\n\x0c\u200b", indicators=[WRONG | {"name": "长" * 100_000}]))
    assert letter.unit == "云岭"
    assert len(letter.corrections[0].cell) < 300
    assert len(text_of(letter)) < 5000


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.sampled_from("{}%_#<>&\"'[](),1.\\"), st.characters(exclude_categories=["C"]))))
def test_any_text_comes_out_as_it_went_in(text: str) -> None:
    matter = dict.fromkeys(Matter.model_fields, text) | {"number": 1}
    head = dict.fromkeys(Letter.model_fields, text) | {"due_days": 10, "unverified": True, "partial": False}
    rows = {"corrections": [matter], "explanations": [matter], "changes": [dict.fromkeys(Change.model_fields, text)]}
    found = shown(render(Letter.model_validate(head | rows), default_template()))
    assert f"\n{text}：\n" in found


def test_the_same_letter_has_the_same_bytes(filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = written(*filed(indicators=[WRONG]))
    first = render(letter, default_template())
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 1, 1, 0, 0, 0, 2, 1, 0))
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    assert render(letter, default_template()) == first


def test_a_long_table_repeats_its_header_and_keeps_its_rows_whole(filed: Filed) -> None:
    letter = written(*filed(indicators=[WRONG | {"name": f"工程{number}(处)"} for number in range(60)]))
    table = Document(io.BytesIO(render(letter, default_template()))).tables[0]
    assert len(table.rows) == 1 + len(letter.corrections)
    assert [bool(row._tr.findall(".//{*}tblHeader")) for row in table.rows] == [True] + [False] * len(
        letter.corrections
    )


def test_the_committed_template_is_what_its_maker_makes() -> None:
    assert default_template().read_bytes() == template()


def own_template(folder: Path, *paragraphs: str) -> Path:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(folder / "自己的.docx"))
    return folder / "自己的.docx"


def test_a_bureau_may_write_its_own_template(filed: Filed, tmp_path: Path) -> None:
    own = own_template(tmp_path, "{{ 单位名称 }}收", "{%p for 项 in 须更正 %}", "{{ 项.栏目 }}", "{%p endfor %}")
    letter = written(*filed(indicators=[WRONG]))
    assert shown(render(letter, own)).splitlines() == ["云岭市水务中心收", *(one.cell for one in letter.corrections)]


BROKEN = [
    (("{{ 单位 }}",), "没有这个字段"),
    (("{{ 单位名称 ",), "写法不对"),
    (("{% for 项 in 须更正 %}", "{{ 项.栏目 }}"), "写法不对"),
    (("{% if 须更正 %}{%p endif %}",), "写法不对"),
    (("{{ 单位名称.__class__.__mro__ }}",), "不能使用"),
    (("{{ 须更正.没有 }}",), "没有这个字段"),
    (("{%p for 项 in 须更正 %}", "{{ 项.没有 }}", "{%p endfor %}"), "没有这个字段"),
]


@pytest.mark.parametrize(("paragraphs", "words"), BROKEN, ids=lambda value: str(value)[:30])
def test_a_broken_template_is_named_with_what_is_wrong(
    filed: Filed, tmp_path: Path, paragraphs: tuple[str, ...], words: str
) -> None:
    letter = written(*filed(indicators=[WRONG]))
    with pytest.raises(TemplateBroken, match=words) as raised:
        render(letter, own_template(tmp_path, *paragraphs))
    assert "自己的.docx" in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"not a document", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_is_no_document_says_so(filed: Filed, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "坏的.docx").write_bytes(content)
    letter = written(*filed(indicators=[WRONG]))
    for name in ("坏的.docx", "没有.docx"):
        with pytest.raises(TemplateBroken, match=f"{name} 打不开，或不是 Word 文档"):
            render(letter, tmp_path / name)


def test_a_tag_that_tears_the_document_apart_is_not_mended_in_silence(filed: Filed, tmp_path: Path) -> None:
    document = Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{% if 须说明 %}"
    document.add_paragraph("{% endif %}")
    document.save(str(tmp_path / "错位.docx"))
    with pytest.raises(TemplateBroken, match="放错了位置"):
        render(written(*filed(indicators=[WRONG])), tmp_path / "错位.docx")


@pytest.mark.parametrize("model", [Letter, Matter, Change])
def test_every_field_is_explained(model: type[Any]) -> None:
    documented = DOCS.read_text("utf-8")
    for field in model.model_fields.values():
        assert f"| `{field.alias}` | {field.description} |" in documented, field.alias


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_an_office_program_opens_it_and_repeats_the_header_on_each_page(filed: Filed, tmp_path: Path) -> None:
    letter = written(*filed(indicators=[WRONG | {"name": f"工程{number}(处)"} for number in range(30)]))
    (tmp_path / "通知.docx").write_bytes(render(letter, default_template()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "通知.docx")], check=True, capture_output=True, timeout=180)
    pages = pypdfium2.PdfDocument(tmp_path / "通知.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(texts) > 5
    assert all("报告填写" in text for text in texts[1:5])
    assert "云岭市水务中心" in texts[0]


@pytest.mark.parametrize(("outcome", "asked"), [("rejected", False), ("explained", False), ("confirmed", True)])
def test_what_a_reviewer_set_aside_is_not_asked_of_the_unit(filed: Filed, outcome: FindingOutcome, asked: bool) -> None:
    here, dossier = filed(indicators=[WRONG])
    here.ledger.publish_items(report_items(here, dossier, ()))
    for one in here.ledger.items():
        if not decided(here, one.item, outcome).final:
            decided(here, one.item, outcome, by="李四")
    judged = {name for one in here.ledger.items(status="decided") for name in one.item.findings}
    letter = compose(here, dossier, ON)
    kinds = 0 if letter is None else len(letter.corrections) + len(letter.explanations)
    assert judged
    assert kinds == len([one for one in dossier.report.findings if asked or one.id not in judged])
