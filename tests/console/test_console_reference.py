"""``reference``: a list goes in whole or not at all, and who has not filed comes out."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from openpyxl import load_workbook

from perfeval_core.site import site
from tests.helpers.samples import sample
from tests.reference.lists import HEADER, ROW, csv_list, xlsx_list

Document = Callable[..., tuple[int, Any]]
Run = Callable[..., tuple[int, str]]

BAD = ("2024", "102001", "某某局", "", "1", "1", "x")
FORMULA = ("2024", "", "@某局", '=HYPERLINK("http://a","b")', "1", "", "")


@contextmanager
def held_by_another_process(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True)
    code = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=PIPE, stdout=PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield
        other.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def written(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "2024年项目清单.xlsx"
    path.write_bytes(xlsx_list(("清单", [HEADER, *rows])))
    return path


def test_one_bad_line_and_nothing_is_imported(tmp_path: Path, home: Path, document: Document, perfeval: Run) -> None:
    path = written(tmp_path, ROW, BAD)
    code, answer = document("reference", "import", path, "--home", home)
    assert (code, answer["import_id"], answer["rows"], answer["skipped"]) == (1, None, 0, 0)
    assert [(one["row"], one["column"]) for one in answer["faults"]] == [(3, "项目名称"), (3, "全年执行数(元)")]
    assert site(home).ledger.reference_rows() == []
    code, shown = perfeval("reference", "import", path, "--home", home)
    for words in ("没有项目名称", "不是金额", "只填数字", "一行也没有导入", "--skip-bad"):
        assert words in shown


def test_bad_lines_are_left_out_if_that_is_wanted(tmp_path: Path, home: Path, document: Document) -> None:
    code, answer = document("reference", "import", written(tmp_path, ROW, BAD), "--skip-bad", "--home", home)
    assert (code, answer["import_id"], answer["rows"], answer["skipped"], answer["effective"]) == (1, 1, 1, 1, 1)
    same = written(tmp_path, ROW)  # once: a workbook says when it was written
    code, answer = document("reference", "import", same, "--home", home)
    assert (code, answer["import_id"], answer["new"], answer["effective"]) == (0, 2, True, 0)
    code, answer = document("reference", "import", same, "--home", home)
    assert (code, answer["import_id"], answer["new"]) == (0, 2, False)
    assert document("doctor", "--home", home)[0] == 0


def test_a_list_of_bad_lines_only_is_not_imported_whatever_is_wanted(tmp_path: Path, home: Path, perfeval: Run) -> None:
    assert perfeval("reference", "import", written(tmp_path, BAD), "--skip-bad", "--home", home)[0] == 1
    assert site(home).ledger.reference_imports() == []


def test_who_has_not_filed_is_listed_and_exported_without_formulas(
    tmp_path: Path, home: Path, document: Document, perfeval: Run
) -> None:
    path = tmp_path / "清单.csv"
    path.write_bytes(csv_list(ROW, tuple(cell.replace('"', '""') for cell in FORMULA), encoding="gb18030"))
    assert perfeval("reference", "import", path, "--home", home)[0] == 0
    code, answer = document("reference", "missing", "--year", "2024", "--home", home)
    assert (code, answer["due"], answer["filed"], answer["missing"]) == (0, 2, 0, 2)
    assert {one["official"]["project_name"] for one in answer["projects"]} == {ROW[3], FORMULA[3]}
    assert document("reference", "missing", "--year", "2023", "--home", home)[1]["due"] == 0
    assert "应报 2 个项目，已报 0 个，未报 2 个" in perfeval("reference", "missing", "--home", home)[1]
    assert "2500000.00" in perfeval("reference", "list", "--home", home)[1]

    out = tmp_path / "未报.xlsx"
    assert perfeval("reference", "missing", "-o", out, "--home", home)[0] == 0
    header, formula, first = load_workbook(out)["应报未报"].iter_rows()
    assert [cell.value for cell in header][:4] == ["年度", "单位编码", "单位名称", "项目名称"]
    assert [cell.value for cell in first][:5] == [2024, "102001", "某某局", ROW[3], 2500000]
    assert [cell.value for cell in formula][2:4] == ["'@某局", f"'{FORMULA[3]}"]
    assert {cell.data_type for cell in formula} <= {"s", "n"}


def test_before_any_import_it_says_how(home: Path, perfeval: Run) -> None:
    assert "reference import" in perfeval("reference", "missing", "--home", home)[1]


@pytest.mark.parametrize("content", [None, b"", b"a,b\n1,2"])
def test_what_is_no_list_is_wrong_usage(tmp_path: Path, home: Path, perfeval: Run, content: bytes | None) -> None:
    path = tmp_path / "清单.csv"
    if content is not None:
        path.write_bytes(content)
    assert perfeval("reference", "import", path, "--home", home)[0] == 2


def test_an_export_that_cannot_be_written_is_said(tmp_path: Path, home: Path, perfeval: Run) -> None:
    perfeval("reference", "import", written(tmp_path, ROW), "--home", home)
    assert perfeval("reference", "list", "-o", tmp_path / "nowhere" / "a.xlsx", "--home", home)[0] == 2


def test_a_check_stores_nothing_and_holds_nothing_against_official_figures(
    tmp_path: Path, home: Path, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "清单.csv"
    path.write_bytes(csv_list(("2024", "304001", "云岭市公安局", "禁毒宣传", "1", "1", "1")))
    monkeypatch.setenv("PERFEVAL_HOME", str(home))
    assert document("reference", "import", path)[0] == 0
    _, answer = document("check", sample("禁毒宣传"))
    (report,) = answer["files"][0]["reports"]
    assert report["project_name"] == "禁毒宣传"
    assert "reference_mismatch" not in {finding["kind"] for finding in report["findings"]}


def test_a_warehouse_in_use_is_said_and_the_next_import_makes_up_for_it(
    tmp_path: Path, home: Path, perfeval: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, ROW)
    monkeypatch.setenv("PERFEVAL_PATIENCE_SECONDS", "1")
    with held_by_another_process(home / "warehouse.duckdb"):
        assert perfeval("reference", "import", path, "--home", home)[0] == 1
    assert len(site(home).ledger.reference_rows()) == 1
    assert perfeval("doctor", "--home", home)[0] == 1
    assert perfeval("reference", "import", path, "--home", home)[0] == 0
    assert perfeval("doctor", "--home", home)[0] == 0
