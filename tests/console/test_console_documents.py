"""``extract`` and ``check``: the published shapes, exit codes, and what a person reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from console.findings import show_findings
from perfeval_core.datadir import data_dir
from perfeval_core.triage import load_table
from tests.helpers.finding import finding
from tests.helpers.samples import EXPECTED, SAMPLES, sample
from tests.helpers.truth import CORPUS, needs_corpus

Document = Callable[..., tuple[int, Any]]
Run = Callable[..., tuple[int, str]]


def test_extract_gives_every_sample_as_expected(document: Document) -> None:
    code, result = document("extract", SAMPLES)
    assert (code, result["version"]) == (1, 1)
    assert [Path(one["path"]).name for one in result["files"]] == sorted(EXPECTED)
    for one in result["files"]:
        wanted = EXPECTED[Path(one["path"]).name]
        assert (one["status"], one["reason"], one["sha256"]) == (wanted["status"], wanted["reason"], wanted["sha256"])
        assert [report["project_name"] for report in one["reports"]] == [r["project_name"] for r in wanted["reports"]]


def test_a_clean_file_exits_with_0_and_a_finding_changes_nothing_about_that(document: Document) -> None:
    assert document("extract", sample("图书馆"))[0] == 0
    code, result = document("check", sample("水务局"))
    assert code == 0
    assert [finding["kind"] for finding in result["files"][0]["reports"][0]["findings"]] == [
        "score_arithmetic",
        "grade_flips",
    ]


def test_check_shows_scores_in_the_published_shape(document: Document) -> None:
    _, result = document("check", sample("水务局"))
    scores = result["files"][0]["reports"][0]["scores"]
    assert scores["pack"] == "mof-2020-10"
    assert scores["total"] == {"low": "84.75", "high": "88.95", "low_included": True, "high_included": False}
    assert (scores["stated_total"], scores["grade"], scores["stated_grade"]) == ("92.75", ["良"], "优")
    assert scores["execution"]["rate"].count(".") == 1
    assert len(scores["execution"]["rate"].split(".")[1]) == 6


def test_another_pack_only_when_it_is_asked_for(document: Document) -> None:
    _, result = document("check", sample("水务局"), "--pack", "platform")
    assert result["files"][0]["reports"][0]["scores"]["pack"] == "platform"


@pytest.mark.parametrize(
    "words", [("check", "没有这个文件.pdf"), ("check", SAMPLES, "--pack", "没有这个包"), ("extract",)]
)
def test_wrong_usage_exits_with_2(perfeval: Run, words: tuple[object, ...]) -> None:
    assert perfeval(*words)[0] == 2


def test_a_person_reads_the_page_the_expected_value_and_the_clause(perfeval: Run) -> None:
    _, shown = perfeval("check", sample("水务局"))
    for words in ("维修农村供水工程(处)", "自评 12 → 应为 7.20", "第4页", "财预〔2020〕10号", "自评 92.75 分 优"):
        assert words in shown
    assert "维修农村供水工程(处)：12 → 7.20" in shown
    assert "评价等级：优 → 良" in shown
    assert "没有发现疑点" in perfeval("check", sample("图书馆"))[1]


def test_a_person_reads_how_sure_a_judgement_is(capsys: pytest.CaptureFixture[str]) -> None:
    judged = finding("boundary_grade", "info").model_copy(update={"certainty": "judgement", "sureness": "low"})
    show_findings(load_table(data_dir() / "triage", kinds=()), [judged, finding()])
    certain, guess = (line for line in capsys.readouterr().out.splitlines() if "【" in line)
    assert guess.endswith("把握：较低") and "把握" not in certain


def test_text_of_a_document_cannot_pose_as_markup(perfeval: Run, tmp_path: Path) -> None:
    odd = tmp_path / "[bold red]改名.pdf"
    odd.write_bytes(b"")
    assert "[bold red]改名.pdf" in perfeval("check", odd)[1]


def test_text_of_a_document_cannot_steer_the_terminal(perfeval: Run, tmp_path: Path) -> None:
    odd = tmp_path / "\x1b[2J清屏.pdf"
    odd.write_bytes(b"")
    assert "\x1b" not in perfeval("check", odd)[1]


@needs_corpus
@pytest.mark.parametrize("folder", ["lo_docx", "chrome_ruled", "weasy_ruled", "rl_split"])
def test_r5_has_the_total_and_the_grade_that_reviewers_found(document: Document, folder: str) -> None:
    _, result = document("check", f"{CORPUS}/{folder}/r5.pdf")
    (report,) = result["files"][0]["reports"]
    scores = report["scores"]
    assert scores["total"] == {"low": "51.78", "high": "59.78", "low_included": True, "high_included": False}
    assert (scores["stated_total"], scores["stated_grade"], scores["grade"]) == ("65.65", "中", ["差"])
    wrong = [f for f in report["findings"] if f["kind"] in ("score_arithmetic", "qualitative_band")]
    assert len(wrong) == 5
    assert all(place["page"] and place["bbox"] for finding in report["findings"] for place in finding["at"])


@needs_corpus
def test_the_reports_of_compiled_files_are_checked_one_by_one(document: Document) -> None:
    for folder in ("chrome_all4", "mixed_all4"):
        _, result = document("check", f"{CORPUS}/{folder}/all4.pdf")
        kinds = [
            {(f["kind"], f["stated"], f["expected"]) for f in report["findings"] if f["kind"] == "score_arithmetic"}
            for report in result["files"][0]["reports"]
        ]
        assert [len(kind) for kind in kinds] == [0, 1, 3, 0]
        assert kinds[1] == {("score_arithmetic", "9.9", "10.00")}
