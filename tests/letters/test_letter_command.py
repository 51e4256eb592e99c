"""``letter`` as a person runs it."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from console import output
from perfeval_core.site import Site
from tests.console.conftest import Run
from tests.helpers.filed import WRONG
from tests.letters.conftest import Filed

MENDED = WRONG | {"points": "7.2", "reason": "受连续降雨影响，已在下一季度补做"}


def home_of(here: Site) -> Path:
    return here.settings.home


def test_a_letter_is_written_and_can_be_repeated(filed: Filed, perfeval: Run, tmp_path: Path) -> None:
    here, dossier = filed(indicators=[WRONG])
    first, again = tmp_path / "一.docx", tmp_path / "二.docx"
    for out in (first, again):
        words = ("letter", dossier.report_id[:5], out, "--date", "2026-03-02", "--home", home_of(here))
        code, shown = perfeval(*words)
        assert (code, "须更正 2 项，须说明 0 项，2026年3月16日前反馈" in shown) == (0, True)
    assert first.read_bytes() == again.read_bytes()
    assert "云岭市水务中心：" in [paragraph.text for paragraph in Document(str(first)).paragraphs]


def test_no_findings_no_letter(filed: Filed, perfeval: Run, tmp_path: Path) -> None:
    here, dossier = filed(indicators=[MENDED])
    code, shown = perfeval("letter", dossier.report_id, tmp_path / "无.docx", "--home", home_of(here))
    assert (code, "不需要整改通知" in shown, (tmp_path / "无.docx").exists()) == (0, True, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("zzzz", "通知.docx"), "没有编号以“zzzz”开头的报告"),
        (("abab", "通知.doc"), "不是 .docx"),
        (("abab", "没有这个文件夹/通知.docx"), "写不了"),
        (("abab", "通知.docx", "--date", "三月二日"), None),
    ],
)
def test_wrong_usage_is_told(
    filed: Filed,
    perfeval: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str | None,
) -> None:
    here, _ = filed(indicators=[WRONG])
    monkeypatch.chdir(tmp_path)
    with output.notes.capture() as notes:
        assert perfeval("letter", *words, "--home", home_of(here))[0] == 2
    assert said is None or said in notes.get()


def test_the_bureau_and_its_template_come_from_the_settings(
    filed: Filed,
    perfeval: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own: Any = Document()
    own.add_paragraph("{{ 发文单位 }}致{{ 单位名称 }}")
    own.save(str(tmp_path / "自己的.docx"))
    monkeypatch.setenv("PERFEVAL_BUREAU", "云岭市财政局")
    monkeypatch.setenv("PERFEVAL_LETTER_TEMPLATE", str(tmp_path / "自己的.docx"))
    here, dossier = filed(indicators=[WRONG])
    words = ("letter", dossier.report_id, tmp_path / "通知.docx", "--home", home_of(here))
    assert perfeval(*words)[0] == 0
    assert Document(str(tmp_path / "通知.docx")).paragraphs[0].text == "云岭市财政局致云岭市水务中心"
    (tmp_path / "自己的.docx").write_bytes(b"no document")
    with output.notes.capture() as notes:
        assert perfeval(*words)[0] == 2
    assert "整改通知的模板不能用" in notes.get()
