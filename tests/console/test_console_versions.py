"""``diff`` and ``rebuild``, on a home in which a report was filed twice."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfeval_core.site import site
from tests.console.test_console_home import finished, start
from tests.makers import make
from tests.makers.example import FORM

Document = Callable[..., tuple[int, Any]]
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="session")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which a draft came, and then another one, which mends one line and spoils another."""
    folder = tmp_path_factory.mktemp("twice")
    first, *rest, last = FORM.indicators
    spoilt = [first.model_copy(update={"points": "20"}), last.model_copy(update={"points": "9"})]
    drafts = [(spoilt[0], *rest, last), (first, *rest, spoilt[1])]
    for name, rows in zip(("一稿", "二稿"), drafts, strict=True):
        made = make(FORM.model_copy(update={"indicators": rows}))
        code, shown = finished(start("ingest", str(made.save(folder / f"{name}.pdf")), "--home", str(folder / "home")))
        assert code == 0
    assert "重新报送 1 份" in shown
    assert "改动 2 处" in shown
    return folder / "home"


def ids(home: Path) -> tuple[str, str]:
    """The draft's report, and the one that took its place."""
    (old,) = (one for one in site(home).ledger.versions() if not one.in_force)
    (new,) = (one for one in site(home).ledger.versions() if one.in_force)
    return old.version.report_id, new.version.report_id


def test_diff_shows_cells_scores_and_findings(twice: Path, perfeval: Run, document: Document) -> None:
    old, new = ids(twice)
    code, shown = perfeval("diff", new, "--home", twice)
    assert code == 0
    for words in (
        "一稿.pdf",
        "二稿.pdf",
        "改动 2 处",
        f"指标 {FORM.indicators[0].name}",
        "已消除的疑点",
        "新出现的疑点",
        "第1页",
    ):
        assert words in shown
    code, change = document("diff", new[:9], "--home", twice)
    assert (code, change["before"]["report_id"], change["after"]["report_id"]) == (0, old, new)
    assert [(cell["field"], cell["before"], cell["after"]) for cell in change["cells"]] == [
        ("points", "20", "18"),
        ("points", "10", "9"),
    ]
    assert change["closed"]
    assert change["new"]
    _, back = document("diff", old, new, "--home", twice)
    assert back["closed"] == change["new"]


def test_diff_says_what_it_cannot_compare(twice: Path, perfeval: Run) -> None:
    old, _ = ids(twice)
    assert perfeval("diff", old, "--home", twice)[0] == 2  # the first that was filed
    assert perfeval("diff", "没有", "--home", twice)[0] == 2


def test_an_item_says_that_the_report_was_filed_again(twice: Path, perfeval: Run) -> None:
    old, _ = ids(twice)
    (item, *_) = site(twice).ledger.items()
    assert f"取代 {old}" in perfeval("queue", "show", item.item.item_id, "--home", twice)[1]


def test_rebuild_makes_the_file_again(twice: Path, perfeval: Run, document: Document, tmp_path: Path) -> None:
    shutil.copytree(twice, tmp_path / "home")
    warehouse = tmp_path / "home" / "warehouse.duckdb"
    with site(twice).warehouse() as opened:
        wanted = opened.counts()
    warehouse.unlink()
    code, rebuilt = document("rebuild", "--home", tmp_path / "home")
    assert (code, rebuilt) == (0, {"version": 1, "rows": wanted})
    assert perfeval("doctor", "--home", tmp_path / "home")[0] == 0
    assert "数据仓库已重建" in perfeval("rebuild", "--home", tmp_path / "home")[1]


def test_rebuild_without_its_dossiers_says_so_and_leaves_the_file(twice: Path, perfeval: Run, tmp_path: Path) -> None:
    shutil.copytree(twice, tmp_path / "home")
    before = (tmp_path / "home" / "warehouse.duckdb").read_bytes()
    shutil.rmtree(tmp_path / "home" / "archive" / "dossiers")
    assert perfeval("rebuild", "--home", tmp_path / "home")[0] == 1
    assert (tmp_path / "home" / "warehouse.duckdb").read_bytes() == before
